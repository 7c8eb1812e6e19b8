import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import { HOUR_MS } from '../../../src/domain/instants.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { expireHold } from '../../../src/usecases/appointments/expire-hold.js';
import { closeCheckouts, watchCheckouts } from '../../../src/usecases/payments/close-checkouts.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { startCheckout } from '../../../src/usecases/payments/start-checkout.js';
import { issueRefund } from '../../../src/usecases/support/refund-by-staff.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const refusedWith = (code: ErrorCode) => (error: unknown) => error instanceof DomainError && error.code === code;
const checkout = (id: string, orderId: string = randomUUID()) =>
  startCheckout(steps.deps)({ subjectKind: 'appointment', subjectId: id, actor: SYSTEM, command: { orderId } });
const settle = (id: string, orderId: string) => settlePayment(steps.deps)({ subjectId: id, orderId, eventIds: [] });
const close = (appointmentId: string) => closeCheckouts(steps.deps)({ subjectId: appointmentId });
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

describe('a payment page', () => {
  it('is opened once, whoever asks again', async () => {
    const { id } = await steps.hold();
    const order = randomUUID();
    await checkout(id, order);
    await checkout(id, order);
    assert.equal((await orderOf(id)).status, 'pending');
    await assert.rejects(checkout(id), (error: unknown) => {
      assert.ok(refusedWith('order_exists')(error));
      assert.equal((error as DomainError).details.existingOrder, order);
      return true;
    });
  });

  it('whose answer was lost goes on under the same key', async () => {
    const { id } = await steps.hold();
    const order = randomUUID();
    steps.bank.failures.push('away');
    await assert.rejects(checkout(id, order), refusedWith('provider_unavailable'));
    assert.equal((await orderOf(id)).status, 'creating');
    await checkout(id, randomUUID());
    assert.equal((await orderOf(id)).id, order, 'the order that stands already');
    assert.deepEqual(steps.bank.keys.slice(-2), [`${order}:1`, `${order}:1`]);
  });

  it('takes another key when the first is spent, and never two pages', async () => {
    for (const [failure, fails] of [
      ['refused for good', false],
      ['spent', true],
    ] as const) {
      const { id } = await steps.hold();
      const order = randomUUID();
      steps.bank.failures.push(failure);
      if (fails) await assert.rejects(checkout(id, order), refusedWith('provider_unavailable'));
      await checkout(id, order);
      assert.equal(steps.bank.keys.at(-1), `${order}:2`, failure);
      assert.equal([...steps.bank.checkouts.values()].filter((session) => session.orderId === order).length, 1);
    }
  });

  it('that the provider refuses for good ends the order and the hold, and is shown to a person', async () => {
    const { id } = await steps.hold();
    const order = randomUUID();
    steps.bank.failures.push('refused for good', 'refused for good');
    await assert.rejects(checkout(id, order), (error: unknown) => {
      assert.ok(refusedWith('provider_refused')(error));
      assert.equal((error as DomainError).details.retryAfter, undefined);
      return true;
    });
    assert.equal((await orderOf(id)).status, 'cancelled');
    assert.deepEqual((await steps.row(id)).status, 'payment_expired');
    assert.deepEqual(await steps.attention(id), ['payment_refused']);
    const [entry] = await steps.sql('select context from attention where subject_id = $1', [id]);
    assert.deepEqual(entry?.context, { order, provider: 'stripe', reason: 'no', amount: 8000, currency: 'aud' });
    await assert.rejects(checkout(id, order), refusedWith('invalid_transition'), 'it is over');
  });

  it('that one provider refuses can be opened at another, and the hold goes on', async () => {
    const { id } = await steps.hold();
    const deps = { ...steps.deps, gateways: ['stripe', 'paystack'] as const };
    steps.bank.failures.push('refused for good', 'refused for good');
    const open = (provider: string | null) =>
      startCheckout(deps)({
        subjectKind: 'appointment',
        subjectId: id,
        actor: SYSTEM,
        command: { orderId: randomUUID(), provider },
      });
    await assert.rejects(open(null), (error: unknown) => {
      assert.ok(refusedWith('provider_refused')(error));
      assert.match((error as DomainError).message, /paystack/);
      return true;
    });
    assert.equal((await steps.row(id)).status, 'pending');
    await open('paystack');
    assert.equal((await orderOf(id)).status, 'pending');
  });

  it('of a price that no provider charges is not even asked for', async () => {
    await steps.sql('update clinics set policy = $1', [{ feeNew: 30 }]);
    const { id } = await steps.hold();
    await steps.sql('update clinics set policy = $1', [{}]);
    const asked = steps.bank.keys.length;
    await assert.rejects(checkout(id), refusedWith('provider_refused'));
    assert.equal(steps.bank.keys.length, asked);
    assert.deepEqual(
      [(await steps.row(id)).status, await steps.attention(id)],
      ['payment_expired', ['payment_refused']],
    );
  });

  it('is not opened for what needs no payment, is over, or is not there', async () => {
    const free = await steps.hold({ paymentsEnabled: false });
    await assert.rejects(checkout(free.id), refusedWith('payments_disabled'));
    await assert.rejects(checkout(randomUUID()), refusedWith('not_found'));
    const over = await steps.hold();
    steps.aheadMs = 2 * HOUR_MS;
    await assert.rejects(checkout(over.id), refusedWith('invalid_transition'));
    steps.aheadMs = 0;
    await cancelAppointment(steps.deps)(asked(over.id, { to: 'cancelled_by_patient' }));
    await assert.rejects(checkout(over.id), refusedWith('invalid_transition'));
  });

  it('a call that is too old to repeat is looked up first', async () => {
    const { id } = await steps.hold();
    const order = randomUUID();
    steps.bank.failures.push('away');
    await assert.rejects(checkout(id, order));
    await steps.sql("update orders set created_at = created_at - interval '21 hours' where id = $1", [order]);
    const calls = steps.bank.keys.length;
    await checkout(id, order);
    assert.equal(steps.bank.keys.length, calls + 1, 'nothing was found, so it is made');
    await steps.sql("update orders set status = 'creating', provider_session_id = null where id = $1", [order]);
    await checkout(id, order);
    assert.equal(steps.bank.keys.length, calls + 1, 'found, so it is not made again');
  });
});

describe('closing', () => {
  it('ends an open page, and says what became of the others', async () => {
    const [open, paid, processing, none] = [
      await steps.payable(),
      await steps.payable(),
      await steps.payable(),
      await steps.hold(),
    ];
    steps.bank.paid(paid.order);
    steps.bank.becomes(processing.order, { state: 'processing' });
    assert.equal((await close(open.id)).outcome, 'closed');
    assert.equal((await close(paid.id)).outcome, 'confirmed');
    assert.equal((await close(processing.id)).outcome, 'undecided');
    assert.equal((await close(none.id)).outcome, 'closed');
    assert.equal((await orderOf(open.id)).status, 'expired');
    const watch = watchCheckouts(steps.deps);
    assert.equal(await watch({ subjectId: processing.id }), 'undecided');
    assert.equal(await watch({ subjectId: open.id }), 'decided');
    await assert.rejects(close(randomUUID()), refusedWith('not_found'));
  });

  it('gives up an order that the provider refused for good before it ever had a page', async () => {
    const { id } = await steps.hold();
    steps.bank.failures.push('away');
    await assert.rejects(checkout(id));
    steps.bank.failures.push('refused for good', 'refused');
    assert.equal((await close(id)).outcome, 'closed');
    assert.equal((await orderOf(id)).status, 'cancelled');
  });

  it('decides nothing while the provider is away', async () => {
    const { id } = await steps.payable();
    steps.bank.failures.push('away');
    await assert.rejects(close(id), ProviderUnavailable);
    assert.equal((await orderOf(id)).status, 'pending');
  });

  it('the hold ends once, and not at all when it was paid meanwhile', async () => {
    const expire = (appointmentId: string, undecided: boolean) =>
      expireHold(steps.deps)({ appointmentId, operationId: `${appointmentId}/expire`, undecided });
    const [late, paid] = [await steps.payable(), await booked()];
    assert.equal((await expire(late.id, true)).status, 'payment_expired');
    assert.equal((await expire(late.id, true)).status, 'payment_expired');
    assert.deepEqual(await steps.attention(late.id), ['payment_unresolved']);
    assert.equal((await expire(paid.id, false)).status, 'booked');
    await assert.rejects(expire(randomUUID(), false), refusedWith('not_found'));
  });
});

describe('money', () => {
  it('is believed once, and its fee when it becomes known', async () => {
    const visit = await booked();
    assert.equal((await settle(visit.id, visit.order)).outcome, 'known');
    steps.bank.becomes(visit.order, { fee: 230 });
    assert.equal((await settle(visit.id, visit.order)).outcome, 'known');
    const fees = await steps.sql(
      "select amount from ledger_entries where order_id = $1 and kind = 'fee' order by amount",
      [visit.order],
    );
    assert.deepEqual(
      fees.map((row) => row.amount),
      [-230, 230],
    );
  });

  it('of another amount or currency confirms nothing, frees its order, and is in the books', async () => {
    for (const change of [{ amount: 7999 }, { currency: 'usd' }]) {
      const visit = await steps.payable();
      steps.bank.paid(visit.order, change);
      assert.equal((await settle(visit.id, visit.order)).outcome, 'mismatch');
      assert.equal((await settle(visit.id, visit.order)).outcome, 'known');
      assert.equal((await steps.row(visit.id)).status, 'pending');
      assert.deepEqual(await steps.attention(visit.id), ['payment_mismatch']);
      const [taken] = await steps.sql('select id, amount, currency, purpose from payments where order_id = $1', [
        visit.order,
      ]);
      const { amount, currency } = { amount: 8000, currency: 'aud', ...change };
      assert.deepEqual([taken?.amount, taken?.currency, taken?.purpose], [amount, currency, 'mismatch']);
      await issueRefund(steps.deps)(asked(visit.id, { paymentId: String(taken?.id) }));
      await sendRefund(steps.deps)({
        subjectId: visit.id,
        refundId: String((await refundOf(visit.id)).id),
        eventIds: [],
      });
      const [left] = await steps.sql(
        "select coalesce(sum(amount), 0)::int as sum from ledger_entries where order_id = $1 and account = 'provider'",
        [visit.order],
      );
      assert.equal(left?.sum, 0, 'given back to the cent');
      assert.equal((await steps.row(visit.id)).payment_status, 'unpaid');
    }
  });

  it('in a currency that no clinic charges in is only shown', async () => {
    const visit = await steps.payable();
    steps.bank.paid(visit.order, { currency: 'jpy' });
    assert.equal((await settle(visit.id, visit.order)).outcome, 'mismatch');
    assert.equal((await settle(visit.id, visit.order)).outcome, 'known');
    assert.deepEqual(await steps.attention(visit.id), ['payment_mismatch']);
    assert.deepEqual(await steps.sql('select 1 from payments where order_id = $1', [visit.order]), []);
  });

  it('that is open, under way or paid without a name is undecided', async () => {
    const visit = await steps.payable();
    assert.equal((await settle(visit.id, visit.order)).outcome, 'undecided');
    steps.bank.becomes(visit.order, { state: 'paid', paymentId: null });
    assert.equal((await settle(visit.id, visit.order)).outcome, 'undecided');
  });

  it('of an order that never had a page is asked for first; of one that was given up there is none', async () => {
    const { id } = await steps.hold();
    const order = randomUUID();
    steps.bank.failures.push('away');
    await assert.rejects(checkout(id, order));
    assert.equal((await settle(id, order)).outcome, 'undecided');
    assert.equal((await orderOf(id)).status, 'pending');
    await steps.sql("update orders set status = 'cancelled', provider_session_id = null where id = $1", [order]);
    assert.equal((await settle(id, order)).outcome, 'undecided');
  });

  it('that is late books again while the slot is free, and goes back when it is not', async () => {
    const late = async () => {
      const visit = await steps.payable();
      await expireHold(steps.deps)({ appointmentId: visit.id, operationId: `${visit.id}/e`, undecided: false });
      steps.bank.paid(visit.order);
      return visit;
    };
    const [free, taken, withdrawn, past] = [await late(), await late(), await late(), await late()];
    await steps.claim({ slot: taken.slot, patient: await steps.person('patient') });
    await steps.sql('update availabilities set deleted_at = now() where id = $1', [withdrawn.slot]);
    const suspended = await late();
    await steps.sql(
      `with found as (
         insert into doctor_verifications (clinic_id, user_id, status, checked_at, findings_sealed)
         select clinic_id, doctor_id, 'suspended', now(), 'k.x' from availabilities where id = $1 returning id, clinic_id, user_id)
       insert into doctor_standings (clinic_id, user_id, verification_id, status)
       select clinic_id, user_id, id, 'suspended' from found`,
      [suspended.slot],
    );
    assert.equal(
      (await settle(suspended.id, suspended.order)).outcome,
      'refunding',
      'its doctor may not work any more',
    );
    assert.equal((await settle(free.id, free.order)).outcome, 'rebooked');
    for (const visit of [taken, withdrawn]) assert.equal((await settle(visit.id, visit.order)).outcome, 'refunding');
    steps.aheadMs = 1_000 * HOUR_MS;
    assert.equal((await settle(past.id, past.order)).outcome, 'refunding');
    steps.aheadMs = 0;
    assert.equal((await refundOf(past.id)).amount, 8000);
  });

  it('for an order that is not there, or of another appointment, is refused', async () => {
    const [one, other] = [await steps.payable(), await steps.payable()];
    await assert.rejects(settle(one.id, randomUUID()), refusedWith('not_found'));
    await assert.rejects(settle(one.id, other.order), refusedWith('not_found'));
  });
});
