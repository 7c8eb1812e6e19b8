import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
let reception: ApiClient;
let accountant: ApiClient;
before(async () => {
  // Long enough to book and pay while others do the same.
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '8s', POLICY_PAYMENT_WARNING: '1s' });
  admin = await stage.signIn('admin');
  reception = await stage.signIn('receptionist');
  accountant = await stage.signIn('accountant');
});
after(() => stage.close());

function act(by: ApiClient, visit: Visit, body: Record<string, unknown>, key: string | null = randomUUID()) {
  return by.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'asked by telephone', ...body }, key);
}

/** Who did it and why, as the timeline tells staff. */
async function lastEvent(visit: Visit, move: string): Promise<{ what: string; by: unknown }> {
  const timeline = await admin.get(`/api/v1/appointments/${visit.id}/timeline/`);
  assert.equal(timeline.status, 200);
  const events = timeline.body.events.filter((event: { context: { move?: string } }) => event.context.move === move);
  assert.ok(events.length > 0, `a ${move} in the timeline`);
  return events.at(-1);
}

async function audited(visit: Visit, action: string): Promise<number> {
  const text = 'select 1 from audit_events where entity_id = $1 and action = $2 and actor_user_id is not null';
  return (await stage.sql(text, [visit.id, action])).length;
}

test('more time to pay', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('given in time: the hold outlives its first deadline, and is paid', async () => {
      const visit = await stage.payable(2 * HOUR);
      const reply = await act(reception, visit, { action: 'extend_payment_window', minutes: 30 });
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
      const until30 = Date.parse(reply.body.expires_at) - Date.now();
      assert.ok(until30 > 29 * 60_000 && until30 <= 30 * 60_000, `${until30} ms`);
      await until('the first deadline', async () => Date.now() > visit.expiresAt + 800);
      assert.equal((await stage.row(visit)).status, 'pending');
      await stage.pay(visit);
      await stage.reaches(visit, 'booked', 'paid');
      assert.equal(await audited(visit, 'appointment.window_extended'), 1);
      const event = await lastEvent(visit, 'extend');
      assert.equal(event.what, 'asked by telephone');
      assert.deepEqual(event.by, { id: reception.person?.id, name: 'Testilda Receptionistovic', role: 'receptionist' });
    }),
    t.test('never past the start, never less, not for ever, and only for a hold', async () => {
      const soon = await stage.hold(60_000);
      const capped = await act(admin, soon, { action: 'extend_payment_window', minutes: 60 });
      assert.equal(capped.status, 200, JSON.stringify(capped.body));
      assert.equal(capped.body.expires_at, capped.body.start_time);
      const less = await act(admin, soon, { action: 'extend_payment_window', minutes: 1 });
      assert.deepEqual([less.status, less.body.field], [400, 'minutes']);
      for (const minutes of [0, -1, 1441, 1.5]) {
        const refused = await act(admin, soon, { action: 'extend_payment_window', minutes });
        assert.equal(refused.status, 400, `${minutes} minutes`);
      }
      assert.equal((await act(admin, soon, { action: 'extend_payment_window' })).status, 400);
      const booked = await stage.booked(HOUR);
      const late = await act(admin, booked, { action: 'extend_payment_window', minutes: 30 });
      assert.deepEqual([late.status, late.body.code], [409, 'invalid_transition']);
    }),
    t.test('from the Temporal UI, under a claimed name', async () => {
      const visit = await stage.hold(2 * HOUR);
      await stage.fromUi(visit, 'extendPaymentWindow', { by: 'Robin', reason: 'slow bank', minutes: 10 });
      const event = await lastEvent(visit, 'extend');
      assert.equal(event.what, 'slow bank');
      assert.deepEqual(event.by, { system: 'temporal-ui (claims Robin)', triggered_by: 'extend' });
      await assert.rejects(stage.fromUi(visit, 'extendPaymentWindow', { by: 'Robin', minutes: 10 }));
      await assert.rejects(stage.fromUi(visit, 'resolveAttention', { by: 'Robin', reason: 'x', code: 'dispute' }));
      assert.equal(await stage.runState(visit), 'RUNNING', 'a refusal harms no run');
    }),
  ]);
});

test('the confirmation again', async () => {
  const visit = await stage.booked(2 * HOUR);
  const key = randomUUID();
  const body = { action: 'resend_confirmation' };
  const replies = [await act(reception, visit, body, key), await act(reception, visit, body, key)];
  assert.deepEqual(
    replies.map((reply) => reply.status),
    [200, 200],
  );
  await stage.told(visit, ['booking_held', 'booking_confirmed', 'booking_confirmed']);
  const mails = (await stage.mails(visit)).filter((mail) => mail.kind === 'booking_confirmed');
  for (const mail of mails) {
    assert.ok(
      mail.attachments.some((file) => file.content_type.startsWith('text/calendar')),
      'an invitation each',
    );
  }
  assert.equal(await audited(visit, 'appointment.confirmation_resent'), 1);
  assert.equal((await lastEvent(visit, 'resend')).what, 'asked by telephone');
  const hold = await stage.hold(HOUR);
  assert.equal((await act(reception, hold, body)).status, 409);
});

test('money given back by staff', async () => {
  const visit = await stage.booked(2 * HOUR);
  const body = { action: 'issue_refund', amount: 2500, reason: 'waited too long' };
  assert.equal((await act(reception, visit, body)).status, 403, 'reception moves no money');
  const key = randomUUID();
  const replies = await Promise.all([act(accountant, visit, body, key), act(accountant, visit, body, key)]);
  assert.deepEqual(
    replies.map((reply) => reply.status),
    [200, 200],
    JSON.stringify(replies.map((one) => one.body)),
  );
  await stage.reaches(visit, 'booked', 'partially_refunded');
  const order = await visit.api.get(`/api/v1/orders/${visit.order}/`);
  assert.equal(order.body.status, 'partially_refunded');
  assert.deepEqual(
    order.body.refunds.map((refund: { amount: number }) => refund.amount),
    [2500],
    'once',
  );
  await stage.told(visit, ['booking_held', 'booking_confirmed', 'refunded']);
  assert.equal((await lastEvent(visit, 'refund')).by !== null, true);
  const rest = await act(accountant, visit, { action: 'issue_refund', reason: 'all of it' });
  assert.equal(rest.status, 200, JSON.stringify(rest.body));
  await stage.reaches(visit, 'booked', 'refunded');
  const none = await act(accountant, visit, { action: 'issue_refund', reason: 'once more' });
  assert.deepEqual([none.status, none.body.code], [409, 'invalid_transition']);
  await stage.moneyAgrees();
  const trail = await accountant.get(`/api/v1/orders/${visit.order}/audit/`);
  assert.equal(trail.body.total_revenue, '80.00');
});

test('the list of what needs a person', async () => {
  const visit = await stage.payable(2 * HOUR);
  await stage.sql('update orders set amount = amount + 100 where id = $1', [visit.order]);
  await stage.pay(visit);
  await stage.flagged(visit, 'payment_mismatch');
  const list = await reception.get('/api/v1/admin/attention/');
  const entry = list.body.find((one: { appointment_id: string }) => one.appointment_id === visit.id);
  assert.equal(entry.code, 'payment_mismatch');
  assert.ok(entry.reason && entry.next_step);
  const resolved = await act(reception, visit, { action: 'resolve_attention', code: 'payment_mismatch' });
  assert.equal(resolved.status, 200, JSON.stringify(resolved.body));
  assert.deepEqual(await stage.attention(visit), []);
  const again = await act(reception, visit, { action: 'resolve_attention', code: 'payment_mismatch' });
  assert.equal(again.status, 404);
  assert.equal((await act(reception, visit, { action: 'resolve_attention', code: 'nonsense' })).status, 400);
  assert.equal((await act(reception, visit, { action: 'resolve_attention' })).status, 400);
});

test('what is asked for must be known, explained and allowed', async () => {
  const visit = await stage.hold(2 * HOUR);
  const path = `/api/v1/admin/appointments/${visit.id}/actions/`;
  assert.equal((await admin.post(path, { action: 'resend_confirmation' })).status, 400, 'without a reason');
  assert.equal((await act(admin, visit, { action: 'delete_everything' })).status, 400);
  assert.equal((await act(admin, visit, { action: 'resend_confirmation', surprise: 1 })).status, 400);
  for (const by of [visit.api, await stage.as(visit.doctor), await stage.signIn('nurse')]) {
    assert.equal((await act(by, visit, { action: 'extend_payment_window', minutes: 30 })).status, 403);
  }
  for (const by of [visit.api, await stage.signIn('nurse')]) {
    assert.equal((await by.get('/api/v1/admin/attention/')).status, 403);
  }
  const doctors = await (await stage.as(visit.doctor)).get('/api/v1/admin/attention/');
  assert.deepEqual([doctors.status, doctors.body], [200, []], 'answers to questionnaires alone are for doctors');
  assert.equal((await act(admin, { ...visit, id: randomUUID() }, { action: 'resend_confirmation' })).status, 404);
});
