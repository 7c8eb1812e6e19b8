import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const U = '/api/v1/users';
const SLOTS = '/api/v1/appointments/availabilities/';

let stage: Stage;
let admin: ApiClient;
before(async () => {
  stage = await Stage.open({ RATE_LIMIT_LOGIN: '5/1m', RATE_LIMIT_API: 'off', TRUST_PROXY: '1' });
  admin = await stage.signIn('admin');
});
after(() => stage.close());

/** Sends the same command in several spellings under one key: the first is carried out, the others get its answer. */
async function replays(api: ApiClient, path: string, spellings: readonly object[], other: object, verb = 'post') {
  const key = randomUUID();
  const send = (body: object) => (verb === 'post' ? api.post(path, body, key) : api.patch(path, body, key));
  let first: unknown;
  for (const [index, body] of spellings.entries()) {
    const answer = await send(body);
    const what = `${path} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`;
    assert.ok(answer.status < 300, what);
    assert.equal(answer.headers.get('idempotent-replayed'), index === 0 ? null : 'true', what);
    first ??= answer.body;
    assert.deepEqual(answer.body, first, what);
  }
  const conflict = await send(other);
  assert.deepEqual([conflict.status, conflict.body.code], [422, 'idempotency_conflict'], JSON.stringify(other));
}

/** The same members in the opposite order. */
function turned(body: object): object {
  return Object.fromEntries(Object.entries(body).reverse());
}

test('an Idempotency-Key counts the command, not its spelling', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('of a registration: mail, phone, zone, role', async () => {
      const name = randomUUID();
      const body = { password: 'mypass123', first_name: 'Demo', last_name: 'Patient' };
      const mine = { ...body, email: `${name}@demo.keepwell.invalid`, phone_number: '0412 345 678' };
      await replays(
        ApiClient.anonymous(stage.clinic.apiUrl),
        `${U}/register/`,
        [
          mine,
          turned(mine),
          { ...mine, email: ` ${name.toUpperCase()}@Demo.KEEPWELL.invalid` },
          { ...mine, phone_number: '+61 (0)412-345-678' },
          { ...mine, phone_number: '0412345678', timezone: null, role: 'patient' },
          { ...mine, timezone: 'australia/sydney' },
        ],
        { ...mine, phone_number: '0412 345 679' },
      );
    }),
    t.test('of a slot: times and zone', async () => {
      const doctor = await stage.signIn('doctor');
      const day = new Date(Date.now() + 48 * HOUR).toISOString().slice(0, 10);
      const slot = { start_time: `${day}T01:00:00Z`, end_time: `${day}T01:15:00Z`, slot_type: 'short' };
      await replays(
        doctor,
        SLOTS,
        [
          { ...slot, timezone: 'Australia/Sydney' },
          { ...turned(slot), timezone: 'AUSTRALIA/SYDNEY', clinic: null },
          { ...slot, timezone: 'Australia/Sydney', start_time: `${day}t01:00:00.000z` },
          { ...slot, timezone: 'Australia/Sydney', end_time: `${day}T11:15:00.0+10:00` },
        ],
        { ...slot, timezone: 'Australia/Sydney', start_time: `${day}T01:00:01Z` },
      );
    }),
    t.test('of slots in bulk: days, times and zone', async () => {
      const doctor = await stage.signIn('doctor');
      const at = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString().slice(0, 10);
      const bulk = { start_date: at(30), end_date: at(43), slot_type: 'long', start_time: '09:00', end_time: '10:00' };
      const zone = 'Australia/Sydney';
      await replays(
        doctor,
        `${SLOTS}bulk/`,
        [
          { ...bulk, timezone: zone, days_of_week: ['monday', 'friday'] },
          { ...turned(bulk), timezone: zone.toLowerCase(), days_of_week: ['Fri', 'MON', 'Monday'] },
          { ...bulk, timezone: zone, days_of_week: ['monday', 'friday'], start_time: '09:00:00', doctor: null },
        ],
        { ...bulk, timezone: zone, days_of_week: ['monday'] },
      );
    }),
    t.test('of a booking: the patient who names themself', async () => {
      const patient = await stage.signIn('patient');
      const slot = await stage.clinic.slot(await stage.clinic.person('doctor'), 48 * HOUR);
      const booking = { availability_id: slot, symptoms: 'cough' };
      await replays(
        patient,
        '/api/v1/appointments/',
        [booking, turned(booking), { ...booking, patient: patient.person?.id, consultation_type: null }],
        { ...booking, symptoms: 'fever' },
      );
    }),
    t.test('of a move, a payment at the desk, and what staff do', async () => {
      const reception = await stage.signIn('receptionist');
      const visit = await stage.hold(48 * HOUR);
      const desk = { method: 'cash', amount: 8000 };
      await replays(
        reception,
        `${visit.path}desk-payments/`,
        [desk, turned(desk), { ...desk, note: null }, { ...desk, note: '' }],
        { ...desk, note: 'slip 7' },
      );
      await stage.reaches(visit, 'booked', 'paid');
      const [payment] = await stage.sql(
        'select id from payments where order_id in (select id from orders where subject_id = $1)',
        [visit.id],
      );
      const refund = { action: 'issue_refund', reason: 'as agreed', amount: 500, payment_id: String(payment?.id) };
      await replays(
        admin,
        `/api/v1/admin/appointments/${visit.id.toUpperCase()}/actions/`,
        [refund, turned(refund), { ...refund, payment_id: refund.payment_id.toUpperCase(), minutes: null, code: null }],
        { ...refund, amount: 501 },
      );
      const slot = await stage.clinic.slot(visit.doctor, 72 * HOUR);
      const later = await stage.clinic.slot(visit.doctor, 96 * HOUR);
      await replays(
        reception,
        `${visit.path}reschedule/`,
        [{ availability_id: slot }, { availability_id: slot.toUpperCase() }],
        { availability_id: later },
      );
      const cancel = { status: 'cancelled_by_clinic', reason: 'the doctor is ill' };
      await replays(
        reception,
        `${visit.path}update/`,
        [cancel, turned(cancel), { ...cancel, consultation: null }],
        { ...cancel, reason: 'another' },
        'patch',
      );
    }),
  ]);
});

/** Forty ways in which a proxy may write one address. */
function spellingsOf(address: string): readonly string[] {
  const hex = address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('');
  const words = `${hex.slice(0, 4)}:${hex.slice(4)}`;
  const mapped = ['::ffff:', '::FFFF:', '0:0:0:0:0:ffff:', '0000:0000:0000:0000:0000:ffff:', '0::ffff:'];
  const v6 = mapped.flatMap((prefix) => [`${prefix}${address}`, `${prefix}${words}`]);
  const ports = [':80', ':443', ':49152'];
  return [
    address,
    ` ${address} `,
    ...ports.map((port) => `${address}${port}`),
    ...v6,
    ...v6.map((one) => `[${one}]`),
    ...v6.map((one) => `[${one}]:8080`),
    ...mapped.map((prefix) => `${prefix}${address}:49152`),
  ];
}

test('forty spellings of one address in X-Forwarded-For stay within one login limit', async () => {
  const spellings = spellingsOf('203.0.113.77');
  assert.ok(spellings.length >= 40, `${spellings.length}`);
  const { email } = await stage.clinic.person('patient');
  const statuses: number[] = [];
  for (const from of spellings) {
    const answer = await fetch(`${stage.clinic.apiUrl}${U}/login/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ email, password: 'a wrong one 1' }),
    });
    statuses.push(answer.status);
    await answer.body?.cancel();
  }
  const limited = statuses.filter((status) => status === 429).length;
  assert.deepEqual([statuses.filter((status) => status === 401).length, limited], [5, spellings.length - 5]);
});
