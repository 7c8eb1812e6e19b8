import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import type { Role } from '../../../src/domain/roles.js';
import { signedScope } from '../../../src/models/signed-scope.js';
import { readMedicationRecord } from '../../../src/usecases/records/public.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const P = '/api/v1/patients/';
const PENICILLIN = {
  substance: 'Penicillins',
  category: 'medicine',
  reaction: 'A rash that nobody else may read of',
  severity: 'severe',
  certainty: 'confirmed',
};
const METFORMIN = { name: 'Metformin 500 mg tablets', dose: 'One twice a day', source: 'other_prescriber' };
const ERROR = { status: 'entered_in_error', reason: 'It was the sister’s, not hers' };

describe("a patient's allergies and medicines", () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let admin: Person;
  let doctor: Person;
  let colleague: Person;
  let patient: Person;

  before(async () => {
    clinics = await PatientClinics.start();
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    admin = await clinics.person(here, 'admin');
    [doctor, colleague] = [await clinics.person(here, 'doctor'), await clinics.person(here, 'doctor')];
  });
  beforeEach(async () => {
    patient = await clinics.person(here, 'patient');
    await clinics.visit(here, doctor, patient);
  });
  after(() => clinics.stop());

  const at = (path: string, of: Person = patient) => `${P}${of.id}/${path}/`;
  const get = async (path: string, by: Person = doctor, of?: Person) => (await clinics.as(by)).get(at(path, of));
  const post = async (path: string, body: object, by: Person = doctor, key?: string) =>
    (await clinics.as(by)).post(at(path), body, key);
  const patch = async (path: string, body: object, by: Person = doctor) => (await clinics.as(by)).patch(at(path), body);
  const stateNone = async (by: Person = doctor) =>
    (await clinics.as(by)).put(at('allergies/status'), { no_known_allergies: true });
  const summary = async (by: Person = doctor) => {
    const { status, body } = await get('clinical-summary', by);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const add = async (path: 'allergies' | 'medicines', body: object) => {
    const { status, body: added, headers } = await post(path, body);
    assert.equal(status, 201, JSON.stringify(added));
    assert.equal(headers.get('location'), at(`${path}/${added.id}`));
    return added;
  };
  const audit = (action: string) =>
    clinics.rows<{ event: Record<string, unknown> }>(
      'select to_jsonb(a) as event from audit_events a where action = $1 and patient_id = $2 order by id',
      [action, patient.id],
    );
  const breakGlass = async (by: Person) => {
    await clinics.core.unitOfWork.withScope(SYSTEM, ({ breakGlass: grants }) =>
      grants.add({
        id: randomUUID(),
        clinicId: here,
        patientId: patient.id,
        userId: by.id,
        role: by.role === 'nurse' ? 'nurse' : by.role === 'admin' ? 'admin' : 'doctor',
        reason: 'An emergency',
        grantedAt: new Date(),
        expiresAt: new Date(Date.now() + 60_000),
      }),
    );
  };

  it('are unknown until somebody says something: that none are known, or an allergy', async () => {
    assert.deepEqual(await summary(), {
      allergy_status: 'unknown',
      no_known_allergies: null,
      allergies: [],
      medicines: [],
      medicines_reviewed_at: null,
      medicines_reviewed_by: null,
    });
    const stated = await stateNone();
    assert.deepEqual([stated.status, stated.body.allergy_status], [200, 'none_known']);
    assert.equal(stated.body.no_known_allergies.by, doctor.id);
    const allergy = await add('allergies', PENICILLIN);
    const now = await summary();
    assert.deepEqual([now.allergy_status, now.no_known_allergies], ['recorded', null]);
    assert.deepEqual(now.allergies, [allergy]);
    const refused = await stateNone();
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.current_status],
      [409, 'invalid_transition', 'recorded'],
    );
    assert.equal((await patch(`allergies/${allergy.id}`, ERROR)).status, 200);
    assert.equal((await summary()).allergy_status, 'unknown', 'what was taken back stays so');
    assert.equal((await stateNone()).status, 200);
    assert.equal((await summary()).allergy_status, 'none_known');
    const kinds = await clinics.rows(
      'select kind, made_by from record_statements where patient_id = $1 order by number',
      [patient.id],
    );
    assert.deepEqual(
      kinds.map((row) => Object.values(row)),
      [
        ['no_known_allergies', doctor.id],
        ['no_known_allergies_withdrawn', doctor.id],
        ['no_known_allergies', doctor.id],
      ],
    );
    assert.equal(
      (await (await clinics.as(doctor)).put(at('allergies/status'), { no_known_allergies: false })).status,
      400,
    );
  });

  it('are changed in versions: what was entered in error stays readable with its reason, and is final', async () => {
    const { id } = await add('allergies', PENICILLIN);
    const resolved = await patch(`allergies/${id}`, { status: 'resolved', reason: 'Tolerated amoxicillin' });
    assert.deepEqual([resolved.status, resolved.body.status, resolved.body.version], [200, 'resolved', 2]);
    assert.deepEqual((await summary()).allergies, []);
    assert.equal((await stateNone()).status, 200);
    const again = await patch(`allergies/${id}`, { status: 'active', reason: 'A rash once more', version: 2 });
    assert.equal(again.body.version, 3);
    assert.equal((await summary()).allergy_status, 'recorded', 'one that stands again takes the statement back');
    const stale = await patch(`allergies/${id}`, { ...ERROR, version: 2 });
    assert.deepEqual([stale.status, stale.body.code, stale.body.version], [409, 'version_conflict', 3]);
    assert.equal((await patch(`allergies/${id}`, { ...ERROR, reason: '   ' })).status, 400);
    assert.equal((await patch(`allergies/${id}`, { status: 'entered_in_error' })).status, 400);
    assert.equal((await patch(`allergies/${id}`, ERROR)).status, 200);
    const after = await patch(`allergies/${id}`, { status: 'active', reason: 'No, it was right' });
    assert.deepEqual([after.status, after.body.code, after.body.allowed], [409, 'invalid_transition', []]);
    const { body } = await get('allergies');
    assert.equal(body.length, 1);
    assert.deepEqual(
      body[0].history.map(({ status, reason }: { status: string; reason: string }) => [status, reason]),
      [
        ['active', null],
        ['resolved', 'Tolerated amoxicillin'],
        ['active', 'A rash once more'],
        ['entered_in_error', ERROR.reason],
      ],
    );
    for (const table of ['record_entries', 'record_statements']) {
      await assert.rejects(clinics.rows(`update ${table} set patient_id = patient_id`), /append-only/);
      await assert.rejects(clinics.rows(`delete from ${table}`), /append-only/);
    }
  });

  it('end a medicine by its status or its day, and keep the list looked through with author and time', async () => {
    const { id, coded } = await add('medicines', { ...METFORMIN, started_on: '2025-03-01' });
    assert.equal(coded, true);
    const reviewed = await post('medicines/review', {});
    assert.deepEqual([reviewed.status, reviewed.body.medicines_reviewed_by], [201, doctor.id]);
    assert.equal(reviewed.headers.get('location'), at('clinical-summary'));
    assert.equal((await summary()).medicines_reviewed_at, reviewed.body.medicines_reviewed_at);
    const change = (body: object) => patch(`medicines/${id}`, { reason: 'Not needed any more', ...body });
    for (const [body, field] of [
      [{}, 'status'],
      [{ stopped_on: '2024-01-01' }, 'stopped_on'],
      [{ stopped_on: '2999-01-01' }, 'stopped_on'],
      [{ stopped_on: '2026-02-30' }, 'stopped_on'],
      [{ stopped_on: '2026-01-01', status: 'active' }, 'stopped_on'],
    ] as const) {
      const { status, body: problem } = await change(body);
      assert.deepEqual([status, problem.field], [400, field], JSON.stringify(body));
    }
    const stopped = await change({ stopped_on: '2026-01-01' });
    assert.deepEqual([stopped.body.status, stopped.body.stopped_on], ['stopped', '2026-01-01']);
    assert.deepEqual((await summary()).medicines, []);
    assert.equal((await change({ status: 'stopped' })).status, 409);
    assert.equal((await change({ stopped_on: '2026-01-02' })).body.stopped_on, '2026-01-02', 'the day is corrected');
    const taken = await change({ status: 'active' });
    assert.deepEqual([taken.body.status, taken.body.stopped_on, taken.body.version], ['active', null, 4]);
    assert.equal((await summary()).medicines.length, 1);
    assert.equal((await post('medicines', { source: 'patient_reported' })).body.field, 'name');
    assert.equal((await post('medicines', { ...METFORMIN, started_on: '2999-01-01' })).body.field, 'started_on');
  });

  it('are coded by an item that the clinic sees, by the name written, or not', async () => {
    const api = await clinics.as(admin);
    const item = { generic_name: 'amoxicillin + clavulanic acid', strength: '875 mg + 125 mg', form: 'tablet' };
    const { body: drug } = await api.post('/api/v1/drugs/', item);
    const allergy = await add('allergies', { ...PENICILLIN, substance: 'The white tablets', drug: drug.id });
    assert.deepEqual(allergy.codes, { substances: ['amoxicillin', 'clavulanic_acid'], classes: [] });
    assert.deepEqual([allergy.coded, allergy.drug], [false, drug.id], 'which tablets that were, nobody knows');
    const named = await add('allergies', { ...PENICILLIN, substance: drug.name, drug: drug.id });
    assert.deepEqual([named.coded, named.codes], [true, allergy.codes]);
    const medicine = await add('medicines', { drug: drug.id, source: 'prescribed_here' });
    assert.deepEqual([medicine.name, medicine.coded], [drug.name, true]);
    const unknown = await add('allergies', { ...PENICILLIN, substance: 'Prawns', category: 'food' });
    assert.deepEqual([unknown.coded, unknown.codes], [false, { substances: [], classes: [] }]);
    const stranger = await clinics.as(await clinics.person(there, 'admin'));
    const { body: elsewhere } = await stranger.post('/api/v1/drugs/', item);
    for (const id of [elsewhere.id, randomUUID()]) {
      for (const [path, body] of [
        ['allergies', { ...PENICILLIN, drug: id }],
        ['medicines', { ...METFORMIN, drug: id }],
      ] as const) {
        const refused = await post(path, body);
        assert.deepEqual([refused.status, refused.body.field], [400, 'drug'], path);
      }
    }
  });

  it('are written by who treats the patient, read by the patient and by break-glass, and hidden from everybody else', async () => {
    const { id } = await add('allergies', PENICILLIN);
    const { id: medicine } = await add('medicines', METFORMIN);
    const people = async (role: Role, where = here) => clinics.person(where, role);
    const [nurse, receptionist] = [await people('nurse'), await people('receptionist')];
    const answers = async (by: Person) => {
      const all = [
        await get('clinical-summary', by),
        await get('allergies', by),
        await get('medicines', by),
        await post('allergies', PENICILLIN, by),
        await post('medicines', METFORMIN, by),
        await post('medicines/review', {}, by),
        await stateNone(by),
        await patch(`allergies/${id}`, ERROR, by),
        await patch(`medicines/${medicine}`, ERROR, by),
      ];
      for (const { status, body } of all) {
        if (status >= 400) assert.ok(!JSON.stringify(body).includes('Penicillin'), JSON.stringify(body));
      }
      return all.map(({ status, body }) => (status < 400 ? status : `${status} ${body.code}`));
    };
    const both = (reading: number | string, writing: number | string) => [
      ...Array.from({ length: 3 }, () => reading),
      ...Array.from({ length: 6 }, () => writing),
    ];
    const [missing, forbidden, closed] = ['404 not_found', '403 forbidden', '403 break_glass_required'];
    assert.deepEqual(await answers(patient), both(200, forbidden));
    assert.deepEqual(await answers(colleague), both(closed, closed));
    assert.deepEqual(await answers(nurse), both(closed, forbidden), 'a visit is booked, and yet');
    assert.deepEqual(await answers(admin), both(closed, forbidden));
    assert.deepEqual(await answers(receptionist), both(forbidden, forbidden));
    assert.deepEqual(await answers(await people('patient')), both(missing, forbidden));
    assert.deepEqual(await answers(await people('doctor', there)), both(missing, missing));
    for (const by of [colleague, nurse, admin]) {
      await breakGlass(by);
      const expected = both(200, forbidden);
      assert.deepEqual(await answers(by), expected, by.role);
    }
    const read = await audit('record.allergies_read');
    assert.deepEqual(
      read.map(({ event }) => [event.actor_user_id, Object.keys(event.details as object)]),
      [
        [patient.id, []],
        [colleague.id, ['breakGlass']],
        [nurse.id, ['breakGlass']],
        [admin.id, ['breakGlass']],
      ],
    );
  });

  it('are within reach of no entry of another patient, and of no other clinic', async () => {
    const { id } = await add('allergies', PENICILLIN);
    const { id: medicine } = await add('medicines', METFORMIN);
    const first = patient;
    patient = await clinics.person(here, 'patient');
    await clinics.visit(here, doctor, patient);
    assert.equal((await patch(`allergies/${id}`, ERROR)).status, 404);
    assert.equal((await patch(`medicines/${medicine}`, ERROR)).status, 404);
    assert.equal((await patch(`allergies/${medicine}`, ERROR)).status, 404);
    assert.deepEqual((await get('allergies')).body, []);
    // Somebody whom two clinics treat: each keeps its own, and the patient reads both.
    const second = await clinics.person(there, 'doctor');
    await clinics.rows("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'patient')", [
      first.id,
      there,
    ]);
    await clinics.visit(there, second, first);
    assert.deepEqual((await get('allergies', second, first)).body, []);
    const stated = await (await clinics.as(second)).put(at('allergies/status', first), { no_known_allergies: true });
    assert.equal(stated.status, 200);
    const own = (await get('clinical-summary', first, first)).body;
    assert.deepEqual(
      [own.allergy_status, own.allergies.length],
      ['recorded', 1],
      'an allergy that one clinic knows counts',
    );
  });

  it('are sealed for their row and patient, and stand in no audit', async () => {
    const { id } = await add('allergies', PENICILLIN);
    await add('medicines', METFORMIN);
    await patch(`allergies/${id}`, ERROR);
    const stored = JSON.stringify([
      await clinics.rows('select * from record_entries where patient_id = $1', [patient.id]),
      await clinics.rows('select * from audit_events where patient_id = $1', [patient.id]),
    ]);
    for (const word of ['enicillin', 'rash', 'etformin', 'twice', 'sister', 'severe']) {
      assert.ok(!stored.includes(word), word);
    }
    const changes = await audit('record.allergy_changed');
    assert.deepEqual(
      changes.map(({ event }) => [event.actor_user_id, event.entity, event.entity_id, event.details]),
      [[doctor.id, 'allergy', id, { version: 2, status: 'entered_in_error' }]],
    );
    for (const action of ['record.allergy_added', 'record.medicine_added'])
      assert.equal((await audit(action)).length, 1);
    // A row whose text was moved to it cannot be read.
    const other = await clinics.person(here, 'patient');
    await clinics.rows(
      `insert into record_entries select gen_random_uuid(), gen_random_uuid(), 1, kind, clinic_id, $2, status, content_sealed, null,
         recorded_by, recorded_at from record_entries where patient_id = $1 and version = 1`,
      [patient.id, other.id],
    );
    await clinics.visit(here, doctor, other);
    assert.equal((await get('allergies', doctor, other)).status, 500);
  });

  it('are refused by the database to who does not treat the patient', async () => {
    const { id } = await add('allergies', PENICILLIN);
    const actor = ({ id: userId, role }: Person): UserActor => ({
      kind: 'user',
      ...{ userId, role },
      membershipId: null,
      permissions: [],
      clinicIds: [here],
      sessionId: randomUUID(),
    });
    const { pool, settings } = clinics.apiCore;
    const query = async (by: Person, text: string, values: readonly unknown[]) => {
      const client = await pool.connect();
      try {
        const scope = signedScope(settings.ENCRYPTION_KEYS, actor(by), { treating: '86400000' });
        await client.query("select set_config('app.scope', $1, false)", [scope]);
        return await client.query(text, [...values]);
      } finally {
        client.release(true);
      }
    };
    const rows = async (by: Person) =>
      (await query(by, 'select 1 from record_entries where patient_id = $1', [patient.id])).rows.length;
    const insert = (by: Person, values: string) =>
      query(
        by,
        `insert into record_entries (id, entry_id, version, kind, clinic_id, patient_id, status, content_sealed, reason_sealed, recorded_by, recorded_at)
         values (gen_random_uuid(), ${values}, $1, $2, 'active', 'k.x', 'k.x', $3, now())`,
        [here, patient.id, by.id],
      );
    assert.deepEqual([await rows(doctor), await rows(patient)], [1, 1]);
    for (const by of [colleague, admin]) assert.equal(await rows(by), 0, by.role);
    await breakGlass(colleague);
    assert.equal(await rows(colleague), 1);
    await assert.rejects(insert(colleague, `'${id}', 2, 'allergy'`), /row-level security/);
    await assert.rejects(insert(patient, `'${id}', 2, 'allergy'`), /row-level security/);
    await assert.rejects(insert(doctor, `'${id}', 2, 'medicine'`), /follows none/);
    await assert.rejects(insert(doctor, `gen_random_uuid(), 2, 'allergy'`), /follows none/);
    await insert(doctor, `'${id}', 2, 'allergy'`);
  });

  it('are one entry for one Idempotency-Key', async () => {
    const key = randomUUID();
    const send = (body: object) => post('allergies', body, doctor, key);
    const [one, two] = [await send(PENICILLIN), await send(PENICILLIN)];
    assert.deepEqual([two.status, two.body.id], [201, one.body.id]);
    const other = await send({ ...PENICILLIN, severity: 'mild' });
    assert.equal(other.status, 422);
    assert.equal((await get('allergies')).body.length, 1);
  });

  it('come to checks in one read, with their codes', async () => {
    await add('allergies', PENICILLIN);
    const { id } = await add('allergies', { ...PENICILLIN, substance: 'Latex', category: 'other' });
    await patch(`allergies/${id}`, ERROR);
    await add('medicines', METFORMIN);
    const record = await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      readMedicationRecord(scope, { patientId: patient.id, clinicIds: [here] }),
    );
    assert.deepEqual(
      record.allergies.map(({ content }) => content.coding),
      [{ substances: [], classes: ['penicillin'], isComplete: true }],
    );
    assert.deepEqual(
      record.medicines.map(({ content }) => content.coding),
      [{ substances: ['metformin'], classes: [], isComplete: true }],
    );
    assert.deepEqual([record.allergyStatus, record.medicinesReviewed], ['recorded', null]);
  });
});
