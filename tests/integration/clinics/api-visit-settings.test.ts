import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const HOUR_MS = 3_600_000;
const A = '/api/v1/appointments';
const INSTALLATION = {
  chat_opens: '15m',
  chat_edit_window: '15m',
  chat_reopen: '14d',
  chat_archive: '30d',
  check_in_opens: '1h',
  no_show_after: '30m',
  reminders: '24h,1h',
  chat_notice: null,
  notes_visible: false,
};
const OWN = {
  chat_opens: '2h',
  chat_edit_window: '1m',
  chat_reopen: '0s',
  chat_archive: '7d',
  check_in_opens: '4h',
  no_show_after: '10m',
  reminders: '3h',
  chat_notice: 'We answer on weekdays.\nNot at night.',
  notes_visible: true,
};

describe('visit settings of a clinic', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let admin: ApiClient;
  let patient: ApiClient;
  let path: string;
  let hours = 2;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    doctorIs = await clinic.person('doctor');
    admin = await ApiClient.signIn(clinic, await clinic.person('admin'));
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
    path = `/api/v1/clinics/${clinic.clinicId}/visit-settings/`;
  });
  after(() => clinic?.stop());

  async function visit() {
    const slot = await clinic.slot(doctorIs, hours * HOUR_MS);
    hours += 1;
    const { body } = await patient.post(`${A}/`, { availability_id: slot });
    const { chat_room_id: room } = (await patient.get(`${A}/${body.id}/`)).body;
    const { rows } = await clinic.core.pool.query('select policy, starts_at from appointments where id = $1', [
      body.id,
    ]);
    const startsAt: Date = rows[0].starts_at;
    return { id: body.id, room, startsAt, policy: rows[0].policy };
  }
  const roomOf = async (room: string) => (await patient.get(`/api/v1/chat/${room}/`)).body;
  const isEarlierBy = (startsAt: Date, opensAt: string) => startsAt.getTime() - Date.parse(opensAt);

  it('begin as the installation has them, are set, and go back with null', async () => {
    const { status, body } = await admin.get(path);
    assert.deepEqual([status, body], [200, { clinic: clinic.clinicId, ...INSTALLATION, own: [] }]);
    const changed = await admin.patch(path, OWN);
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    const { own, ...set } = changed.body;
    assert.deepEqual(set, { clinic: clinic.clinicId, ...OWN });
    assert.deepEqual([...own].sort(), Object.keys(OWN).sort());
    assert.deepEqual((await admin.get(path)).body, changed.body);
    const policies = (await admin.get(`/api/v1/clinics/${clinic.clinicId}/policies/`)).body;
    assert.deepEqual([policies.chat_opens, policies.reminders], ['2h', '3h'], 'they are one truth');
    const back = await admin.patch(path, Object.fromEntries(Object.keys(OWN).map((name) => [name, null])));
    assert.deepEqual(back.body, body);
    const { rows } = await clinic.core.pool.query(
      "select details from audit_events where action = 'clinic.settings_changed' and entity_id = $1 order by id",
      [clinic.clinicId],
    );
    assert.equal(rows[0].details.changed.split(',').length, Object.keys(OWN).length);
  });

  it('hold for visits that are booked from then on, and in their rooms', async () => {
    const before = await visit();
    await admin.patch(path, OWN);
    const after = await visit();
    await admin.patch(path, Object.fromEntries(Object.keys(OWN).map((name) => [name, null])));
    const agreed = ({ policy }: typeof before) => [
      policy.chatOpensMs,
      policy.chatEditWindowMs,
      policy.chatReopenMs,
      policy.chatArchiveMs,
      policy.checkInOpensMs,
      policy.noShowAfterMs,
      policy.remindersMs,
    ];
    const [minute, day] = [60_000, 24 * HOUR_MS];
    const installed = [15 * minute, 15 * minute, 14 * day, 30 * day, HOUR_MS, 30 * minute, [day, HOUR_MS]];
    assert.deepEqual(agreed(before), installed);
    assert.deepEqual(agreed(after), [2 * HOUR_MS, minute, 0, 7 * day, 4 * HOUR_MS, 10 * minute, [3 * HOUR_MS]]);
    assert.equal(isEarlierBy(before.startsAt, (await roomOf(before.room)).opens_at), 15 * minute);
    assert.equal(isEarlierBy(after.startsAt, (await roomOf(after.room)).opens_at), 2 * HOUR_MS);
    const checkIn = async ({ id }: typeof before) => (await patient.post(`${A}/${id}/check-in/`, {})).status;
    // They begin in two and in three hours.
    assert.deepEqual([await checkIn(before), await checkIn(after)], [409, 200]);
  });

  it('put the clinic’s words into every room at once, and never in the place of whom to call', async () => {
    const { room } = await visit();
    const standard = (await roomOf(room)).notice;
    assert.match(standard, /not for emergencies.*000/);
    await admin.patch(path, { chat_notice: 'Hello from us.' });
    assert.equal((await roomOf(room)).notice, `Hello from us.\n${standard}`);
    await admin.patch(path, { chat_notice: null });
    assert.equal((await roomOf(room)).notice, standard);
  });

  it('are refused by name, all of them or none', async () => {
    const before = (await admin.get(path)).body;
    for (const [field, body] of [
      ['chat_opens', { chat_opens: '15 minutes', notes_visible: true }],
      ['chat_archive', { chat_archive: '400d' }],
      ['reminders', { reminders: '1h,1h' }],
      ['chat_notice', { chat_notice: '   ' }],
      ['chat_notice', { chat_notice: 'x'.repeat(1001), chat_opens: '1m' }],
      ['chat_notice', { chat_notice: 'tab\t' }],
      ['notes_visible', { notes_visible: 'yes' }],
      ['video_provider', { video_provider: 'peer' }],
    ] as const) {
      const refused = await admin.patch(path, body);
      assert.equal(refused.status, 400, `${field}: ${JSON.stringify(refused.body)}`);
      assert.ok(JSON.stringify(refused.body).includes(field), JSON.stringify(refused.body));
    }
    assert.deepEqual((await admin.get(path)).body, before);
  });

  it('are for the administrators of the clinic', async () => {
    for (const role of ['doctor', 'nurse', 'receptionist', 'accountant', 'patient'] as const) {
      const other = await ApiClient.signIn(clinic, await clinic.person(role));
      assert.equal((await other.get(path)).status, 403, role);
      assert.equal((await other.patch(path, { notes_visible: true })).status, 403, role);
    }
    const elsewhere = '/api/v1/clinics/6f1c2d3e-4b5a-4678-9abc-def012345678/visit-settings/';
    assert.equal((await admin.get(elsewhere)).status, 404);
    assert.equal((await admin.patch(elsewhere, { notes_visible: true })).status, 404);
  });
});
