import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { settingsSchema } from '../../../src/config/schema.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const HOUR_MS = 3_600_000;
const INSTALLATION = {
  payment_window: '15m',
  payment_warning: '5m',
  processing_limit: '2h',
  refund_tiers: '24h:100,2h:50,0s:0',
  refund_no_show: 0,
  refund_approval_above: '100.00',
  slot_short: '15m',
  slot_long: '30m',
  reminders: '24h,1h',
  chat_opens: '15m',
  check_in_opens: '1h',
  no_show_after: '30m',
  chat_archive: '30d',
  chat_edit_window: '15m',
  chat_reopen: '14d',
  treating: '730d',
  break_glass: '1h',
  fee_new: '80.00',
  fee_returning: '50.00',
  prescribe_within: '7d',
  max_repeats: 11,
  s8_max_repeats: 0,
  document_reminder: '48h',
  import_max_errors: 25,
  import_max_deactivated: 20,
  import_max_price_change: 50,
  import_preview_ttl: '7d',
  usage_window: '56d',
  reorder_cover: '28d',
};

describe('policies of a clinic', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let adminIs: Person;
  let admin: ApiClient;
  let patient: ApiClient;
  let path: string;

  before(async () => {
    clinic = await startClinic();
    doctorIs = await clinic.person('doctor');
    adminIs = await clinic.person('admin');
    admin = await ApiClient.signIn(clinic, adminIs);
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
    path = `/api/v1/clinics/${clinic.clinicId}/policies/`;
  });
  after(() => clinic?.stop());

  it('begin as those of the installation, every one of them', async () => {
    const { status, body } = await admin.get(path);
    assert.equal(status, 200, JSON.stringify(body));
    const { clinic: id, own, ...policies } = body;
    assert.deepEqual([id, own], [clinic.clinicId, []]);
    assert.deepEqual(policies, INSTALLATION);
    // A policy that the settings get later is a clinic's, too: this list and the route must learn it.
    const settings = Object.keys(settingsSchema.shape).filter((name) => name.startsWith('POLICY_'));
    const names = settings.map((name) => name.replace('POLICY_', '').toLowerCase());
    assert.deepEqual(Object.keys(policies).sort(), names.sort());
    const back = await admin.patch(path, Object.fromEntries(names.map((name) => [name, null])));
    assert.deepEqual([back.status, back.body], [200, body], 'each can be set');
  });

  it('keep one truth of how long break-glass lasts, never longer than the installation, after a fresh proof', async () => {
    const security = `/api/v1/clinics/${clinic.clinicId}/security-settings/`;
    const both = async () => {
      const { break_glass: policy, own } = (await admin.get(path)).body;
      return [policy, own.includes('break_glass'), (await admin.get(security)).body.break_glass_minutes];
    };
    assert.equal((await admin.patch(path, { break_glass: '20m', chat_opens: '10m' })).status, 200);
    assert.deepEqual(await both(), ['20m', true, 20]);
    assert.equal((await admin.patch(security, { break_glass_minutes: 45 })).status, 200);
    assert.deepEqual(await both(), ['45m', true, 45]);
    await clinic.core.pool.query(
      "update sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1",
      [adminIs.id],
    );
    const stale = await admin.patch(path, { break_glass: '30m', chat_opens: '5m' });
    assert.deepEqual([stale.status, stale.body.code], [403, 'reauthentication_required']);
    assert.equal((await admin.patch(path, { chat_opens: null })).status, 200, 'the others need none');
    await clinic.core.pool.query('update sessions set authenticated_at = now() where user_id = $1', [adminIs.id]);
    assert.equal((await admin.patch(path, { break_glass: null })).status, 200);
    assert.deepEqual(await both(), ['1h', false, 60]);
  });

  it('hold for bookings from then on, and go back with null', async () => {
    const change = {
      payment_window: '90s',
      refund_tiers: '48h:100,0s:25',
      refund_no_show: 30,
      reminders: '3h',
      fee_new: '91.5',
      slot_long: '45m',
    };
    const changed = await admin.patch(path, change);
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    const { own, ...policies } = changed.body;
    assert.deepEqual([...own].sort(), Object.keys(change).sort());
    const expected = { ...INSTALLATION, ...change, fee_new: '91.50' };
    for (const [name, value] of Object.entries(expected)) assert.equal(policies[name], value, name);
    assert.deepEqual((await admin.get(path)).body, changed.body);

    const slot = await clinic.slot(doctorIs, 30 * HOUR_MS);
    const booked = (await patient.post('/api/v1/appointments/', { availability_id: slot })).body;
    assert.equal(booked.price, '91.50');
    assert.equal(Date.parse(booked.expires_at) - Date.parse(booked.booked_at), 90_000);
    const { rows } = await clinic.core.pool.query('select policy from appointments where id = $1', [booked.id]);
    assert.deepEqual([rows[0].policy.remindersMs, rows[0].policy.noShowRefundPercent], [[3 * HOUR_MS], 30]);
    const settings = await admin.get(`/api/v1/clinics/${clinic.clinicId}/payment-settings/`);
    assert.deepEqual([settings.body.fee_new, settings.body.no_show_refund_percent], ['91.50', 30]);

    const none = await admin.patch(path, { reminders: '' });
    assert.deepEqual([none.body.reminders, none.body.own.includes('reminders')], ['', true]);
    const back = await admin.patch(path, Object.fromEntries(Object.keys(change).map((name) => [name, null])));
    assert.deepEqual(back.body.own, []);
    for (const [name, value] of Object.entries(INSTALLATION)) assert.equal(back.body[name], value, name);
  });

  it('are refused by name, all of them or none', async () => {
    const before = (await admin.get(path)).body;
    for (const [field, body] of [
      ['payment_window', { payment_window: '15 minutes', fee_new: '1.00' }],
      ['payment_window', { payment_window: '0s' }],
      ['payment_window', { payment_window: '400d' }],
      ['payment_window', { payment_window: 15 }],
      ['slot_short', { slot_short: '0m' }],
      ['refund_tiers', { refund_tiers: '24h:101' }],
      ['refund_tiers', { refund_tiers: '24h' }],
      ['refund_tiers', { refund_tiers: '24h:50,1d:20' }],
      ['refund_tiers', { refund_tiers: '' }],
      ['refund_no_show', { refund_no_show: 101 }],
      ['refund_no_show', { refund_no_show: 0.5 }],
      ['reminders', { reminders: '1h,1h' }],
      ['reminders', { reminders: 'soon' }],
      ['fee_new', { fee_new: '-1.00' }],
      ['fee_new', { fee_new: '0.30' }],
      ['fee_returning', { fee_returning: '1.005' }],
      ['chat_archive', { chat_archive: '9999999d' }],
      ['break_glass', { break_glass: '61m' }],
      ['break_glass', { break_glass: '90s' }],
      ['break_glass', { break_glass: '0s' }],
      ['window', { window: '15m' }],
    ] as const) {
      const refused = await admin.patch(path, body);
      assert.deepEqual([refused.status, refused.body.field], [400, field], JSON.stringify(body));
    }
    assert.deepEqual((await admin.get(path)).body, before);
  });

  it('are the business of the clinic’s own administrator', async () => {
    assert.equal((await patient.get(path)).status, 403);
    assert.equal((await patient.patch(path, {})).status, 403);
    assert.equal((await admin.get(`/api/v1/clinics/${randomUUID()}/policies/`)).status, 404);
    assert.equal((await admin.patch(`/api/v1/clinics/${randomUUID()}/policies/`, {})).status, 404);
    const { rows } = await clinic.core.pool.query(
      "select details from audit_events where action = 'clinic.settings_changed' order by id desc limit 1",
    );
    assert.ok(rows[0].details.changed.split(',').includes('payment_window'));
  });
});

describe('the status of payments', () => {
  let clinic: TestClinic;
  let lagos: string;
  const STATUS = '/api/payments/status/';

  before(async () => {
    clinic = await startClinic();
    lagos = randomUUID();
    await clinic.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const place = { id: lagos, name: 'Lagos', slug: 'lagos', timezone: 'Africa/Lagos', phone: null };
      await scope.clinics.create({ ...place, currency: 'ngn' });
      await scope.clinics.update(lagos, { paymentProviders: ['paystack'] });
    });
  });
  after(() => clinic?.stop());

  it('is that of the clinic that is named, else the caller’s, else the first', async () => {
    const anyone = ApiClient.anonymous(clinic.apiUrl);
    const first = { payments_enabled: true, provider: 'stripe', providers: ['stripe'], currency: 'aud' };
    const other = { payments_enabled: true, provider: 'paystack', providers: ['paystack'], currency: 'ngn' };
    assert.deepEqual((await anyone.get(STATUS)).body, first);
    assert.deepEqual((await anyone.get(`${STATUS}?clinic=${lagos}`)).body, other);
    const person = await clinic.person('patient');
    await clinic.core.pool.query('update memberships set clinic_id = $2 where user_id = $1', [person.id, lagos]);
    const patient = await ApiClient.signIn(clinic, person);
    assert.deepEqual((await patient.get(STATUS)).body, other);
    assert.deepEqual((await patient.get(`${STATUS}?clinic=${clinic.clinicId}`)).body, first);
    assert.equal((await anyone.get(`${STATUS}?clinic=${randomUUID()}`)).status, 404);
    const odd = await anyone.get(`${STATUS}?clinic=first`);
    assert.deepEqual([odd.status, odd.body.field], [400, 'clinic']);
  });
});
