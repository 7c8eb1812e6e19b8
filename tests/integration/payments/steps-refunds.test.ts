import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { lookUpRefund, sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { issueRefund } from '../../../src/usecases/support/refund-by-staff.js';
import { resolveAttention } from '../../../src/usecases/support/resolve-attention.js';
import { retryRefund } from '../../../src/usecases/support/retry-refund.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const refusedWith = (code: ErrorCode) => (error: unknown) => error instanceof DomainError && error.code === code;
const settle = (id: string, orderId: string) => settlePayment(steps.deps)({ subjectId: id, orderId, eventIds: [] });
const asked = (id: string, command: object, actor: object = SYSTEM) =>
  ({
    appointmentId: id,
    operationId: `${id}/${randomUUID()}`,
    actor,
    command: { reason: 'test', ...command },
  }) as never;
const orderOf = async (id: string) =>
  (await steps.sql('select * from orders where subject_id = $1 order by created_at', [id])).at(-1) ?? {};
const refundOf = async (id: string) =>
  (await steps.sql('select * from refunds where order_id in (select id from orders where subject_id = $1)', [id]))[0] ??
  {};

async function booked() {
  const visit = await steps.payable();
  steps.bank.paid(visit.order);
  assert.equal((await settle(visit.id, visit.order)).outcome, 'confirmed');
  return visit;
}

async function cancelled() {
  const visit = await booked();
  await cancelAppointment(steps.deps)(asked(visit.id, { to: 'cancelled_by_clinic' }));
  const refund = String((await refundOf(visit.id)).id);
  return { ...visit, input: { subjectId: visit.id, refundId: refund, eventIds: [] } };
}

describe('refunds', () => {
  const send = (input: { subjectId: string; refundId: string; eventIds: string[] }) => sendRefund(steps.deps)(input);

  it('are sent once; a repeat finds the same', async () => {
    const { input, id } = await cancelled();
    assert.equal((await send(input)).status, 'succeeded');
    const calls = steps.bank.keys.length;
    assert.equal((await send(input)).status, 'succeeded');
    assert.equal(steps.bank.keys.length, calls);
    assert.equal((await steps.row(id)).payment_status, 'refunded');
    assert.equal((await lookUpRefund(steps.deps)(input)).status, 'succeeded');
  });

  it('whose answer was lost are repeated under their key, and under the next when it is spent', async () => {
    const { input } = await cancelled();
    steps.bank.failures.push('away', 'spent');
    await assert.rejects(send(input), ProviderUnavailable);
    await assert.rejects(send(input), ProviderUnavailable);
    assert.equal((await send(input)).status, 'succeeded');
    const { refundId } = input;
    assert.deepEqual(steps.bank.keys.slice(-3), [`${refundId}:1`, `${refundId}:1`, `${refundId}:2`]);
  });

  it('that are too old to repeat are looked up', async () => {
    const { input } = await cancelled();
    steps.bank.refunds.set(input.refundId, {
      providerRefundId: `re_${input.refundId}`,
      status: 'succeeded',
      failureReason: null,
      fee: null,
    });
    await steps.sql("update refunds set created_at = created_at - interval '21 hours' where id = $1", [input.refundId]);
    const calls = steps.bank.keys.length;
    assert.equal((await send(input)).status, 'succeeded');
    assert.equal(steps.bank.keys.length, calls);
  });

  it('that are refused are shown to a person, who sends them again or pays by hand', async () => {
    const [again, byHand] = [await cancelled(), await cancelled()];
    for (const { input, id } of [again, byHand]) {
      assert.equal((await lookUpRefund(steps.deps)(input)).status, 'requested', 'nothing to look up yet');
      steps.bank.failures.push('refused');
      assert.equal((await send(input)).status, 'failed');
      assert.deepEqual(await steps.attention(id), ['refund_failed']);
      assert.equal((await steps.row(id)).payment_status, 'refund_failed');
    }
    await retryRefund(steps.deps)(asked(again.id, { refundId: again.input.refundId }));
    assert.equal((await send(again.input)).status, 'succeeded');
    await assert.rejects(retryRefund(steps.deps)(asked(again.id, {})), refusedWith('invalid_transition'));
    await resolveAttention(steps.deps)(asked(byHand.id, { code: 'refund_failed' }));
    assert.equal((await steps.row(byHand.id)).payment_status, 'refunded');
    assert.equal((await refundOf(byHand.id)).status, 'settled_by_hand');
    await assert.rejects(
      resolveAttention(steps.deps)(asked(byHand.id, { code: 'refund_failed' })),
      refusedWith('not_found'),
    );
  });

  it('that succeed and fail afterwards are owed again', async () => {
    const { input, id } = await cancelled();
    await send(input);
    const sent = steps.bank.refunds.get(input.refundId);
    assert.ok(sent);
    steps.bank.refunds.set(input.refundId, { ...sent, status: 'failed', failureReason: 'closed account' });
    assert.equal((await lookUpRefund(steps.deps)(input)).status, 'failed');
    assert.equal((await steps.row(id)).payment_status, 'refund_failed');
    const [sum] = await steps.sql(
      "select sum(amount)::int as sum from ledger_entries where order_id = $1 and account = 'provider' and kind like 'refund%'",
      [input.subjectId && (await orderOf(id)).id],
    );
    assert.equal(sum?.sum, 0);
  });

  it('that failed and succeed afterwards are settled, and nobody is asked any more to pay them by hand', async () => {
    const { input, id } = await cancelled();
    steps.bank.refundsBecome = 'failed';
    assert.equal((await send(input)).status, 'failed');
    steps.bank.refundsBecome = 'succeeded';
    assert.deepEqual(await steps.attention(id), ['refund_failed']);
    // The bank details that the provider waited for have come.
    const sent = steps.bank.refunds.get(input.refundId);
    assert.ok(sent);
    steps.bank.refunds.set(input.refundId, { ...sent, status: 'succeeded', failureReason: null });
    assert.equal((await lookUpRefund(steps.deps)(input)).status, 'succeeded');
    assert.equal((await steps.row(id)).payment_status, 'refunded');
    assert.deepEqual(await steps.attention(id), []);
    const [sum] = await steps.sql(
      "select sum(amount)::int as sum from ledger_entries where order_id in (select id from orders where subject_id = $1) and account = 'provider' and kind like 'refund%'",
      [id],
    );
    assert.equal(sum?.sum, -8000);
  });

  it('by staff never exceed what is left, nor what a claimed name may give', async () => {
    const visit = await booked();
    const issue = (amount: number | undefined, actor?: object) =>
      issueRefund(steps.deps)(asked(visit.id, { amount }, actor));
    for (const amount of [0, -1, 1.5, 8001]) await assert.rejects(issue(amount), refusedWith('validation_failed'));
    await issue(3000);
    await assert.rejects(issue(1), refusedWith('invalid_transition'), 'one at a time');
    const input = { subjectId: visit.id, refundId: String((await refundOf(visit.id)).id), eventIds: [] };
    await send(input);
    assert.equal((await steps.row(visit.id)).payment_status, 'partially_refunded');
    await assert.rejects(issue(5001), refusedWith('validation_failed'));
    await issue(undefined);
    const sums = await steps.sql(
      'select sum(amount)::int as sum from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    assert.equal(sums[0]?.sum, 8000);
    const held = await steps.hold();
    await assert.rejects(issueRefund(steps.deps)(asked(held.id, {})), refusedWith('invalid_transition'));
  });

  it('of something unknown, or of another appointment, are refused', async () => {
    const input = { subjectId: randomUUID(), refundId: randomUUID(), eventIds: [] };
    await assert.rejects(send(input), refusedWith('not_found'));
    const [own, other] = [await booked(), await booked()];
    await issueRefund(steps.deps)(asked(own.id, { amount: 3000 }));
    const before = await steps.row(other.id);
    const foreign = { subjectId: other.id, refundId: String((await refundOf(own.id)).id), eventIds: [] };
    await assert.rejects(send(foreign), refusedWith('not_found'));
    assert.deepEqual(await steps.row(other.id), before);
  });
});
