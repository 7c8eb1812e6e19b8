import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let admin: ApiClient;
let path: string;
before(async () => {
  stage = await Stage.open();
  admin = await stage.signIn('admin');
  path = `/api/v1/clinics/${stage.clinic.clinicId}/payment-settings/`;
});
after(() => stage.close());

describe('payment settings of a clinic', () => {
  it('begin as those of the installation', async () => {
    const { status, body } = await admin.get(path);
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(
      [body.currency, body.fee_new, body.fee_returning, body.no_show_refund_percent, body.refund_approval_above],
      ['aud', '80.00', '50.00', 0, '100.00'],
    );
    assert.equal(body.providers[0], 'stripe');
    assert.deepEqual(body.refund_tiers, [
      { notice_seconds: 86_400, percent: 100 },
      { notice_seconds: 7_200, percent: 50 },
      { notice_seconds: 0, percent: 0 },
    ]);
    assert.equal(body.billing.legal_name, 'Test Clinic');
  });

  it('hold for bookings from then on, and not for what was agreed before', async () => {
    const earlier = await stage.booked(3 * HOUR);
    const tiers = [{ notice_seconds: 0, percent: 10 }];
    const changed = await admin.patch(path, { fee_new: '90.5', refund_tiers: tiers, billing: { region: 'au' } });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    assert.deepEqual([changed.body.fee_new, changed.body.refund_tiers], ['90.50', tiers]);
    const later = await stage.booked(3 * HOUR);
    for (const { visit, amount } of [
      { visit: earlier, amount: 4000 },
      { visit: later, amount: 905 },
    ]) {
      await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
      await stage.reaches(visit, 'cancelled_by_patient', 'partially_refunded');
      const [refund] = await stage.sql(
        'select amount from refunds where order_id in (select id from orders where subject_id = $1)',
        [visit.id],
      );
      assert.equal(refund?.amount, amount);
    }
    const audited = await stage.sql("select 1 from audit_events where action = 'clinic.settings_changed'");
    assert.equal(audited.length, 1);
  });

  const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
    ['billing.latin_name', { billing: { legal_name: 'Clinic 😀' } }],
    ['billing.latin_name', { billing: { latin_name: 'Клиника' } }],
    ['billing.address', { billing: { address: '1 😀 Street' } }],
    ['refund_tiers', { refund_tiers: [] }],
    ['refund_tiers', { refund_tiers: [1, 2].map((percent) => ({ notice_seconds: 60, percent })) }],
    ['refund_tiers', { refund_tiers: [{ notice_seconds: -1, percent: 1 }] }],
    ['refund_tiers', { refund_tiers: [{ notice_seconds: 1, percent: 101 }] }],
    ['providers', { providers: ['cheque'] }],
    ['currency', { currency: 'jpy' }],
    ['fee_new', { fee_new: '-1' }],
    ['fee_new', { fee_new: '1.005' }],
    ['no_show_refund_percent', { no_show_refund_percent: 101 }],
    ['fee_new', { fee_new: '0.30' }],
    ['fee_returning', { fee_returning: '0.49' }],
    ['fee_new', { fee_new: '0.01', currency: 'usd' }],
  ];
  for (const [field, body] of wrong) {
    it(`refuse ${JSON.stringify(body)}`, async () => {
      const before = (await admin.get(path)).body;
      const reply = await admin.patch(path, body);
      assert.equal(reply.status, 400, JSON.stringify(reply.body));
      assert.ok(reply.body.fields.some((one: { field: string }) => one.field.startsWith(field)));
      assert.deepEqual((await admin.get(path)).body, before);
    });
  }

  it('take the least that the provider charges, and 0.00, which needs no payment', async () => {
    const { fee_new, fee_returning, currency } = (await admin.get(path)).body;
    for (const change of [
      { fee_new: '0.50', fee_returning: '0.00' },
      { currency: 'gbp', fee_new: '0.30' },
    ]) {
      const reply = await admin.patch(path, change);
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
    }
    const back = await admin.patch(path, { currency });
    assert.deepEqual([back.status, back.body.fields?.[0]?.field], [400, 'fee_new'], 'too little in the other currency');
    assert.match(back.body.error, /at least 0\.50 AUD/);
    assert.equal((await admin.patch(path, { currency, fee_new, fee_returning })).status, 200);
  });

  it('of two changes at once keep both', async () => {
    const changes = [{ fee_returning: '41.00' }, { no_show_refund_percent: 7 }, { refund_approval_above: '77.00' }];
    await Promise.all(changes.map((change) => admin.patch(path, change)));
    const { body } = await admin.get(path);
    for (const change of changes)
      for (const [key, value] of Object.entries(change)) assert.equal(body[key], value, key);
  });

  it('are for the admins of that clinic', async () => {
    for (const role of ['patient', 'doctor', 'receptionist', 'accountant'] as const) {
      const other = await stage.signIn(role);
      assert.equal((await other.get(path)).status, 403, role);
      assert.equal((await other.patch(path, { fee_new: '1.00' })).status, 403, role);
    }
    assert.equal((await admin.get(`/api/v1/clinics/${randomUUID()}/payment-settings/`)).status, 404);
  });
});
