import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { activityDeps } from '../../../src/composition/worker.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { deliverAccountMail } from '../../../src/usecases/identity/deliver-account-mail.js';
import { type ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const Q = '/api/v1/questions/';
const ANSWERS = `${Q}answers/`;
const OFTEN = [
  { value: 'never', label: 'Not at all', score: 0 },
  { value: 'daily', label: 'Nearly every day', score: 3 },
];
const FORM = {
  title: 'Before your visit',
  purpose: 'before_visit',
  due_before: '24h',
  items: [
    { key: 'reason', text: 'Why do you come?', type: 'text', required: true },
    { key: 'low', text: 'Little interest', type: 'choice', options: OFTEN },
    {
      key: 'harm',
      text: 'Thoughts of harming yourself',
      type: 'choice',
      options: OFTEN,
      alert_if: { at_least: 1, message: 'Please call us now.' },
    },
  ],
  bands: [
    { from: 0, to: 2, label: 'low' },
    { from: 3, to: 6, label: 'high', alert: true },
  ],
};

interface Booked {
  readonly id: string;
  readonly path: string;
  readonly api: ApiClient;
  readonly patient: Person;
  readonly doctor: Person;
}

describe('questionnaires', () => {
  let stage: Stage;
  let admin: ApiClient;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    admin = await stage.signIn('admin');
  });
  after(() => stage?.close());
  // What one test asks is not asked in the next.
  afterEach(() => stage.sql('update questionnaires set retired_at = now() where retired_at is null'));

  const create = async (form: object = FORM) => {
    const created = await admin.post(Q, form);
    assert.equal(created.status, 201, JSON.stringify(created.body));
    return created.body;
  };
  const visit = async (inHours = 50, type?: string): Promise<Booked> => {
    const doctor = await stage.clinic.person('doctor');
    const slot = await stage.clinic.slot(doctor, inHours * HOUR);
    const api = await stage.signIn('patient');
    const body = { availability_id: slot, ...(type ? { consultation_type: type } : {}) };
    const { status, body: booked } = await api.post('/api/v1/appointments/', body);
    assert.equal(status, 201, JSON.stringify(booked));
    assert.ok(api.person);
    return { id: booked.id, path: `/api/v1/appointments/${booked.id}/`, api, patient: api.person, doctor };
  };
  const formsOf = async ({ api, path }: Booked) => (await api.get(path)).body.questionnaires;
  const stateOf = async (one: Booked, id: string) =>
    (await formsOf(one)).find((form: { id: string }) => form.id === id)?.status ?? null;
  const answer = (
    one: Booked,
    questionnaire: string,
    answers: object,
    is_final = true,
    key: string | null = randomUUID(),
  ) => one.api.post(ANSWERS, { appointment: one.id, questionnaire, answers, is_final }, key);
  const retire = (id: string) => admin.delete(`${Q}${id}/`);
  const audited = async (entity: string, action: string) =>
    (await stage.sql('select 1 from audit_events where entity_id = $1 and action = $2', [entity, action])).length;

  it('a form is written once for each key, and one that cannot be answered is refused with every problem', async () => {
    const key = randomUUID();
    const [first, again] = [await admin.post(Q, FORM, key), await admin.post(Q, FORM, key)];
    assert.deepEqual([first.status, again.body.id, first.body.version], [201, first.body.id, 1]);
    assert.deepEqual(first.body.items[2].alert_if, { at_least: 1, message: 'Please call us now.' });
    assert.deepEqual(first.body.bands[1], { from: 3, to: 6, label: 'high', alert: 'high' });
    assert.equal(first.body.due_before, '24h');
    const broken = { ...FORM, items: [{ key: 'a', text: 'A', type: 'choice' }], due_before: '900d' };
    assert.equal((await admin.post(Q, broken)).body.field, 'due_before');
    const refused = await admin.post(Q, { ...broken, due_before: null });
    assert.equal(refused.status, 400);
    assert.deepEqual(
      refused.body.fields.map(({ field }: { field: string }) => field),
      ['items.0.options', 'bands'],
    );
    assert.equal((await (await stage.signIn('receptionist')).post(Q, FORM)).status, 403);
    assert.equal(await audited(first.body.id, 'questionnaire.created'), 1);
  });

  it('a change is the next version; answers and drafts stay with theirs, and every version stays readable', async () => {
    const form = await create();
    const [early, late] = [await visit(), await visit()];
    assert.equal((await answer(early, form.id, { reason: 'A cough' }, false)).body.version, 1);
    const changed = await admin.patch(`${Q}${form.id}/`, { title: 'Anew', items: [...FORM.items.slice(1)] });
    assert.deepEqual([changed.status, changed.body.version, changed.body.title], [200, 2, 'Anew']);
    assert.equal((await answer(early, form.id, { reason: 'A cough', low: 'never' })).body.version, 1);
    const answered = await answer(late, form.id, { low: 'never' });
    assert.equal(answered.body.version, 2);
    assert.equal((await answer(late, form.id, { reason: 'x' })).status, 409);
    assert.equal((await early.api.get(`${Q}${form.id}/?version=1`)).body.title, 'Before your visit');
    assert.equal((await early.api.get(`${Q}${form.id}/`)).body.title, 'Anew');
    assert.equal((await early.api.get(`${Q}${form.id}/?version=3`)).status, 404);

    assert.equal((await retire(form.id)).status, 204);
    assert.equal((await retire(form.id)).status, 204, 'again');
    assert.equal((await admin.patch(`${Q}${form.id}/`, { title: 'Once more' })).status, 409);
    assert.ok((await early.api.get(`${Q}${form.id}/`)).body.retired_at);
    const listed = (await early.api.get(Q)).body.map(({ id }: { id: string }) => id);
    assert.ok(!listed.includes(form.id));
    assert.equal(await stateOf(early, form.id), 'final', 'what was answered stays with the visit');
    assert.equal(await stateOf(await visit(), form.id), null, 'nobody is asked any more');
  });

  it('two changes at once are two versions', async () => {
    const form = await create();
    const versions = await Promise.all(
      ['One', 'Two', 'Three'].map(async (title) => (await admin.patch(`${Q}${form.id}/`, { title })).body.version),
    );
    assert.deepEqual([...versions].sort(), [2, 3, 4]);
  });

  it('an appointment carries the forms of its kind, when they are due, and how far the patient is', async () => {
    const [all, followUps] = [
      await create(),
      await create({ ...FORM, consultation_types: ['follow_up'], due_before: null }),
    ];
    const [one, other] = [await visit(), await visit(51, 'follow_up')];
    const [shown, ...rest] = await formsOf(one);
    const { start_time } = (await one.api.get(one.path)).body;
    const due = new Date(Date.parse(start_time) - 24 * HOUR).toISOString();
    assert.deepEqual(shown, { id: all.id, version: 1, title: FORM.title, due_at: due, status: 'open' });
    assert.deepEqual(rest, []);
    assert.deepEqual(
      (await formsOf(other)).map(({ id }: { id: string }) => id),
      [all.id, followUps.id],
      'what is due first stands first',
    );
    await answer(one, all.id, { reason: 'x' }, false);
    assert.equal(await stateOf(one, all.id), 'draft');
    await answer(one, all.id, { reason: 'x' });
    assert.equal(await stateOf(one, all.id), 'final');
    const list = (await one.api.get('/api/v1/appointments/')).body;
    assert.equal(list[0].questionnaires[0].status, 'final');
    const cancelled = await other.api.patch(`${other.path}update/`, { status: 'cancelled_by_patient' });
    assert.deepEqual(cancelled.body.questionnaires, [], 'nobody fills in a form for a visit that does not take place');
  });

  it('a form of registration is asked until it was answered once for good', async () => {
    const form = await create({ ...FORM, purpose: 'registration' });
    const one = await visit();
    const second = await one.api.post('/api/v1/appointments/', {
      availability_id: await stage.clinic.slot(one.doctor, 70 * HOUR),
    });
    const later: Booked = { ...one, id: second.body.id, path: `/api/v1/appointments/${second.body.id}/` };
    await answer(one, form.id, { reason: 'x' }, false);
    assert.equal(await stateOf(later, form.id), 'open');
    await answer(one, form.id, { reason: 'x' });
    assert.deepEqual([await stateOf(one, form.id), await stateOf(later, form.id)], ['final', null]);
    assert.equal((await answer(later, form.id, { reason: 'y' })).status, 404);
  });

  it('answers are kept sealed, as drafts until they are final, and until the visit starts', async () => {
    const form = await create();
    const one = await visit();
    const key = randomUUID();
    const draft = await answer(one, form.id, { low: 'never' }, false, key);
    const expected = { id: draft.body.id, version: 1, score: 0, band: 'low', alerts: [] };
    assert.deepEqual([draft.status, draft.body], [201, expected]);
    assert.deepEqual((await answer(one, form.id, { low: 'never' }, false, key)).body, draft.body);
    const incomplete = await answer(one, form.id, { low: 'sometimes' });
    assert.deepEqual(
      [incomplete.status, incomplete.body.fields.map(({ field }: { field: string }) => field)],
      [400, ['answers.reason', 'answers.low']],
    );
    const final = await answer(one, form.id, { reason: 'A secret cough', low: 'never' });
    assert.equal(final.body.id, draft.body.id, 'the draft became final');
    const repeated = await answer(one, form.id, { low: 'never', reason: 'A secret cough' });
    assert.deepEqual([repeated.status, repeated.body], [201, final.body], 'the same once more, after a lost answer');
    const again = await answer(one, form.id, { reason: 'Another' });
    assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);
    const rows = await stage.sql('select * from questionnaire_answers where appointment_id = $1', [one.id]);
    assert.equal(rows.length, 1);
    assert.ok(!JSON.stringify(rows).includes('secret'));

    const started = await visit(1);
    await stage.sql("update appointments set starts_at = now() - interval '1 minute' where id = $1", [started.id]);
    const late = await answer(started, form.id, { reason: 'x' });
    assert.deepEqual([late.status, late.body.code, late.body.current_status], [409, 'invalid_transition', 'booked']);
  });

  it('of two sendings at once one is kept, and a final one stays', async () => {
    const form = await create();
    const one = await visit();
    const sent = await Promise.all(['a', 'b', 'c', 'd'].map((reason) => answer(one, form.id, { reason })));
    assert.deepEqual(sent.map(({ status }) => status).sort(), [201, 409, 409, 409]);
  });

  it('answers are for the patient and the doctor of the visit, and each reading is audited', async () => {
    const form = await create();
    const one = await visit();
    await answer(one, form.id, { reason: 'A cough', low: 'daily', harm: 'never' });
    const read = async (by: ApiClient) => by.get(`${ANSWERS}?appointment=${one.id}`);
    const doctor = await stage.as(one.doctor);
    const [shown] = (await read(doctor)).body;
    assert.deepEqual(
      [shown.questionnaire, shown.title, shown.answers, shown.score, shown.band, shown.is_final],
      [form.id, FORM.title, { reason: 'A cough', low: 'daily', harm: 'never' }, 3, 'high', true],
    );
    assert.equal((await read(one.api)).status, 200);
    assert.equal(await audited(one.id, 'answers.read'), 2);
    assert.equal((await read(await stage.signIn('doctor'))).status, 404, 'another doctor');
    assert.equal((await read(await stage.signIn('patient'))).status, 404, 'another patient');
    for (const role of ['admin', 'nurse', 'receptionist', 'accountant'] as const) {
      assert.equal((await read(await stage.signIn(role))).status, 403, role);
    }
    const stranger: Booked = { ...one, api: await stage.signIn('patient') };
    assert.equal((await answer(stranger, form.id, { reason: 'x' })).status, 404);
  });

  it('forms of another clinic do not exist', async () => {
    const form = await create();
    const one = await visit();
    const elsewhere = randomUUID();
    const place = { id: elsewhere, name: 'Elsewhere', slug: `e-${elsewhere}`, timezone: 'UTC', phone: null };
    await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.clinics.create({ ...place, currency: 'aud' }),
    );
    const foreign = await stage.clinic.person('admin');
    await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [foreign.id, elsewhere]);
    const by = await stage.as(foreign);
    assert.deepEqual((await by.get(Q)).body, []);
    for (const reply of [
      await by.get(`${Q}${form.id}/`),
      await by.patch(`${Q}${form.id}/`, { title: 'Mine' }),
      await by.delete(`${Q}${form.id}/`),
    ])
      assert.equal(reply.status, 404);
    const other = (await by.post(Q, FORM)).body;
    assert.equal((await answer(one, other.id, { reason: 'x' })).status, 404);
  });

  it('an answer that alarms tells the patient at once and the doctor by an entry, also in a draft', async () => {
    const form = await create();
    const one = await visit();
    const alarming = await answer(one, form.id, { harm: 'daily' }, false);
    assert.deepEqual(alarming.body.alerts, [
      { key: 'harm', message: 'Please call us now.' },
      { key: 'score', message: 'high' },
    ]);
    assert.deepEqual(await stage.attention(one), ['answer_alert']);
    await answer(one, form.id, { reason: 'x', harm: 'daily' });
    assert.deepEqual(await stage.attention(one), ['answer_alert'], 'one entry for one form');

    const doctor = await stage.as(one.doctor);
    const entries = (await doctor.get('/api/v1/admin/attention/')).body;
    assert.deepEqual(
      entries.map((entry: { code: string; appointment_id: string }) => [entry.code, entry.appointment_id]),
      [['answer_alert', one.id]],
    );
    assert.deepEqual(entries[0].context, { questionnaire: form.id, version: 1 }, 'no answer stands in it');
    assert.deepEqual((await (await stage.signIn('doctor')).get('/api/v1/admin/attention/')).body, [], 'another doctor');

    const act = (by: ApiClient, body: object) =>
      by.post(`/api/v1/admin/appointments/${one.id}/actions/`, { reason: 'Called the patient', ...body });
    assert.equal((await act(doctor, { action: 'resend_confirmation' })).status, 403);
    assert.equal((await act(doctor, { action: 'resolve_attention', code: 'overrun' })).status, 403);
    const stranger = await stage.signIn('doctor');
    assert.equal((await act(stranger, { action: 'resolve_attention', code: 'answer_alert' })).status, 404);
    const closed = await act(doctor, { action: 'resolve_attention', code: 'answer_alert' });
    assert.equal(closed.status, 200, JSON.stringify(closed.body));
    assert.deepEqual(await stage.attention(one), []);
  });

  it('reminds the patient once of what is due, in words that name no form', async () => {
    const form = await create();
    const [near, far, done] = [await visit(30), await visit(60), await visit(31)];
    await answer(done, form.id, { reason: 'x' });
    const mails = async (one: Booked) => (await stage.mails(one)).filter(({ kind }) => kind === 'questionnaire_due');
    await Promise.all([stage.maintain(), stage.maintain()]);
    await until('the reminder', async () => (await mails(near)).length > 0);
    await stage.maintain();
    assert.deepEqual([(await mails(near)).length, (await mails(far)).length, (await mails(done)).length], [1, 0, 0]);
    const [mail] = await mails(near);
    assert.ok(mail && !mail.text.includes(FORM.title) && !mail.subject.includes(FORM.title));
    assert.match(mail.text, /before your visit on/);
  });

  it('is not sent for a visit that was cancelled while the mail waited', async () => {
    const one = await visit(30);
    const { core } = stage.clinic;
    const row = await core.unitOfWork.withScope(SYSTEM, (scope) => scope.appointments.find(one.id));
    assert.ok(row);
    const startsAt = row.startsAt.toISOString();
    const id = randomUUID();
    await core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.accountMails.add({
        id,
        userId: one.patient.id,
        clinicId: stage.clinic.clinicId,
        kind: 'questionnaire_due',
        recipient: one.patient.email,
        messageId: `<${id}@test.keepwell.invalid>`,
        createdAt: new Date(),
        content: {
          firstName: 'A',
          clinicName: 'Test Clinic',
          clinicPhone: null,
          link: null,
          notice: null,
          happenedAt: null,
          zone: 'UTC',
          device: null,
          visit: { appointmentId: one.id, startsAt, dueAt: startsAt },
        },
      }),
    );
    assert.equal((await one.api.patch(`${one.path}update/`, { status: 'cancelled_by_patient' })).status, 200);
    const deliver = deliverAccountMail(activityDeps(core).accountMail);
    assert.equal(await deliver({ mailId: id }), 'refused');
    assert.ok(!(await stage.kinds(one)).includes('questionnaire_due'));
  });
});
