import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedStage } from '../support/till.js';

const stage = sharedStage({ PAYMENTS_ENABLED: 'false' });

test('where payments are off, everything is booked at once and nothing can be paid', async () => {
  const visit = await stage().hold(48 * 3_600_000);
  await stage().reaches(visit, 'booked', 'waived');
  const admin = await stage().signIn('admin');
  const { body: orders } = await visit.api.get('/api/v1/orders/');
  assert.deepEqual(
    orders.map(({ provider, amount, status }: Record<string, unknown>) => [provider, amount, status]),
    [['waived', 0, 'paid']],
  );
  for (const [api, path, body] of [
    [visit.api, '/api/v1/orders/', { appointmentId: visit.id }],
    [visit.api, '/api/v1/orders/', { appointmentId: visit.id, provider: 'stripe' }],
    [admin, `${visit.path}desk-payments/`, { method: 'cash', amount: 8000 }],
  ] as const) {
    const reply = await api.post(path, body);
    assert.deepEqual([reply.status, reply.body.code], [409, 'payments_disabled'], path);
  }
  const status = await visit.api.get('/api/payments/status/');
  assert.equal(status.body.payments_enabled, false);
  const history = await stage().sql(
    "select context->>'waivedBy' as by from status_history where appointment_id = $1 and to_status = 'booked'",
    [visit.id],
  );
  assert.deepEqual(history, [{ by: 'payments_disabled' }]);
  const cancelled = await admin.patch(`${visit.path}update/`, { status: 'cancelled_by_clinic', reason: 'ill' });
  assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
  await stage().closes(visit);
  assert.equal((await stage().row(visit)).payment_status, 'waived');
  for (const table of ['payments', 'refunds', 'ledger_entries']) {
    const rows = `select 1 from ${table} where order_id in (select id from orders where subject_id = $1)`;
    assert.deepEqual(await stage().sql(rows, [visit.id]), [], table);
  }
});
