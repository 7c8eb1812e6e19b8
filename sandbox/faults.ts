import { parseDuration } from './duration.js';
import { DriveRefusal } from './fault.js';

/** What can become of a refund at Stripe. */
export const STRIPE_REFUNDS = ['succeed', 'pending', 'fail', 'succeed_then_fail'] as const;
/** What can become of a refund at Paystack. */
export const PAYSTACK_REFUNDS = [...STRIPE_REFUNDS, 'needs_attention'] as const;
/** What becomes of refunds that are made from now on. */
export type RefundBehaviour = (typeof PAYSTACK_REFUNDS)[number];

/** The faults as `POST /sandbox/{provider}/faults` answers them; times in milliseconds. */
export interface FaultReport {
  readonly outage_ms: number;
  readonly latency_ms: number;
  readonly refund: RefundBehaviour;
  readonly lose_response: number;
  readonly server_error: number;
}

const KNOWN = ['outage', 'latency', 'refund', 'lose_response', 'server_error', 'clear'];

function duration(value: unknown, field: string): number {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  if (ms === undefined) throw new DriveRefusal(400, `${field} is a duration such as 500ms, 3s or 15m`);
  return ms;
}

function count(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new DriveRefusal(400, `${field} is a whole number, 0 or more`);
  }
  return value;
}

/** The ways in which the sandbox misbehaves on request. They are forgotten when the process ends. */
export class Faults {
  private outageUntil = 0;
  private lost = 0;
  private errors = 0;
  latencyMs = 0;
  refund: RefundBehaviour = 'succeed';
  private dropNext = false;

  /** `refunds`: the behaviours that this provider knows. */
  constructor(private readonly refunds: readonly RefundBehaviour[] = STRIPE_REFUNDS) {}

  /** Called when an outage begins, ends early or is cleared. */
  onOutageChange: () => void = () => {};

  /** Sets the named faults and leaves the others; `{}` and `{clear: true}` end all of them. */
  set(body: Readonly<Record<string, unknown>>): FaultReport {
    const unknown = Object.keys(body).find((key) => !KNOWN.includes(key));
    if (unknown !== undefined) throw new DriveRefusal(400, `unknown fault ${unknown}; known are ${KNOWN.join(', ')}`);
    // Read all of it before any of it counts.
    const outage = body.outage === undefined ? undefined : duration(body.outage, 'outage');
    const latency = body.latency === undefined ? undefined : duration(body.latency, 'latency');
    const lost = body.lose_response === undefined ? undefined : count(body.lose_response, 'lose_response');
    const errors = body.server_error === undefined ? undefined : count(body.server_error, 'server_error');
    const refund = this.refunds.find((known) => known === body.refund);
    if (body.refund !== undefined && !refund) {
      throw new DriveRefusal(400, `refund is one of ${this.refunds.join(', ')}`);
    }
    const clears = Object.keys(body).length === 0 || body.clear === true;
    if (clears) this.clear();
    if (outage !== undefined) this.outageUntil = Date.now() + outage;
    this.latencyMs = latency ?? this.latencyMs;
    this.refund = refund ?? this.refund;
    this.lost = lost ?? this.lost;
    this.errors = errors ?? this.errors;
    if (clears || outage !== undefined) this.onOutageChange();
    return this.report();
  }

  report(): FaultReport {
    return {
      outage_ms: Math.max(0, this.outageUntil - Date.now()),
      latency_ms: this.latencyMs,
      refund: this.refund,
      lose_response: this.lost,
      server_error: this.errors,
    };
  }

  /** Unix milliseconds at which the outage ends; undefined when there is none. */
  outageEnd(): number | undefined {
    return this.outageUntil > Date.now() ? this.outageUntil : undefined;
  }

  /** Calls in an outage are by turns answered with 503 and dropped. */
  outageDrops(): boolean {
    this.dropNext = !this.dropNext;
    return !this.dropNext;
  }

  /** Whether the answer of this call is to be lost. */
  takeLostResponse(): boolean {
    if (this.lost === 0) return false;
    this.lost -= 1;
    return true;
  }

  /** Whether this call is to fail inside. */
  takeServerError(): boolean {
    if (this.errors === 0) return false;
    this.errors -= 1;
    return true;
  }

  private clear(): void {
    this.outageUntil = 0;
    this.latencyMs = 0;
    this.refund = 'succeed';
    this.lost = 0;
    this.errors = 0;
  }
}
