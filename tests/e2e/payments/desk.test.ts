import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let reception: ApiClient;
let admin: ApiClient;
before(async () => {
  stage = await Stage.open();
  reception = await stage.signIn('receptionist');
  admin = await stage.signIn('admin');
});
after(() => stage.close());

function take(by: ApiClient, visit: Visit, body: Record<string, unknown> = {}, key: string = randomUUID()) {
  return by.post(`/api/v1/appointments/${visit.id}/desk-payments/`, { method: 'cash', amount: 8000, ...body }, key);
}

async function balance(visit: Visit, account: string): Promise<number> {
  const [row] = await stage.sql<{ sum: number }>(
    'select coalesce(sum(amount), 0)::int as sum from ledger_entries where order_id in (select id from orders where subject_id = $1) and account = $2',
    [visit.id, account],
  );
  return row?.sum ?? 0;
}

test('money taken at the reception', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('books the appointment, once, however often it is sent', async () => {
      const visit = await stage.hold(48 * HOUR);
      // A message about the hold that the money overtakes is never sent.
      await stage.told(visit, ['booking_held']);
      const key = randomUUID();
      const replies = await Promise.all([1, 2, 3].map(() => take(reception, visit, { method: 'terminal' }, key)));
      for (const reply of replies) assert.equal(reply.status, 201, JSON.stringify(reply.body));
      assert.equal(new Set(replies.map((reply) => reply.body.id)).size, 1);
      assert.deepEqual([replies[0]?.body.provider, replies[0]?.body.status], ['desk', 'paid']);
      await stage.reaches(visit, 'booked', 'paid');
      assert.deepEqual([await balance(visit, 'desk'), await balance(visit, 'provider')], [8000, 0]);
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
      const again = await take(reception, visit);
      assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);
    }),
    t.test('is what is owed, for a hold, and by those who may', async () => {
      const visit = await stage.hold(48 * HOUR);
      const less = await take(reception, visit, { amount: 7999 });
      assert.deepEqual([less.status, less.body.field], [400, 'amount']);
      assert.equal((await take(reception, visit, { method: 'shells' })).status, 400);
      assert.equal((await take(visit.api, visit)).status, 403);
      assert.equal((await take(await stage.signIn('accountant'), visit)).status, 403);
      const claimed = {
        by: 'Robin',
        reason: 'they say',
        orderId: randomUUID(),
        method: 'cash',
        amount: 8000,
        note: null,
      };
      await assert.rejects(stage.fromUi(visit, 'takeAtDesk', claimed), 'names in the Temporal UI are only claimed');
      assert.equal((await stage.row(visit)).status, 'pending');
    }),
    t.test('ends an open payment page, so that nobody pays twice', async () => {
      const visit = await stage.payable(48 * HOUR);
      const reply = await take(reception, visit, { method: 'transfer', note: 'slip 7' });
      assert.equal(reply.status, 201, JSON.stringify(reply.body));
      assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
      await stage.reaches(visit, 'booked', 'paid');
      const history = (await reception.get(`${visit.path}status-history/`)).body.status_history;
      const paid = history.find((one: { status: string }) => one.status === 'booked');
      const { system, triggered_by, user } = paid.changed_by;
      assert.deepEqual([system, triggered_by, user], ['desk', 'payment_success', reception.person?.id]);
      const orders = await admin.get(`/api/v1/orders/${visit.order}/`);
      assert.equal(orders.body.status, 'expired');
    }),
    t.test('is refused while the page is being paid', async () => {
      const visit = await stage.payable(48 * HOUR);
      await stage.pay(visit, { outcome: 'processing' });
      const reply = await take(reception, visit);
      assert.deepEqual([reply.status, reply.body.code], [400, 'order_exists'], JSON.stringify(reply.body));
      await stage.pay(visit, { outcome: 'async_paid' });
      await stage.reaches(visit, 'booked', 'paid');
      assert.equal(await balance(visit, 'desk'), 0);
    }),
    t.test('goes back over the desk: owed until somebody has paid it out', async () => {
      const visit = await stage.hold(48 * HOUR);
      const key = randomUUID();
      const taken = await take(reception, visit, {}, key);
      assert.equal(taken.status, 201);
      await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
      await stage.flagged(visit, 'desk_refund_due');
      assert.equal((await stage.row(visit)).payment_status, 'refund_pending');
      const [refund] = await stage.sql<{ id: string }>(
        'select id from refunds where order_id in (select id from orders where subject_id = $1)',
        [visit.id],
      );
      const path = `/api/v1/admin/appointments/${visit.id}/actions/`;
      const closed = await admin.post(path, { action: 'resolve_attention', code: 'desk_refund_due', reason: 'done?' });
      assert.deepEqual([closed.status, closed.body.field], [400, 'code']);
      const confirm = { action: 'confirm_desk_refund', refund_id: refund?.id, reason: 'handed over' };
      assert.equal((await (await stage.signIn('accountant')).post(path, confirm)).status, 403);
      const claimed = { by: 'Robin', reason: 'they say', refundId: refund?.id };
      await assert.rejects(
        stage.fromUi(visit, 'confirmDeskRefund', claimed),
        'names in the Temporal UI are only claimed',
      );
      const paid = await reception.post(path, confirm);
      assert.equal(paid.status, 200, JSON.stringify(paid.body));
      await stage.reaches(visit, 'cancelled_by_patient', 'refunded');
      assert.deepEqual(await stage.attention(visit), []);
      assert.deepEqual([await balance(visit, 'desk'), await balance(visit, 'patient')], [0, 0]);
      const twice = await reception.post(path, confirm);
      assert.deepEqual([twice.status, twice.body.code], [409, 'invalid_transition']);
      await stage.closes(visit);
      // Sent again by somebody whose answer was lost before it was kept.
      await stage.sql("delete from idempotency_keys where key like '%' || $1", [key]);
      const late = await take(reception, visit, {}, key);
      assert.deepEqual([late.status, late.body.id], [201, taken.body.id], JSON.stringify(late.body));
      assert.equal(await balance(visit, 'desk'), 0);
    }),
  ]);
});

test('a refund above the limit waits for a second person', async (t) => {
  await stage.policy({ feeNew: 25_000, feeReturning: 25_000 });
  const act = (by: ApiClient, visit: Visit, body: Record<string, unknown>) =>
    by.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'a complaint', ...body });
  const requested = async (visit: Visit): Promise<string> => {
    const list = await admin.get('/api/v1/admin/attention/');
    const entry = list.body.find(
      (one: { code: string; appointment_id: string }) =>
        one.code === 'refund_approval' && one.appointment_id === visit.id,
    );
    assert.ok(entry, 'the request is in the attention list');
    return entry.context.request;
  };
  const accountant = await stage.signIn('accountant');

  await t.test('who is somebody else, signed in, and may move money', async () => {
    const visit = await stage.booked(48 * HOUR);
    const asked = await act(accountant, visit, { action: 'issue_refund', amount: 20_000 });
    assert.deepEqual([asked.status, asked.body.payment_status], [200, 'paid'], JSON.stringify(asked.body));
    assert.deepEqual(
      await stage.sql('select 1 from refunds where order_id in (select id from orders where subject_id = $1)', [
        visit.id,
      ]),
      [],
    );
    const request = await requested(visit);
    const approve = { action: 'approve_refund', refund_request_id: request };
    assert.equal((await act(accountant, visit, approve)).status, 403, 'not the one who asked');
    assert.equal((await act(reception, visit, approve)).status, 403, 'not one who may not move money');
    const twice = await act(accountant, visit, { action: 'issue_refund', amount: 20_000 });
    assert.deepEqual([twice.status, twice.body.code], [409, 'invalid_transition']);
    assert.equal((await act(admin, visit, approve)).status, 200);
    await stage.reaches(visit, 'booked', 'partially_refunded');
    assert.deepEqual(await stage.attention(visit), []);
    assert.equal((await act(admin, visit, approve)).status, 409, 'decided once');
  });

  await t.test('also when it is asked for in parts', async () => {
    const visit = await stage.booked(48 * HOUR);
    assert.equal((await act(accountant, visit, { action: 'issue_refund', amount: 6_000 })).status, 200);
    await stage.reaches(visit, 'booked', 'partially_refunded');
    assert.equal((await act(accountant, visit, { action: 'issue_refund', amount: 6_000 })).status, 200);
    await requested(visit);
    const refunds = await stage.sql(
      'select amount from refunds where order_id in (select id from orders where subject_id = $1)',
      [visit.id],
    );
    assert.deepEqual(refunds, [{ amount: 6_000 }]);
  });

  await t.test('who may say no: nothing moves, and it can be asked for again', async () => {
    const visit = await stage.booked(48 * HOUR);
    await act(admin, visit, { action: 'issue_refund' });
    const reject = { action: 'reject_refund', refund_request_id: await requested(visit) };
    const unknown = await act(accountant, visit, { ...reject, refund_request_id: randomUUID() });
    assert.equal(unknown.status, 404);
    assert.equal((await act(accountant, visit, reject)).status, 200);
    assert.equal((await stage.row(visit)).payment_status, 'paid');
    assert.deepEqual(
      await stage.sql('select 1 from refunds where order_id in (select id from orders where subject_id = $1)', [
        visit.id,
      ]),
      [],
    );
    assert.equal((await act(admin, visit, { action: 'issue_refund' })).status, 200);
    await requested(visit);
  });

  await t.test('asked for in the Temporal UI, it is still only asked for', async () => {
    const visit = await stage.booked(48 * HOUR);
    await stage.fromUi(visit, 'issueRefund', { by: 'Robin', reason: 'a complaint' });
    const request = await requested(visit);
    await assert.rejects(stage.fromUi(visit, 'approveRefund', { by: 'Kim', reason: 'fine', refundRequestId: request }));
    assert.equal((await act(accountant, visit, { action: 'approve_refund', refund_request_id: request })).status, 200);
    await stage.reaches(visit, 'booked', 'refunded');
  });
});

test('a no-show gives back what the clinic says, by default nothing', async () => {
  await stage.policy({ noShowRefundPercent: 25, noShowAfterMs: 0 });
  const visit = await stage.booked(48 * HOUR);
  await stage.sql(
    `update appointments set starts_at = now() - interval '20 minutes', ends_at = now() - interval '5 minutes' where id = $1`,
    [visit.id],
  );
  const doctor = await stage.as(visit.doctor);
  const marked = await doctor.patch(`${visit.path}update/`, { status: 'no_show' });
  assert.equal(marked.status, 200, JSON.stringify(marked.body));
  await stage.reaches(visit, 'no_show', 'partially_refunded');
  const [refund] = await stage.sql(
    'select amount, reason from refunds where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  assert.deepEqual([refund?.amount, refund?.reason], [2000, 'no_show']);
  await until('the refund in the books', async () => (await balance(visit, 'patient')) === -6000);
});
