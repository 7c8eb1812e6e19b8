import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { directQueries } from '../../../src/models/direct-queries.js';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const P = '/api/v1/patients/';
const A = '/api/v1/appointments/';
const GRANTS = '/api/v1/admin/break-glass/';
const REASON = { reason: 'Chest pain on the phone' };
const REVIEW = { justified: true, note: 'I asked, and it was so.' };

describe('breaking the glass', () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let patient: Person;
  let treating: Person;
  let doctor: Person;
  let api: ApiClient;
  let admin: ApiClient;
  let visit: string;

  before(async () => {
    clinics = await PatientClinics.start();
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    admin = await clinics.as(await clinics.person(here, 'admin', { firstName: 'Ada', lastName: 'Admin' }));
    treating = await clinics.person(here, 'doctor');
  });
  after(() => clinics.stop());

  beforeEach(async () => {
    const document = { medicareNumber: '2222222201', dateOfBirth: '1980-02-01' };
    patient = await clinics.person(here, 'patient', { document });
    visit = await clinics.visit(here, treating, patient);
    doctor = await clinics.person(here, 'doctor', { firstName: 'Otto', lastName: 'Other' });
    api = await clinics.as(doctor);
  });

  const rows = <Row extends object>(text: string, values: readonly unknown[] = []) => clinics.rows<Row>(text, values);
  const expire = () =>
    rows(
      "update break_glass_grants set granted_at = now() - interval '2 hours', expires_at = now() - interval '1 second'",
    );
  async function broken(by = api, of = patient): Promise<string> {
    const { status, body } = await by.post(`${P}${of.id}/break-glass/`, REASON);
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  }

  it('opens the record for an hour, and each reading names the grant', async () => {
    assert.equal((await api.get(`${P}${patient.id}/`)).status, 403);
    const before = Date.now();
    const { status, body, headers } = await api.post(`${P}${patient.id}/break-glass/`, REASON);
    assert.deepEqual([status, Object.keys(body)], [201, ['id', 'expires_at']]);
    assert.equal(headers.get('location'), `${P}${patient.id}/`);
    const minutes = (Date.parse(body.expires_at) - before) / 60_000;
    assert.ok(minutes > 59.9 && minutes < 60.1, String(minutes));
    const read = await api.get(`${P}${patient.id}/`);
    assert.deepEqual([read.status, read.body.medicare_number], [200, '******2201']);
    const audited = await rows<{ action: string; details: object }>(
      "select action, details - 'reason' as details from audit_events where actor_user_id = $1 and patient_id = $2 order by id",
      [doctor.id, patient.id],
    );
    assert.deepEqual(audited, [
      { action: 'patient.glass_broken', details: { until: body.expires_at } },
      { action: 'patient.read', details: { contacts: true, breakGlass: body.id } },
    ]);
    const stored = await rows<{ reason_sealed: string }>('select reason_sealed from break_glass_grants where id = $1', [
      body.id,
    ]);
    assert.ok(!stored[0]?.reason_sealed.includes('Chest'));
  });

  it('opens the visits of the patient, with what they wrote when booking, and nothing to change', async () => {
    const seal = clinics.core.settings.ENCRYPTION_KEYS.sealText('a cough', `appointments\nsymptomsSealed\n${visit}`);
    await rows('update appointments set symptoms_sealed = $2 where id = $1', [visit, seal]);
    const boss = await clinics.as(await clinics.person(here, 'admin'));
    assert.equal((await api.get(`${A}${visit}/`)).status, 404);
    assert.equal((await boss.get(`${A}${visit}/`)).body.symptoms, null);
    const grants = [await broken(), await broken(boss)];
    for (const by of [api, boss]) assert.equal((await by.get(`${A}${visit}/`)).body.symptoms, 'a cough');
    const named = await rows<{ glass: string }>(
      "select details->>'breakGlass' as glass from audit_events where action = 'appointment.read' and entity_id = $1 and details ? 'breakGlass' order by id",
      [visit],
    );
    assert.deepEqual(
      named.map(({ glass }) => glass),
      grants,
    );
    for (const [path, body] of [
      ['update/', { status: 'cancelled_by_doctor', reason: 'No' }],
      ['reschedule/', { availability_id: randomUUID() }],
    ] as const) {
      const reply = await (path === 'update/'
        ? api.patch(`${A}${visit}/${path}`, body)
        : api.post(`${A}${visit}/${path}`, body));
      assert.equal(reply.status, 404, path);
    }
    await expire();
    assert.equal((await api.get(`${A}${visit}/`)).status, 404);
    assert.equal((await boss.get(`${A}${visit}/`)).body.symptoms, null);
  });

  it('lists the visits of the patient and of nobody else, to be read, and the row names the grant', async () => {
    const of = (id: string) => `${A}?patient=${id}`;
    const seen = async (by: ApiClient, id = patient.id) => {
      const { status, body } = await by.get(of(id));
      assert.equal(status, 200, JSON.stringify(body));
      return body.map((one: { id: string }) => one.id);
    };
    const own = await clinics.visit(here, doctor, await clinics.person(here, 'patient'));
    assert.deepEqual(await seen(api), []);
    assert.deepEqual(await seen(await clinics.as(treating)), [visit]);
    assert.deepEqual(await seen(await clinics.as(patient)), [visit]);
    assert.deepEqual(await seen(await clinics.as(await clinics.person(here, 'patient'))), []);
    const grant = await broken();
    assert.deepEqual(await seen(api), [visit]);
    const read = (await api.get(of(patient.id))).body[0];
    assert.equal(read.symptoms ?? null, null);
    assert.deepEqual(
      (await api.get(A)).body.map((one: { id: string }) => one.id),
      [own],
    );
    const other = await clinics.person(here, 'patient');
    await clinics.visit(here, treating, other);
    assert.deepEqual(await seen(api, other.id), []);
    const noted = await rows<{ patient_id: string; details: object }>(
      `select patient_id, details from audit_events where action = 'appointment.listed' and actor_user_id = $1
        and details ? 'breakGlass' order by id`,
      [doctor.id],
    );
    const row = { patient_id: patient.id, details: { rows: 1, breakGlass: grant } };
    assert.deepEqual(noted, [row, row]);
    await expire();
    assert.deepEqual(await seen(api), []);
    const refused = await api.get(of('nobody'));
    assert.deepEqual([refused.status, refused.body.field], [400, 'patient']);
  });

  it('stays open where the only administrator did it, until the clinic has another', async () => {
    const alone = await clinics.clinic();
    const boss = await clinics.as(await clinics.person(alone, 'admin'));
    const stranger = await clinics.person(alone, 'patient');
    const id = await broken(boss, stranger);
    const review = (by: ApiClient) => by.post(`${GRANTS}${id}/review/`, REVIEW);
    assert.equal((await review(boss)).status, 403);
    const [entry] = (await boss.get('/api/v1/admin/attention/')).body;
    assert.equal(entry.code, 'break_glass_review');
    assert.equal((await boss.post(`/api/v1/admin/attention/${entry.id}/resolve/`, REASON)).status, 400);
    for (const role of ['doctor', 'nurse'] as const) {
      assert.equal((await review(await clinics.as(await clinics.person(alone, role)))).status, 403, role);
    }
    const second = await clinics.as(await clinics.person(alone, 'admin'));
    assert.equal((await review(second)).status, 200);
    assert.deepEqual((await boss.get('/api/v1/admin/attention/')).body, []);
  });

  it('ends: an expired grant opens nothing, by API or by SQL', async () => {
    await broken();
    assert.equal(await profilesSeen(), 1);
    await expire();
    const { status, body } = await api.get(`${P}${patient.id}/`);
    assert.deepEqual([status, body.code], [403, 'break_glass_required']);
    assert.equal(await profilesSeen(), 0);
  });

  it('opens nothing else: no other patient, to nobody else, in no other clinic', async () => {
    const other = await clinics.person(here, 'patient');
    await broken();
    assert.equal((await api.get(`${P}${other.id}/`)).status, 403);
    const colleague = await clinics.as(await clinics.person(here, 'doctor'));
    assert.equal((await colleague.get(`${P}${patient.id}/`)).status, 403);
    const foreign = await clinics.person(there, 'patient');
    for (const id of [foreign.id, doctor.id, randomUUID(), 'me']) {
      assert.equal((await api.post(`${P}${id}/break-glass/`, REASON)).status, 404, id);
    }
    const elsewhere = await clinics.as(await clinics.person(there, 'doctor'));
    assert.equal((await elsewhere.post(`${P}${patient.id}/break-glass/`, REASON)).status, 404);
    for (const role of ['receptionist', 'accountant', 'patient'] as const) {
      const somebody = await clinics.as(await clinics.person(here, role));
      assert.equal((await somebody.post(`${P}${patient.id}/break-glass/`, REASON)).status, 403, role);
    }
  });

  it('is not done by a statement alone, and no grant is lengthened', async () => {
    await broken();
    const db = directQueries(clinics.apiCore.pool, clinics.core.settings.ENCRYPTION_KEYS);
    const { id: userId, role } = doctor;
    const of = { membershipId: null, permissions: [], clinicIds: [here], sessionId: randomUUID() };
    const as = db({ kind: 'user', userId, role, ...of });
    const insert = `insert into break_glass_grants (id, clinic_id, patient_id, user_id, role, reason_sealed, granted_at, expires_at)
      values (gen_random_uuid(), $1, $2, $3, 'doctor', 'x', now(), now() + interval '1 hour')`;
    await assert.rejects(as.query(insert, [here, patient.id, userId]), /row-level security/);
    await assert.rejects(
      as.query("update break_glass_grants set expires_at = now() + interval '9 hours'"),
      /permission denied/,
    );
    await assert.rejects(
      as.query(
        "update break_glass_grants set reviewed_at = now(), reviewed_by = user_id, justified = true, note_sealed = 'x'",
      ),
      /by_another|check constraint/,
    );
  });

  it('needs a proof of who it is from a moment ago, and a reason', async () => {
    for (const reason of ['', '  ', '\u200b\u200b\u200b']) {
      const refused = await api.post(`${P}${patient.id}/break-glass/`, { reason });
      assert.deepEqual([refused.status, refused.body.field], [400, 'reason']);
    }
    await rows("update sessions set authenticated_at = now() - interval '11 minutes' where user_id = $1", [doctor.id]);
    const stale = await api.post(`${P}${patient.id}/break-glass/`, REASON);
    assert.deepEqual([stale.status, stale.body.code], [403, 'reauthentication_required']);
    assert.ok(stale.body.methods.includes('password'));
    assert.deepEqual(await rows('select 1 from break_glass_grants where user_id = $1', [doctor.id]), []);
  });

  it('is answered once: while a grant lasts, a repeat answers it', async () => {
    const key = randomUUID();
    const send = (one: string | null) => api.post(`${P}${patient.id}/break-glass/`, REASON, one);
    const replies = await Promise.all([send(key), send(key), send(randomUUID()), send(null)]);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [201, 201, 201, 201],
    );
    assert.equal(new Set(replies.map(({ body }) => body.id)).size, 1);
    assert.equal((await rows('select 1 from break_glass_grants where user_id = $1', [doctor.id])).length, 1);
  });

  it("is not for one's own patient", async () => {
    const own = await clinics.as(treating);
    const { status, body } = await own.post(`${P}${patient.id}/break-glass/`, REASON);
    assert.deepEqual([status, body.code], [409, 'invalid_transition']);
  });

  it('lasts as long as the clinic says', async () => {
    await rows(
      `insert into clinic_security_settings (clinic_id, break_glass_minutes) values ($1, 5)
       on conflict (clinic_id) do update set break_glass_minutes = 5`,
      [here],
    );
    const { body } = await api.post(`${P}${patient.id}/break-glass/`, REASON);
    assert.ok(Date.parse(body.expires_at) - Date.now() <= 5 * 60_000);
    await rows('update clinic_security_settings set break_glass_minutes = null where clinic_id = $1', [here]);
  });

  it('is told to every administrator at once, in mails that name nothing of the patient', async () => {
    const [second, boss] = [await clinics.person(here, 'admin'), await clinics.person(here, 'admin')];
    const expected = await rows<{ user_id: string }>(
      "select user_id from memberships where clinic_id = $1 and role = 'admin' and user_id <> $2 order by user_id",
      [here, boss.id],
    );
    await broken(await clinics.as(boss));
    const mails = await rows<{ user_id: string; id: string }>(
      `select user_id, id from account_mails where kind = 'break_glass' and created_at =
         (select granted_at from break_glass_grants where user_id = $1) order by user_id`,
      [boss.id],
    );
    assert.deepEqual(
      mails.map(({ user_id }) => user_id),
      expected.map(({ user_id }) => user_id),
    );
    assert.ok(mails.some(({ user_id }) => user_id === second.id));
    const mail = await clinics.core.unitOfWork.withScope({ kind: 'system', label: 'keepwell' }, (scope) =>
      scope.accountMails.findWaiting(String(mails[0]?.id)),
    );
    assert.equal(mail?.content.glass?.role, 'admin');
    assert.ok(!JSON.stringify(mail?.content).includes(REASON.reason));
  });

  it('is judged by somebody else, once, which closes the entry that only administrators see', async () => {
    const id = await broken();
    const open = async (by: ApiClient) =>
      (await by.get('/api/v1/admin/attention/?limit=200')).body.filter(
        (entry: { context: { grant?: string } }) => entry.context.grant === id,
      );
    const [entry] = await open(admin);
    assert.equal(entry.code, 'break_glass_review');
    const desk = await clinics.as(await clinics.person(here, 'receptionist'));
    assert.deepEqual(await open(desk), []);
    assert.equal((await desk.post(`/api/v1/admin/attention/${entry.id}/resolve/`, REASON)).status, 404);
    assert.equal((await admin.post(`/api/v1/admin/attention/${entry.id}/resolve/`, REASON)).status, 400);
    const listed = (await admin.get(`${GRANTS}?state=open&limit=200`)).body.find(
      (one: { id: string }) => one.id === id,
    );
    assert.deepEqual(
      [listed.patient, listed.by, listed.reason, listed.state, listed.justified],
      [patient.id, { id: doctor.id, name: 'Otto Other', role: 'doctor' }, REASON.reason, 'open', null],
    );
    const looks = await rows(
      "select 1 from audit_events e where action = 'patient.glass_listed' and clinic_id = $1 and to_jsonb(e)::text like '%' || $2 || '%'",
      [here, patient.id],
    );
    assert.ok(looks.length > 0, 'who looks at the list is recorded, with whose records were opened');
    assert.equal((await admin.post(`${GRANTS}${id}/review/`, { ...REVIEW, note: '   ' })).status, 400);
    const boss = await clinics.as(await clinics.person(here, 'admin'));
    const judge = (by: ApiClient, justified: boolean) => by.post(`${GRANTS}${id}/review/`, { ...REVIEW, justified });
    const replies = await Promise.all([judge(admin, true), judge(boss, false)]);
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409]);
    const done = replies.find(({ status }) => status === 200)?.body;
    const again = (await admin.get(`${GRANTS}?state=reviewed&limit=200`)).body.find(
      (one: { id: string }) => one.id === id,
    );
    assert.deepEqual(
      [again.state, again.justified, again.reviewed_by, again.note],
      ['reviewed', done.justified, done.reviewed_by, REVIEW.note],
    );
    assert.deepEqual(await open(admin), []);
    assert.deepEqual(
      await rows("select details - 'reason' as details from audit_events where action = $1 and entity_id = $2", [
        'patient.glass_reviewed',
        id,
      ]),
      [{ details: { justified: done.justified } }],
    );
  });

  it('is not judged by who did it, by another clinic or by nobody', async () => {
    const boss = await clinics.as(await clinics.person(here, 'admin'));
    const id = await broken(boss);
    const own = await boss.post(`${GRANTS}${id}/review/`, REVIEW);
    assert.deepEqual([own.status, own.body.code], [403, 'forbidden']);
    const foreign = await clinics.as(await clinics.person(there, 'admin'));
    assert.equal((await foreign.post(`${GRANTS}${id}/review/`, REVIEW)).status, 404);
    assert.deepEqual((await foreign.get(GRANTS)).body, []);
    assert.equal((await api.get(GRANTS)).status, 403);
    assert.equal((await admin.post(`${GRANTS}${randomUUID()}/review/`, REVIEW)).status, 404);
    assert.equal((await admin.get(`${GRANTS}?state=whatever`)).status, 400);
    assert.equal((await admin.post(`${GRANTS}${id}/review/`, REVIEW)).status, 200, 'somebody else can');
  });

  /** How many profiles of the patient the doctor sees by SQL. */
  async function profilesSeen(): Promise<number> {
    const of = { membershipId: null, permissions: [], clinicIds: [here], sessionId: randomUUID() };
    const actor = { kind: 'user', userId: doctor.id, role: 'doctor', ...of } as const;
    const documents = await clinics.apiCore.unitOfWork.withScope(actor, (scope) =>
      scope.users.patientDocuments([patient.id]),
    );
    return documents.size;
  }
});
