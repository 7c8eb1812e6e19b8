import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  type PaymentProvider,
  type ProviderCharge,
  type ProviderRefund,
  ProviderUnavailable,
  type Window,
} from '../../src/adapters/payments/port.js';
import type { AppointmentWorkflows } from '../../src/adapters/temporal/port.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { AppointmentSnapshot } from '../../src/domain/appointments/snapshot.js';
import type { Finding } from '../../src/domain/payments/findings.js';
import type { PaymentEvent } from '../../src/domain/payments/payment-event.js';
import type { Report } from '../../src/models/repositories/payments/reconciliation-reports.js';
import { cancelAppointment } from '../../src/usecases/appointments/cancel-appointment.js';
import { compareVisits } from '../../src/usecases/appointments/compare-visits.js';
import type { Settled } from '../../src/usecases/payments/apply-checkout.js';
import { ensureReceipts } from '../../src/usecases/payments/receipts/ensure-receipts.js';
import { type ReconcileInput, reconcile } from '../../src/usecases/payments/reconciliation/reconcile.js';
import { sendRefund, settleRefundEvent } from '../../src/usecases/payments/refund.js';
import { settlePayment } from '../../src/usecases/payments/settle-payment.js';
import { Steps } from './steps.js';

export const DAY_MS = 86_400_000;

export type Visit = Awaited<ReturnType<Steps['payable']>>;
export type BookedVisit = Visit & { readonly charge: ProviderCharge };
export type RefundedVisit = BookedVisit & { readonly refundId: string; readonly refund: ProviderRefund };

const NOTHING_AT_THE_DESK = {
  name: 'desk',
  async *listCharges() {},
  async *listRefunds() {},
} as unknown as PaymentProvider;

/** A bank whose books can be read, and written past it; a record, and an engine that settles what it is told of. */
export class Auditing {
  readonly charges: ProviderCharge[] = [];
  readonly refunds: ProviderRefund[] = [];
  /** The windows that the bank's books were asked for. */
  readonly asked: Window[] = [];
  away = false;
  readonly delivered: PaymentEvent[] = [];
  readonly running = new Set<string>();
  readonly resumed: string[] = [];
  /** Appointments whose run was told to look, or resumed, because a finding was flagged. */
  readonly woken: string[] = [];
  /** Whether news that is delivered is also settled, as a workflow would. */
  hears = true;
  beats = 0;

  private constructor(readonly steps: Steps) {}

  static async open(): Promise<Auditing> {
    return new Auditing(await Steps.open());
  }

  close(): Promise<void> {
    return this.steps.close();
  }

  sql(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.steps.sql(text, values);
  }

  /** Everything until now, in a report. */
  async look(more: Partial<ReconcileInput> = {}): Promise<Report> {
    const id = randomUUID();
    const { steps } = this;
    // News of this second is not in the window: it ends on a whole one.
    steps.aheadMs += 2_000;
    const bank = this.bank();
    const from = new Date(steps.now().getTime() - DAY_MS / 2).toISOString();
    const to = new Date(steps.now().getTime() + DAY_MS).toISOString();
    const result = await reconcile({
      compareSubjects: compareVisits,
      ...steps.deps,
      characters: { missing: () => [] },
      engine: this.engine(),
      payments: {
        ...steps.deps,
        gateways: ['stripe'],
        providers: (name) => (name === 'desk' ? NOTHING_AT_THE_DESK : bank),
      },
      heartbeat: () => {
        this.beats += 1;
      },
    })({ id, from, to, graceMs: 0, ...more });
    const report = await steps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliationReports.find(id));
    assert.ok(report?.finishedAt);
    const { repaired, flagged } = report;
    assert.deepEqual(result, { id, findings: report.findings.length + report.more, repaired, flagged });
    return report;
  }

  private bank(): PaymentProvider {
    const { charges, refunds } = this;
    const within = (at: Date, { from, to }: Window) => at >= from && at < to;
    const listCharges = (window: Window) =>
      this.list(window, () => charges.filter((one) => within(one.capturedAt, window)));
    const listRefunds = (window: Window) =>
      this.list(window, () => refunds.filter((one) => within(one.createdAt, window)));
    return Object.assign(Object.create(this.steps.bank) as PaymentProvider, { listCharges, listRefunds });
  }

  private async *list<T>(window: Window, read: () => readonly T[]): AsyncGenerator<T> {
    this.asked.push(window);
    if (this.away) throw new ProviderUnavailable('down');
    yield* read();
  }

  private engine(): AppointmentWorkflows {
    const engine: Pick<AppointmentWorkflows, 'deliverPaymentEvent' | 'isRunning' | 'resume' | 'refreshOrResume'> = {
      deliverPaymentEvent: async (event) => {
        this.delivered.push(event);
        if (this.hears) await this.hear(event);
      },
      refreshOrResume: async (id) => void this.woken.push(id),
      isRunning: async (id) => this.running.has(id),
      resume: async (id) => this.resumed.push(id) > 0,
    };
    return engine as AppointmentWorkflows;
  }

  private async hear(event: PaymentEvent): Promise<void> {
    const { subjectId, orderId, refundId } = event;
    const eventIds = event.eventId ? [event.eventId] : [];
    if (event.about === 'refund') await settleRefundEvent(this.steps.deps)({ subjectId, refundId, eventIds, event });
    else await settlePayment(this.steps.deps)({ subjectId, orderId, eventIds });
  }

  settle(visit: Visit): Promise<Settled<AppointmentSnapshot>> {
    return settlePayment(this.steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
  }

  /** The bank's entry of a paid page. */
  charge(visit: Visit, more: Partial<ProviderCharge> = {}): ProviderCharge {
    const checkout = [...this.steps.bank.checkouts.values()].find((one) => one.orderId === visit.order);
    assert.ok(checkout?.paymentId, 'it was paid');
    const { paymentId, orderId, amount, currency } = checkout;
    const entry = { paymentId, orderId, amount, currency, capturedAt: this.steps.now(), ...more };
    this.charges.push(entry);
    return entry;
  }

  /** Paid at the bank; nobody has heard of it. */
  async paid(): Promise<Visit> {
    const visit = await this.steps.payable();
    this.steps.bank.paid(visit.order);
    return visit;
  }

  /** Paid, and everybody agrees, receipts included. */
  async booked(): Promise<BookedVisit> {
    const visit = await this.paid();
    await this.settle(visit);
    const entry = this.charge(visit);
    await this.receipts();
    return { ...visit, charge: entry };
  }

  /** Issues every document that is lacking. */
  async receipts(): Promise<void> {
    const window = { from: new Date(0), to: new Date(this.steps.now().getTime() + DAY_MS) };
    await ensureReceipts({ ...this.steps.deps, characters: { missing: () => [] } })(window, 100);
  }

  /** Cancelled by the clinic and sent back, as the bank and we agree. */
  async refunded(become: 'pending' | 'succeeded' = 'succeeded'): Promise<RefundedVisit> {
    const { steps } = this;
    const visit = await this.booked();
    steps.bank.refundsBecome = become;
    const command = { to: 'cancelled_by_clinic', reason: null } as const;
    const operationId = randomUUID();
    await cancelAppointment(steps.deps)({ appointmentId: visit.id, operationId, actor: SYSTEM, command });
    const [row] = await this.sql(
      'select id from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    const refundId = String(row?.id);
    await sendRefund(steps.deps)({ subjectId: visit.id, refundId, eventIds: [] });
    const sent = steps.bank.refunds.get(refundId);
    assert.ok(sent);
    const { paymentId, amount, currency } = visit.charge;
    const entry = { ...sent, refundId, paymentId, amount, currency, createdAt: steps.now() };
    this.refunds.push(entry);
    await this.receipts();
    return { ...visit, refundId, refund: entry };
  }

  /** The bank decides about a refund, in its books and when it is asked. */
  decides(visit: RefundedVisit, status: ProviderRefund['status']): void {
    const sent = this.steps.bank.refunds.get(visit.refundId);
    assert.ok(sent);
    this.steps.bank.refunds.set(visit.refundId, { ...sent, status });
    this.refunds.splice(this.refunds.indexOf(visit.refund), 1, { ...visit.refund, status });
  }

  /** Changes rows past the database's own rules. */
  async tamper(table: string, ...statements: readonly (readonly [string, ...unknown[]])[]): Promise<void> {
    await this.sql(`alter table ${table} disable trigger user`);
    for (const [text, ...values] of statements) await this.sql(text, values);
    await this.sql(`alter table ${table} enable trigger user`);
  }
}

/** Codes and actions, in the order of the report. */
export const brief = (report: Report) => report.findings.map(({ code, action }) => `${code} ${action}`);

export function only(report: Report): Finding {
  assert.equal(report.findings.length, 1, JSON.stringify(report.findings));
  return report.findings[0] as Finding;
}
