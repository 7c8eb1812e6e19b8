import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const PEOPLE = '/api/v1/users/admin/users/';
const BOOKINGS = '/api/v1/appointments/';

describe('who leaves a clinic', () => {
  let stage: Stage;
  let admin: ApiClient;
  let clinicId: string;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    clinicId = stage.clinic.clinicId;
    admin = await stage.signIn('admin');
  });
  after(() => stage?.close());

  const sql = <Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) =>
    stage.sql<Row>(text, values);
  const membershipOf = async ({ id }: Person): Promise<string> => {
    const [row] = await sql<{ id: string }>('select id from memberships where user_id = $1 and clinic_id = $2', [
      id,
      clinicId,
    ]);
    return `/api/v1/clinics/${clinicId}/members/${row?.id}/`;
  };
  /** A visit that is booked, and another time that the doctor offers. */
  async function booked(inHours = 50) {
    const visit = await stage.hold(inHours * HOUR);
    assert.equal((await stage.row(visit)).status, 'booked');
    return { ...visit, free: await stage.clinic.slot(visit.doctor, (inHours + 10) * HOUR) };
  }
  const isOffered = async (slot: string) => {
    const [row] = await sql<{ deleted_at: Date | null }>('select deleted_at from availabilities where id = $1', [slot]);
    return row?.deleted_at === null;
  };
  const entriesOf = (visit: { readonly id: string }) =>
    sql<{ code: string; resolved_by: string | null }>(
      'select code, resolved_by from attention where subject_id = $1 order by opened_at',
      [visit.id],
    );
  /** Ends what somebody is at the clinic, in each way that an admin has. */
  const ways: readonly (readonly [string, (person: Person) => Promise<{ readonly status: number }>])[] = [
    ['a membership that ends', async (person) => admin.delete(await membershipOf(person))],
    ['another role', async (person) => admin.patch(await membershipOf(person), { role: 'nurse' })],
    ['an account that is closed', (person) => admin.delete(`${PEOPLE}${person.id}/`)],
    ['an account that is shut out', (person) => admin.patch(`${PEOPLE}${person.id}/`, { is_active: false })],
  ];

  for (const [name, end] of ways) {
    it(`as a doctor, by ${name}, offers no more times, and booked visits wait for a person at once`, async () => {
      const visit = await booked();
      const bystander = await booked(70);
      const { status } = await end(visit.doctor);
      assert.ok([200, 204].includes(status), String(status));
      assert.equal(await isOffered(visit.free), false);
      assert.deepEqual(await stage.attention(visit), ['doctor_left']);
      assert.deepEqual([await stage.attention(bystander), await isOffered(bystander.free)], [[], true]);
      const { body } = await admin.get('/api/v1/admin/attention/');
      const entry = body.find((one: { appointment_id: string }) => one.appointment_id === visit.id);
      assert.match(entry.reason, /does not work at the clinic any more/);
      assert.match(entry.next_step, /Move the visit/);
      const audited = await sql(
        "select details from audit_events where action = 'attention.opened' and entity_id = $1 and patient_id = $2",
        [visit.id, visit.patient.id],
      );
      assert.deepEqual(audited, [{ details: { code: 'doctor_left' } }]);
      assert.equal((await stage.maintain()).flagged, 0, 'once');
    });
  }

  it('is settled when the visit goes to another doctor, is over, or the doctor is back', async () => {
    const [moved, cancelled, missed, kept] = [await booked(), await booked(), await booked(), await booked()];
    const visits = [moved, cancelled, missed, kept];
    for (const { doctor } of visits) await admin.patch(`${PEOPLE}${doctor.id}/`, { is_active: false });
    for (const visit of visits) assert.deepEqual(await stage.attention(visit), ['doctor_left']);
    // Maintenance shows it in the Temporal UI once it has rested for a moment.
    await sql("update appointments set updated_at = now() - interval '1 minute' where id = $1", [moved.id]);
    await stage.maintain();
    await stage.listed(moved.id, ['doctor_left']);

    const colleague = await stage.clinic.slot(await stage.clinic.person('doctor'), 51 * HOUR);
    const answer = await moved.api.post(`${moved.path}reschedule/`, { availability_id: colleague });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const status = { status: 'cancelled_by_clinic', reason: 'The doctor has left' };
    assert.equal((await admin.patch(`${cancelled.path}update/`, status)).status, 200);
    await sql("update appointments set status = 'in_progress' where id = $1", [missed.id]);
    await sql("update appointments set status = 'completed' where id = $1", [missed.id]);
    assert.equal((await admin.patch(`${PEOPLE}${kept.doctor.id}/`, { is_active: true })).status, 200);
    await stage.maintain();
    for (const visit of visits) {
      assert.deepEqual(await entriesOf(visit), [{ code: 'doctor_left', resolved_by: 'keepwell' }]);
    }
    await admin.delete(await membershipOf(kept.doctor));
    assert.deepEqual(await stage.attention(kept), ['doctor_left'], 'who leaves again is shown again');
  });

  it('stays closed when a person has dealt with it', async () => {
    const visit = await booked();
    await admin.delete(await membershipOf(visit.doctor));
    const dealtWith = { action: 'resolve_attention', code: 'doctor_left', reason: 'Told the patient' };
    const resolved = await admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, dealtWith);
    assert.equal(resolved.status, 200, JSON.stringify(resolved.body));
    await stage.maintain();
    assert.deepEqual(await stage.attention(visit), []);
  });

  it('by an organisation is found by maintenance: no free times, and booked visits wait for a person', async () => {
    const visit = await booked();
    const [organisation, member] = [randomUUID(), randomUUID()];
    await sql('insert into organisations (id, name) values ($1, $2)', [organisation, `Group ${organisation}`]);
    await sql(
      "insert into organisation_members (id, organisation_id, user_id, role, created_at) values ($1, $2, $3, 'doctor', now())",
      [member, organisation, visit.doctor.id],
    );
    await sql('update memberships set organisation_member_id = $2 where user_id = $1', [visit.doctor.id, member]);
    const platform = await stage.signIn('platform_admin');
    assert.equal((await platform.delete(`/api/v1/organisations/${organisation}/members/${member}/`)).status, 204);
    await stage.maintain();
    assert.equal(await isOffered(visit.free), false);
    assert.deepEqual(await stage.attention(visit), ['doctor_left']);
    const audited = await sql(
      "select clinic_id, details from audit_events where action = 'slot.deleted' and entity_id = $1",
      [visit.doctor.id],
    );
    assert.deepEqual(audited, [{ clinic_id: clinicId, details: { slots: 1 } }]);
    assert.equal((await stage.maintain()).flagged, 0);
  });

  it('as a patient leaves booked visits that wait for a person', async () => {
    const [closed, shutOut] = [await booked(), await booked()];
    assert.equal((await admin.delete(`${PEOPLE}${closed.patient.id}/`)).status, 204);
    assert.equal((await admin.patch(`${PEOPLE}${shutOut.patient.id}/`, { is_active: false })).status, 200);
    for (const visit of [closed, shutOut]) {
      assert.deepEqual(await stage.attention(visit), ['patient_left']);
      assert.equal(await isOffered(visit.free), true);
    }
    assert.equal((await admin.patch(`${PEOPLE}${shutOut.patient.id}/`, { is_active: true })).status, 200);
    assert.deepEqual(await stage.attention(shutOut), [], 'who is back has left nothing');
    const status = { status: 'cancelled_by_clinic', reason: 'The patient has left' };
    const cancelled = await admin.patch(`${closed.path}update/`, status);
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
    await stage.maintain();
    assert.deepEqual(await stage.attention(closed), []);
  });

  it('of another clinic is no business of this one', async () => {
    const visit = await booked();
    const elsewhere = randomUUID();
    const place = { id: elsewhere, name: 'Elsewhere', slug: elsewhere, timezone: 'UTC', phone: null };
    await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.clinics.create({ ...place, currency: 'aud' }),
    );
    const person = await stage.clinic.person('admin');
    await sql('update memberships set clinic_id = $2 where user_id = $1', [person.id, elsewhere]);
    const there = await stage.as(person);
    for (const id of [visit.doctor.id, visit.patient.id]) {
      await sql("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'nurse')", [id, elsewhere]);
      assert.equal((await there.delete(`${PEOPLE}${id}/`)).status, 204);
    }
    await stage.maintain();
    assert.deepEqual([await stage.attention(visit), await isOffered(visit.free)], [[], true]);
    const list = await (await stage.signIn('patient')).get(`${BOOKINGS}availabilities/list/?doctor=${visit.doctor.id}`);
    assert.deepEqual(
      list.body.map(({ id }: { id: string }) => id),
      [visit.free],
    );
  });
});
