import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { withVerifiedNin } from '../../../src/domain/identity/profile-rules.js';
import type { Role } from '../../../src/domain/roles.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const P = '/api/v1/patients/';
const MEDICARE = '2222222201';
const CONTACT = { name: 'Next of Kin', relationship: 'sister', phoneNumber: '+61491570159' };

describe("a patient's record", () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let patient: Person;
  let doctor: Person;
  let colleague: Person;

  before(async () => {
    clinics = await PatientClinics.start();
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    patient = await someone();
    [doctor, colleague] = [await clinics.person(here, 'doctor'), await clinics.person(here, 'doctor')];
    await clinics.visit(here, doctor, patient);
  });
  after(() => clinics.stop());

  function someone(): Promise<Person> {
    const document = { medicareNumber: MEDICARE, irn: '3', dateOfBirth: '1980-02-01', emergencyContacts: [CONTACT] };
    return clinics.person(here, 'patient', { firstName: 'Ada', lastName: 'Recordovic', document });
  }

  async function read(by: Person, id: string) {
    const { status, body } = await (await clinics.as(by)).get(`${P}${id}/`);
    return { status, body };
  }

  it('is read by who treats the patient: identifiers masked, with the emergency contacts', async () => {
    const { status, body } = await read(doctor, patient.id);
    assert.equal(status, 200);
    assert.deepEqual([body.first_name, body.date_of_birth], ['Ada', '1980-02-01']);
    assert.deepEqual([body.medicare_number, body.irn, body.ihi], ['******2201', '*', null]);
    assert.deepEqual(body.emergency_contacts, [
      { name: 'Next of Kin', relationship: 'sister', phone_number: '+61491570159', is_primary: false },
    ]);
    assert.ok(!JSON.stringify(body).includes(MEDICARE));
    const rows = await clinics.rows(
      `select clinic_id, actor_label, entity, entity_id, patient_id, details from audit_events
        where action = 'patient.read' and actor_user_id = $1`,
      [doctor.id],
    );
    assert.deepEqual(rows, [
      {
        clinic_id: here,
        actor_label: 'doctor',
        entity: 'patient',
        entity_id: patient.id,
        patient_id: patient.id,
        details: { contacts: true },
      },
    ]);
  });

  it('is read at the desk without the emergency contacts; a nurse reads those of who has a visit', async () => {
    for (const role of ['receptionist', 'admin'] as const) {
      const { status, body } = await read(await clinics.person(here, role), patient.id);
      assert.deepEqual([status, body.medicare_number, body.emergency_contacts], [200, '******2201', null], role);
    }
    const nurse = await clinics.person(here, 'nurse');
    assert.equal((await read(nurse, patient.id)).body.emergency_contacts.length, 1);
    const idle = await someone();
    assert.deepEqual((await read(nurse, idle.id)).body.emergency_contacts, null);
  });

  it('shows one identifier in full to who gives a reason, which the audit keeps', async () => {
    const reason = 'To claim the visit of today';
    const api = await clinics.as(doctor);
    const reveal = (field: string, why: unknown = reason) =>
      api.post(`${P}${patient.id}/reveal/`, { field, reason: why });
    const { status, body } = await reveal('medicare_number');
    assert.deepEqual([status, body], [200, { value: MEDICARE }]);
    assert.deepEqual((await reveal('ihi')).body, { value: null }, 'one that the patient has not given');
    const rows = await clinics.rows<{ event: object }>(
      `select to_jsonb(a) as event from audit_events a
        where action = 'patient.identifier_revealed' and patient_id = $1 order by id`,
      [patient.id],
    );
    const told = rows.map(({ event }) => JSON.stringify(event));
    assert.equal(told.length, 2);
    for (const event of told) {
      assert.match(event, /"reason_sealed": ?"k/);
      assert.ok(!event.includes(reason) && !event.includes(MEDICARE), event);
    }
    assert.ok(told[0]?.includes('medicare_number'));
    assert.match(told[1] ?? '', /"found": ?false/);
    for (const [field, why] of [
      ['medicare_number', ''],
      ['medicare_number', '   '],
      ['medicare_number', null],
      ['emergency_contacts', reason],
      ['password_hash', reason],
    ] as const) {
      assert.equal((await reveal(field, why)).status, 400, `${field}, ${why}`);
    }
    const other = await (await clinics.as(colleague)).post(`${P}${patient.id}/reveal/`, { field: 'ihi', reason });
    assert.deepEqual([other.status, other.body.code], [403, 'break_glass_required']);
    const desk = await clinics.as(await clinics.person(here, 'receptionist'));
    assert.equal((await desk.post(`${P}${patient.id}/reveal/`, { field: 'irn', reason })).body.value, '3');
    const elsewhere = await clinics.as(await clinics.person(there, 'receptionist'));
    assert.equal((await elsewhere.post(`${P}${patient.id}/reveal/`, { field: 'irn', reason })).status, 404);
    const accountant = await clinics.as(await clinics.person(here, 'accountant'));
    assert.equal((await accountant.post(`${P}${patient.id}/reveal/`, { field: 'irn', reason })).status, 403);
  });

  it('keeps of a NIN that was verified the result and four digits', async () => {
    const nin = '12345678901';
    const api = await clinics.as(patient);
    const given = await api.patch('/api/v1/users/profile/', {
      patient_profile: { nin, philhealth_number: '01-000000001-0' },
    });
    assert.deepEqual([given.body.patient_profile.nin, given.body.patient_profile.nin_verified], [nin, false]);
    assert.deepEqual((await read(doctor, patient.id)).body.nin, '*******8901');
    await clinics.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const document = withVerifiedNin(await scope.users.patientDocument(patient.id), doctor.id, new Date());
      await scope.users.savePatientDocument(patient.id, document, new Date());
    });
    const { body } = await read(doctor, patient.id);
    assert.deepEqual([body.nin, body.nin_verified, body.philhealth_number], ['*******8901', true, '********0010']);
    const treating = await clinics.as(doctor);
    const revealed = await treating.post(`${P}${patient.id}/reveal/`, { field: 'nin', reason: 'To compare' });
    assert.deepEqual([revealed.status, revealed.body.value], [200, null]);
    assert.equal((await api.get('/api/v1/users/profile/')).body.patient_profile.nin, '*******8901');
  });

  it('shows of the numbers by which a scheme pays four signs, and all of them with a reason', async () => {
    const api = await clinics.as(patient);
    const numbers = { dva_file_number: 'NX123456', concession_number: '123456789A' };
    const given = await api.patch('/api/v1/users/profile/', { patient_profile: numbers });
    assert.equal(given.status, 200, JSON.stringify(given.body));
    assert.equal(given.body.patient_profile.dva_file_number, 'NX123456');
    const { body } = await read(doctor, patient.id);
    assert.deepEqual([body.dva_file_number, body.concession_number], ['****3456', '******789A']);
    const treating = await clinics.as(doctor);
    for (const [field, value] of Object.entries(numbers)) {
      const revealed = await treating.post(`${P}${patient.id}/reveal/`, { field, reason: 'For the RPBS' });
      assert.deepEqual([revealed.status, revealed.body.value], [200, value]);
    }
  });

  it('is not read by another doctor, who learns that the glass has to be broken; nothing is recorded as read', async () => {
    const { status, body } = await read(colleague, patient.id);
    assert.deepEqual([status, body.code], [403, 'break_glass_required']);
    const rows = await clinics.rows("select 1 from audit_events where action = 'patient.read' and actor_user_id = $1", [
      colleague.id,
    ]);
    assert.deepEqual(rows, []);
  });

  it("is the same 404 for another clinic's patients, for colleagues, for closed accounts and for nobody", async () => {
    const foreign = await clinics.person(there, 'patient');
    const closed = await someone();
    await clinics.rows('update users set deleted_at = now() where id = $1', [closed.id]);
    const plain = ({ body, status }: { status: number; body: object }) => ({ ...body, status, request_id: null });
    const nobody = plain(await read(doctor, randomUUID()));
    assert.equal(nobody.status, 404);
    for (const id of [foreign.id, colleague.id, closed.id, 'me']) {
      assert.deepEqual(plain(await read(doctor, id)), nobody, id);
      assert.equal((await read(await clinics.person(here, 'receptionist'), id)).status, 404);
    }
  });

  for (const [what, visit, expected] of [
    ['a hold that is not paid', { status: 'pending' }, 403],
    ['a visit that is booked', { status: 'booked', inDays: 300 }, 200],
    ['a visit under way', { status: 'in_progress', inDays: 0 }, 200],
    ['a visit two years ago, less a day', { status: 'completed', inDays: -729 }, 200],
    ['a visit two years and a day ago', { status: 'completed', inDays: -731 }, 403],
    ['a visit that the patient missed', { status: 'no_show', inDays: -3 }, 200],
    ['a visit that was cancelled', { status: 'cancelled_by_patient', inDays: 3 }, 403],
  ] as const) {
    it(`${expected === 200 ? 'is' : 'is not'} opened by ${what}`, async () => {
      const [one, another] = [await someone(), await clinics.person(here, 'doctor')];
      await clinics.visit(here, another, one, visit);
      assert.equal((await read(another, one.id)).status, expected);
      const found = (await (await clinics.as(another)).get(`${P}?search=ada`)).body;
      assert.equal(found.length, expected === 200 ? 1 : 0, 'the search goes by the same rule');
      assert.equal(await rowsSeen(another, one), expected === 200 ? 1 : 0, 'and so does the second wall');
    });
  }

  it('is open for as long as the clinic says, where it says so', async () => {
    const [one, another] = [await someone(), await clinics.person(here, 'doctor')];
    await clinics.visit(here, another, one, { status: 'completed', inDays: -40 });
    const set = (policy: object) => clinics.rows('update clinics set policy = $2 where id = $1', [here, policy]);
    assert.equal((await read(another, one.id)).status, 200);
    await set({ treatingMs: 30 * 86_400_000 });
    assert.equal((await read(another, one.id)).status, 403);
    await set({ treatingMs: 'for ever' });
    assert.equal((await read(another, one.id)).status, 200, 'what is no rule is none');
    await set({});
  });

  it('of a patient whom the doctor treats at another clinic stays closed in this one', async () => {
    const both = await someone();
    await clinics.rows("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'patient')", [
      both.id,
      there,
    ]);
    const elsewhere = await clinics.person(there, 'doctor');
    await clinics.visit(there, elsewhere, both);
    await clinics.rows("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'doctor')", [
      elsewhere.id,
      here,
    ]);
    const api = await clinics.as(elsewhere);
    const [mine] = (await api.get('/api/v1/users/memberships/')).body.filter(
      (one: { clinic_id: string }) => one.clinic_id === here,
    );
    assert.equal((await api.get(`${P}${both.id}/`)).status, 200);
    const { body } = await api.post(`/api/v1/users/memberships/${mine.id}/activate/`, {});
    const response = await fetch(`${clinics.apiUrl}${P}${both.id}/`, {
      headers: { authorization: `Bearer ${body.access}` },
    });
    assert.equal(response.status, 403);
  });

  it('stays behind the second wall, whatever a doctor’s transaction asks for', async () => {
    assert.equal(await rowsSeen(doctor, patient), 1);
    assert.equal(await rowsSeen(colleague, patient), 0);
    assert.equal(await rowsSeen(doctor, patient, {}), 0, 'a transaction that is not about patients');
    assert.equal(await rowsSeen({ ...colleague, role: 'nurse' }, patient), 1);
    const db = directQueries(clinics.apiCore.pool, clinics.core.settings.ENCRYPTION_KEYS);
    const asked = db(actorOf(colleague, here)).query('select treated_patients($1, array[$2::uuid], 1e12::bigint)', [
      doctor.id,
      here,
    ]);
    await assert.rejects(asked, /permission denied/);
  });

  function actorOf({ id, role }: { readonly id: string; readonly role: Role }, clinicId: string): UserActor {
    const of = { membershipId: null, permissions: [], clinicIds: [clinicId], sessionId: randomUUID() };
    return { kind: 'user', userId: id, role, ...of };
  }

  /** How many profiles of this patient the person sees by SQL. */
  async function rowsSeen(
    by: { readonly id: string; readonly role: Role },
    of: Person,
    opens: object = { treating: String(730 * 86_400_000) },
  ): Promise<number> {
    const documents = await clinics.apiCore.unitOfWork.withScope(
      actorOf(by, here),
      (scope) => scope.users.patientDocuments([of.id]),
      { opens },
    );
    return documents.size;
  }
});
