import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { expireHold } from '../../../src/usecases/appointments/expire-hold.js';
import { Auditing, brief, DAY_MS, only } from '../../support/auditing.js';

let at: Auditing;
beforeEach(async () => {
  at = await Auditing.open();
});
afterEach(() => at.close());

describe('the ledger', () => {
  it('that lacks a payment, has another sum for it, or has one of nobody', async () => {
    const [one, two] = [await at.booked(), await at.booked()];
    const posted = "reference = $1 and kind = 'captured'";
    await at.tamper(
      'ledger_entries',
      [`delete from ledger_entries where ${posted}`, one.charge.paymentId],
      [`update ledger_entries set amount = sign(amount) * 7000 where ${posted}`, two.charge.paymentId],
      [
        `insert into ledger_entries (posting_id, clinic_id, order_id, kind, account, amount, currency, reference)
         select gen_random_uuid(), clinic_id, id, 'captured', 'provider', 300, currency, 'pi_ghost'
           from orders where id = $1`,
        two.order,
      ],
    );
    const report = await at.look();
    const ours = report.findings.filter((found) => found.code === 'ledger_differs');
    assert.deepEqual(
      ours.map((found) => [found.objectId, found.expected, found.found]).sort(),
      [
        [one.charge.paymentId, '8000 aud', null],
        ['pi_ghost', null, '300 aud'],
        [two.charge.paymentId, '8000 aud', '7000 aud'],
      ].sort(),
    );
    assert.deepEqual(
      brief(report).filter((text) => !text.startsWith('ledger_differs')),
      ['ledger_unbalanced flagged'],
      'the ghost has no other side',
    );
    assert.equal(report.sums[0]?.ledgerSum, 7000);
  });

  it('that lacks a refund', async () => {
    const visit = await at.refunded();
    await at.tamper('ledger_entries', ["delete from ledger_entries where kind = 'refund'"]);
    const found = only(await at.look());
    assert.deepEqual(
      [found.code, found.objectId, found.expected, found.found],
      ['ledger_differs', visit.refundId, '-8000 aud', '0 aud'],
    );
  });
});

describe('money and visits', () => {
  it('that was paid for a visit nobody will hold', async () => {
    const visit = await at.booked();
    await at.tamper('appointments', ["update appointments set status = 'payment_expired' where id = $1", visit.id]);
    const found = only(await at.look());
    assert.deepEqual([found.code, found.action, found.orderId], ['paid_but_not_live', 'flagged', visit.order]);
    assert.deepEqual([found.expected, found.found], ['appointment 8000 aud', 'payment_expired, 0 aud returned']);
    await at.sql("update payments set captured_at = captured_at - interval '3 days'");
    const from = new Date(Date.now() - 5 * DAY_MS).toISOString();
    assert.equal(only(await at.look({ from })).action, 'flagged', 'also when it is met on two days');
    const entries = await at.sql('select context, resolved_at from attention where subject_id = $1', [visit.id]);
    assert.equal(entries.length, 1, 'one entry, however often it is found');
    await at.sql('update attention set resolved_at = now()');
    assert.equal(only(await at.look()).action, 'accepted');
  });

  it('that is kept by the policy, on its way back or shown already is explained', async () => {
    await at.refunded();
    await at.refunded('pending');
    const kept = await at.booked();
    const strict = `update appointments set policy = policy || '{"refundTiers": [{"noticeMs": 0, "percent": 0}]}' where id = $1`;
    await at.tamper('appointments', [strict, kept.id]);
    const command = { to: 'cancelled_by_patient', reason: null } as const;
    await cancelAppointment(at.steps.deps)({ appointmentId: kept.id, operationId: 'kept', actor: SYSTEM, command });
    const wrong = await at.steps.payable();
    at.steps.bank.paid(wrong.order, { amount: 7999 });
    assert.equal((await at.settle(wrong)).outcome, 'mismatch');
    at.charge(wrong, { amount: 7999 });
    const late = await at.steps.payable();
    await expireHold(at.steps.deps)({ appointmentId: late.id, operationId: 'late', undecided: false });
    await at.steps.claim({ slot: late.slot, patient: await at.steps.person('patient') });
    at.steps.bank.paid(late.order);
    assert.equal((await at.settle(late)).outcome, 'refunding');
    at.charge(late);
    await at.receipts();
    assert.deepEqual(brief(await at.look()), []);
  });

  it('that a visit lacks although it counts as paid', async () => {
    const visit = await at.booked();
    await at.sql("update payments set purpose = 'mismatch' where order_id = $1", [visit.order]);
    const report = await at.look();
    assert.deepEqual(brief(report).sort(), ['live_but_unpaid flagged', 'paid_but_not_live flagged']);
    const [entry] = await at.sql('select context from attention where subject_id = $1', [visit.id]);
    assert.match(
      JSON.stringify(entry?.context),
      /"live_but_unpaid".*"paid_but_not_live"|"paid_but_not_live".*"live_but_unpaid"/,
    );
  });
});

describe('the engine and the inbox', () => {
  it('a hold past its end gets a workflow; one that never ends is shown', async () => {
    const [lost, slow, stuck] = [await at.steps.hold(), await at.steps.hold(), await at.steps.hold()];
    for (const id of [slow.id, stuck.id]) at.running.add(id);
    assert.deepEqual(brief(await at.look()), [], 'they have time');
    at.steps.aheadMs += 70 * 60_000;
    const found = only(await at.look());
    assert.deepEqual([found.code, found.action, found.subjectId], ['pending_without_run', 'resumed', lost.id]);
    assert.deepEqual(at.resumed, [lost.id]);
    at.running.add(lost.id);
    const earlier = "booked_at = booked_at - interval '5 hours', expires_at = expires_at - interval '5 hours'";
    await at.tamper('appointments', [`update appointments set ${earlier} where id = $1`, stuck.id]);
    const report = await at.look();
    assert.deepEqual(brief(report), ['pending_stuck flagged']);
    assert.equal(report.findings[0]?.subjectId, stuck.id);
  });

  it('a webhook that nobody dealt with is delivered again', async () => {
    const visit = await at.paid();
    at.charge(visit);
    await at.settle(visit);
    await at.receipts();
    const event = {
      provider: 'stripe',
      eventId: 'evt_1',
      label: 'checkout.session.completed',
      about: 'checkout',
      change: 'completed',
    } as const;
    const taken = { ...event, objectId: 'cs_1', orderId: visit.order, paymentId: null };
    await at.steps.unitOfWork.withScope(SYSTEM, (scope) => scope.providerEvents.take(taken, at.steps.now()));
    assert.deepEqual(brief(await at.look()), []);
    at.steps.aheadMs += 11 * 60_000;
    const found = only(await at.look());
    assert.deepEqual([found.code, found.action, found.objectId], ['event_stuck', 'redelivered', 'evt_1']);
    assert.equal(found.subjectId, visit.id);
    assert.deepEqual(
      at.delivered.map((event) => event.eventId),
      ['evt_1'],
    );
    assert.deepEqual(brief(await at.look()), []);
  });

  it('a receipt or credit note that was never made is made', async () => {
    const visit = await at.paid();
    await at.settle(visit);
    at.charge(visit);
    const back = await at.refunded();
    await at.tamper('receipts', ['delete from receipts']);
    const report = await at.look();
    assert.deepEqual(brief(report), Array(3).fill('receipt_missing issued'));
    assert.deepEqual(report.findings.map((one) => one.expected).sort(), ['credit note', 'receipt', 'receipt']);
    assert.ok(report.findings.some((one) => one.objectId === back.refundId));
    assert.equal(report.repaired, 3);
    assert.deepEqual(brief(await at.look()), []);
  });
});
