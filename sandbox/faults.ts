import { z } from 'zod';
import { parseDuration } from './duration.js';
import { oneOf, readOrder } from './order.js';

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

function duration(field: string) {
  const form = `${field} is a duration such as 500ms, 3s or 15m`;
  return z
    .string(form)
    .refine((text) => parseDuration(text) !== undefined, form)
    .transform((text) => parseDuration(text) ?? 0)
    .optional();
}

function count(field: string) {
  const form = `${field} is a whole number, 0 or more`;
  return z.int(form).min(0, form).optional();
}

function schemaOf(refunds: typeof STRIPE_REFUNDS | typeof PAYSTACK_REFUNDS) {
  const shape = {
    outage: duration('outage'),
    latency: duration('latency'),
    refund: oneOf('refund', refunds).optional(),
    lose_response: count('lose_response'),
    server_error: count('server_error'),
    clear: z.unknown().optional(),
  };
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => `unknown fault ${issue.code === 'unrecognized_keys' ? issue.keys : ''}; known are ${known}`,
  });
}

const NONE = { outageUntil: 0, latency: 0, refund: 'succeed' as RefundBehaviour, lose_response: 0, server_error: 0 };

/** The ways in which the sandbox misbehaves on request. They are forgotten when the process ends. */
export class Faults {
  private active = { ...NONE };
  private dropNext = false;
  private readonly schema: ReturnType<typeof schemaOf>;

  /** `refunds`: the behaviours that this provider knows. */
  constructor(refunds: Parameters<typeof schemaOf>[0] = STRIPE_REFUNDS) {
    this.schema = schemaOf(refunds);
  }

  /** Called when an outage begins, ends early or is cleared. */
  onOutageChange: () => void = () => {};

  get latencyMs(): number {
    return this.active.latency;
  }
  get refund(): RefundBehaviour {
    return this.active.refund;
  }

  /** Sets the named faults and leaves the others; `{}` and `{clear: true}` end all of them. @throws DriveRefusal */
  set(body: unknown): FaultReport {
    const data = readOrder(this.schema, body);
    const { outage, clear, ...others } = data;
    const clears = Object.keys(data).length === 0 || clear === true;
    this.active = { ...(clears ? NONE : this.active), ...others };
    if (outage !== undefined) this.active.outageUntil = Date.now() + outage;
    if (clears || outage !== undefined) this.onOutageChange();
    return this.report();
  }

  report(): FaultReport {
    const { outageUntil, latency: latency_ms, ...rest } = this.active;
    return { outage_ms: Math.max(0, outageUntil - Date.now()), latency_ms, ...rest };
  }

  /** Unix milliseconds at which the outage ends; undefined when there is none. */
  outageEnd(): number | undefined {
    return this.active.outageUntil > Date.now() ? this.active.outageUntil : undefined;
  }

  /** Calls in an outage are by turns answered with 503 and dropped. */
  outageDrops(): boolean {
    this.dropNext = !this.dropNext;
    return !this.dropNext;
  }

  /** Whether this call is one of those whose answers get lost, or that fail inside; each is counted once. */
  take(fault: 'lose_response' | 'server_error'): boolean {
    if (this.active[fault] === 0) return false;
    this.active[fault] -= 1;
    return true;
  }
}
