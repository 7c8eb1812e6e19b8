import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DisputeMovement, DisputeState } from '../../src/adapters/payments/port.js';
import { SYSTEM } from '../../src/domain/actor.js';
import { cancelAppointment } from '../../src/usecases/appointments/cancel-appointment.js';
import { sendRefund } from '../../src/usecases/payments/refund.js';
import { settleDispute } from '../../src/usecases/payments/settle-dispute.js';
import { settlePayment } from '../../src/usecases/payments/settle-payment.js';
import type { Steps } from './steps.js';

export type PaidVisit = Awaited<ReturnType<Steps['payable']>>;

/** What Stripe keeps of every dispute. */
export const FEE = 2500;
export const taken = (amount = 8000): DisputeMovement => ({ id: `txn_${randomUUID()}`, amount: -amount, fee: FEE });
export const returned = (amount = 8000): DisputeMovement => ({ id: `txn_${randomUUID()}`, amount, fee: 0 });

/** A step's input, asked for by the product itself. */
export const asked = (id: string, command: object) =>
  ({
    appointmentId: id,
    operationId: `${id}/${randomUUID()}`,
    actor: SYSTEM,
    command: { reason: 'test', ...command },
  }) as never;

/** Paid visits and their disputes, in the words of the tests. `steps` is opened by the test's own `before`. */
export function disputes(steps: () => Steps) {
  async function booked(): Promise<PaidVisit> {
    const { bank, deps } = steps();
    const visit = await steps().payable();
    bank.paid(visit.order);
    const settled = await settlePayment(deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
    assert.equal(settled.outcome, 'confirmed');
    return visit;
  }

  async function one(text: string, ...values: unknown[]): Promise<Record<string, unknown>> {
    return (await steps().sql(text, values))[0] ?? {};
  }

  const refund = ({ id }: PaidVisit) =>
    one('select * from refunds where order_id in (select id from orders where subject_id = $1)', id);
  const inputOf = async (visit: PaidVisit) => ({
    subjectId: visit.id,
    refundId: String((await refund(visit)).id),
    eventIds: [],
  });

  /** What the accounts of an order hold; those at zero are left out. */
  async function books({ order }: PaidVisit): Promise<Record<string, number>> {
    const rows = await steps().sql(
      'select account, sum(amount)::int as sum from ledger_entries where order_id = $1 group by 1 having sum(amount) <> 0',
      [order],
    );
    return Object.fromEntries(rows.map((row) => [row.account, row.sum])) as Record<string, number>;
  }

  /** The provider's answer about the dispute of a visit. */
  async function disputed(visit: PaidVisit, change: Partial<DisputeState> = {}): Promise<DisputeState> {
    const text = 'select provider_payment_id from payments where order_id = $1';
    const { provider_payment_id: paymentId } = await one(text, visit.order);
    return {
      disputeId: `dp_${visit.id}`,
      paymentId: String(paymentId),
      amount: 8000,
      currency: 'aud',
      state: 'open',
      reason: 'general',
      respondBy: new Date('2027-01-01T00:00:00Z'),
      movements: [taken()],
      ...change,
    };
  }

  function hear(visit: PaidVisit, told: DisputeState, eventIds: readonly string[] = []) {
    const { disputeId } = told;
    steps().bank.disputes.set(disputeId, told);
    const input = { subjectId: visit.id, orderId: visit.order, provider: 'stripe', disputeId, eventIds };
    return settleDispute(steps().deps)(input);
  }

  return {
    booked,
    one,
    refund,
    inputOf,
    books,
    disputed,
    hear,
    orderStatus: async ({ order }: PaidVisit) => (await one('select status from orders where id = $1', order)).status,
    paymentStatus: async ({ id }: PaidVisit) => (await steps().row(id)).payment_status,
    attention: async ({ id }: PaidVisit) => (await steps().attention(id)).sort(),
    send: async (visit: PaidVisit) => (await sendRefund(steps().deps)(await inputOf(visit))).status,
    cancel: (visit: PaidVisit) => cancelAppointment(steps().deps)(asked(visit.id, { to: 'cancelled_by_clinic' })),
  };
}
