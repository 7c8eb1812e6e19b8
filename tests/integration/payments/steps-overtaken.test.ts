import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ProviderUnavailable, type RefundResult } from '../../../src/adapters/payments/port.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { lookUpRefund, sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { startCheckout } from '../../../src/usecases/payments/start-checkout.js';
import { resolveAttention } from '../../../src/usecases/support/resolve-attention.js';
import { retryRefund } from '../../../src/usecases/support/retry-refund.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const settle = (subjectId: string, orderId: string, eventIds: readonly string[] = []) =>
  settlePayment(steps.deps)({ subjectId, orderId, eventIds });
const asked = (id: string, command: object) =>
  ({
    appointmentId: id,
    operationId: `${id}/${randomUUID()}`,
    actor: SYSTEM,
    command: { reason: 'test', ...command },
  }) as never;

/** A paid visit that the clinic has cancelled: its refund is asked for and not yet sent. */
async function cancelled() {
  const visit = await steps.payable();
  steps.bank.paid(visit.order);
  assert.equal((await settle(visit.id, visit.order)).outcome, 'confirmed');
  await cancelAppointment(steps.deps)(asked(visit.id, { to: 'cancelled_by_clinic' }));
  const [refund] = await steps.sql(
    'select * from refunds where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  assert.ok(refund);
  return { ...visit, refund, input: { subjectId: visit.id, refundId: String(refund.id), eventIds: [] } };
}

describe('a page that was left for another', () => {
  for (const [provider, failure, closed] of [
    ['there', 'none', 'closed'],
    ['away', 'away', 'open'],
  ] as const) {
    it(`and is paid all the same counts, and nothing is left to pay on the other: its provider is ${provider}`, async () => {
      const left = await steps.payable();
      steps.bank.becomes(left.order, { state: 'closed' });
      await settle(left.id, left.order);
      const next = randomUUID();
      await startCheckout(steps.deps)({
        subjectKind: 'appointment',
        subjectId: left.id,
        actor: SYSTEM,
        command: { orderId: next },
      });
      steps.bank.paid(left.order);
      steps.bank.failures.push('none', failure);
      assert.equal((await settle(left.id, left.order)).outcome, 'confirmed');
      const text = 'select status from orders where subject_id = $1 order by created_at';
      const orders = await steps.sql(text, [left.id]);
      assert.deepEqual(
        orders.map(({ status }) => status),
        ['paid', 'expired'],
      );
      assert.equal((await steps.bank.findCheckout(next))?.state, closed);
      steps.bank.paid(next);
      assert.equal((await settle(left.id, next)).outcome, 'surplus');
    });
  }
});

describe('news in the inbox', () => {
  it('waits there until it has had its effect', async () => {
    const [visit, other] = [await steps.payable(), await steps.payable()];
    const eventId = randomUUID();
    await steps.sql(
      `insert into provider_events (provider, event_id, about, change, label, object_id, order_id)
       values ('stripe', $1, 'checkout', 'completed', 'checkout.session.completed', 'cs_any', $2)`,
      [eventId, visit.order],
    );
    const event = async () =>
      (await steps.sql('select processed_at, outcome from provider_events where event_id = $1', [eventId]))[0];
    const waiting = { processed_at: null, outcome: null };
    steps.bank.paid(visit.order);
    steps.bank.failures.push('away');
    await assert.rejects(settle(visit.id, visit.order, [eventId]), ProviderUnavailable);
    assert.deepEqual(await event(), waiting, 'the provider was away');
    await assert.rejects(settle(other.id, visit.order, [eventId]), DomainError);
    assert.deepEqual(await event(), waiting, 'the transaction failed');
    assert.equal((await settle(visit.id, visit.order, [eventId])).outcome, 'confirmed');
    assert.equal((await event())?.outcome, 'confirmed');
  });
});

describe('a refund', () => {
  it('that is asked for again under its operation is the same', async () => {
    const { refund } = await cancelled();
    const again = await steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.payments.requestRefund({
        id: randomUUID(),
        clinicId: String(refund.clinic_id),

        orderId: String(refund.order_id),
        paymentId: String(refund.payment_id),
        amount: 8000,
        currency: 'aud',
        reason: 'another',
        operationId: String(refund.operation_id),
        createdAt: steps.now(),
      }),
    );
    assert.deepEqual([again.id, again.reason], [refund.id, refund.reason]);
  });

  it('is not moved by what was asked about an attempt that another has replaced meanwhile', async () => {
    const { id, input } = await cancelled();
    steps.bank.refundsBecome = 'failed';
    assert.equal((await sendRefund(steps.deps)(input)).status, 'failed');
    steps.bank.refundsBecome = 'pending';
    // Whoever looks the first attempt up is overtaken: before the answer arrives, a person has sent another.
    const lookUpSlowly = async (name: string): Promise<RefundResult> => {
      await retryRefund(steps.deps)(asked(id, {}));
      await sendRefund(steps.deps)(input);
      return { providerRefundId: name, status: 'succeeded', failureReason: null, fee: null };
    };
    const slow = Object.create(steps.bank, { lookUpRefund: { value: lookUpSlowly } });
    assert.equal((await lookUpRefund({ ...steps.deps, providers: () => slow })(input)).status, 'pending');
    const [row] = await steps.sql('select status, attempt from refunds where id = $1', [input.refundId]);
    assert.deepEqual([row?.status, row?.attempt], ['pending', 2]);
    assert.equal((await steps.row(id)).payment_status, 'refund_pending');
  });

  it('that is decided stays so, whatever an older answer says', async () => {
    const { id, input } = await cancelled();
    steps.bank.refundsBecome = 'pending';
    await sendRefund(steps.deps)(input);
    // The answer is on its way when the refund succeeds, and arrives after it.
    const lookUpSlowly = async (name: string): Promise<RefundResult> => {
      const pending = { providerRefundId: name, status: 'pending', failureReason: null, fee: null } as const;
      steps.bank.refunds.set(input.refundId, { ...pending, status: 'succeeded' });
      assert.equal((await lookUpRefund(steps.deps)(input)).status, 'succeeded');
      return pending;
    };
    const slow = Object.create(steps.bank, { lookUpRefund: { value: lookUpSlowly } });
    assert.equal((await lookUpRefund({ ...steps.deps, providers: () => slow })(input)).status, 'succeeded');
    assert.equal((await steps.row(id)).payment_status, 'refunded');
  });

  it('that goes out after a person has paid it by hand is in the books, and shown as paid twice', async () => {
    const { input, id } = await cancelled();
    const holders = async () => {
      const rows = await steps.sql(
        `select account, sum(amount)::int as sum from ledger_entries
          where order_id in (select id from orders where subject_id = $1) and account in ('desk', 'patient') group by 1 order by 1`,
        [id],
      );
      return rows.map(({ account, sum }) => [account, sum]);
    };
    const says = (status: 'failed' | 'succeeded') => {
      const sent = steps.bank.refunds.get(input.refundId);
      assert.ok(sent);
      steps.bank.refunds.set(input.refundId, { ...sent, status });
    };
    steps.bank.refundsBecome = 'failed';
    await sendRefund(steps.deps)(input);
    steps.bank.refundsBecome = 'succeeded';
    await resolveAttention(steps.deps)(asked(id, { code: 'refund_failed' }));
    assert.deepEqual(await holders(), [
      ['desk', -8000],
      ['patient', 0],
    ]);
    says('succeeded');
    assert.equal((await lookUpRefund(steps.deps)(input)).status, 'succeeded');
    assert.deepEqual(await holders(), [
      ['desk', -8000],
      ['patient', 8000],
    ]);
    assert.deepEqual(await steps.attention(id), ['paid_back_twice']);
    says('failed');
    assert.equal((await lookUpRefund(steps.deps)(input)).status, 'settled_by_hand');
    assert.deepEqual(await holders(), [
      ['desk', -8000],
      ['patient', 0],
    ]);
    assert.deepEqual(await steps.attention(id), []);
  });
});
