import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const AMOXICILLIN = 'Amoxicillin 500 mg capsule, 20';
const OXYCODONE = 'Oxycodone 5 mg tablet, 20';
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';

let surgery: Surgery;
let amoxicillin: string;
let oxycodone: string;
before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
  [amoxicillin, oxycodone] = [await surgery.drug(AMOXICILLIN), await surgery.drug(OXYCODONE)];
});
after(() => surgery.close());

const anItem = (changes: object = {}) => ({
  drug: amoxicillin,
  dosage_instructions: DIRECTIONS,
  quantity: 20,
  repeats: 0,
  ...changes,
});
const aControlled = (changes: object = {}) =>
  anItem({
    drug: oxycodone,
    dosage_instructions: 'Take one tablet every 6 hours when needed for pain. Maximum 4 tablets in 24 hours.',
    ...changes,
  });
const aBody = ({ patient }: Pick<Consultation, 'patient'>, changes: object = {}) => ({
  patient: patient.id,
  prescribed_drugs: [anItem()],
  consultation_mode: 'video',
  ...changes,
});
async function issued(visit: Consultation, changes: object = {}, key: string = randomUUID()) {
  const reply = await visit.api.post(P, aBody(visit, changes), key);
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body;
}
const raw = (api: ApiClient, id: string) => api.bytes(`${P}${id}/pdf`);
const numbers = async () =>
  (await surgery.stage.sql<{ number: string }>('select number from prescriptions order by year, ordinal')).map(
    ({ number }) => number,
  );

test('a prescription is issued, signed, printed, mailed and read', async () => {
  const visit = await surgery.consultation();
  const answer = await issued(visit, { notes: 'For the record alone.', note_to_pharmacist: 'Please call.' });
  assert.match(answer.prescription_number, /^RX\d{4}\d{6}$/);
  assert.deepEqual(
    [answer.status, answer.legal_form, answer.scheme, answer.version, answer.pdf_url, answer.delivery.status],
    ['active', 'patient_copy', 'private', 1, null, 'queued'],
  );
  assert.deepEqual(
    answer.prescribed_drugs.map((one: Record<string, unknown>) => [
      one.quantity_text,
      one.repeats,
      one.remaining_repeats,
    ]),
    [['20 (twenty) capsules', 0, 0]],
  );
  assert.equal(answer.appointment, visit.visit);
  await surgery.delivered(visit.api, answer.id);
  const [first, second] = [await raw(visit.patientApi, answer.id), await raw(visit.api, answer.id)];
  assert.equal(first.bytes.subarray(0, 5).toString(), '%PDF-');
  assert.ok(first.bytes.equals(second.bytes), 'the same bytes every time');
  const [document] = await surgery.stage.sql<{ sha256: string; name: string }>(
    'select sha256, name from prescription_documents where prescription_id = $1',
    [answer.id],
  );
  assert.equal(document?.sha256, createHash('sha256').update(first.bytes).digest('hex'));
  assert.match(document?.name ?? '', /^prescriptions\/\d{4}\/\d{2}\/RX\d{10}-[0-9a-f]{12}\.pdf$/);
  const mails = (await surgery.stage.clinic.mails()).filter((mail) => mail.to.includes(visit.patient.email));
  assert.deepEqual(
    mails.map(({ kind }) => kind),
    ['prescription_ready'],
  );
  for (const secret of ['moxicillin', DIRECTIONS, answer.prescription_number]) {
    assert.ok(!JSON.stringify(mails).includes(secret), `the mail says nothing of ${secret}`);
  }
  const history = (await visit.api.get(`${P}${answer.id}/history/`)).body;
  assert.deepEqual(
    history.map((one: { event: string }) => one.event),
    ['issued', 'document_stored', 'mailed', 'downloaded', 'downloaded'],
  );
  const logs = (await (await surgery.stage.signIn('receptionist')).get(`${P}${answer.id}/email-logs/`)).body;
  assert.deepEqual([logs.length, logs[0].status, logs[0].recipient], [1, 'sent', visit.patient.email]);
  assert.ok(logs[0].downloaded_at);
  const path = `/api/v1/appointments/${visit.visit}/`;
  for (const api of [visit.api, visit.patientApi]) {
    assert.deepEqual((await api.get(path)).body.prescription_ids, [answer.id]);
  }
  const desk = (await (await surgery.stage.signIn('receptionist')).get(path)).body;
  assert.ok(!('prescription_ids' in desk), 'reception reads no prescriptions');
  const medicines = (await visit.api.get(`/api/v1/patients/${visit.patient.id}/medicines/`)).body;
  assert.deepEqual(
    medicines.map((one: Record<string, unknown>) => [one.drug, one.source, one.coded]),
    [[amoxicillin, 'prescribed_here', true]],
  );
});

test('no retry writes it twice: the same key gets the first answer, also after it has moved on, and another body is refused', async () => {
  const visit = await surgery.consultation();
  const key = randomUUID();
  const before = (await numbers()).length;
  const replies = await Promise.all(Array.from({ length: 5 }, () => visit.api.post(P, aBody(visit), key)));
  assert.deepEqual(
    replies.map(({ status }) => status),
    Array.from({ length: 5 }, () => 201),
  );
  const [first] = replies;
  for (const reply of replies) assert.deepEqual(reply.body, first?.body);
  assert.equal((await numbers()).length, before + 1);
  await surgery.delivered(visit.api, first?.body.id);
  const cancelled = await visit.api.post(`${P}${first?.body.id}/cancel/`, { reason: 'The wrong strength' });
  assert.equal(cancelled.body.status, 'cancelled');
  const later = await visit.api.post(P, aBody(visit), key);
  assert.deepEqual([later.status, later.body], [201, first?.body]);
  assert.equal(later.headers.get('idempotent-replayed'), 'true');
  const other = await visit.api.post(P, aBody(visit, { prescribed_drugs: [anItem({ quantity: 10 })] }), key);
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_conflict']);
});

test('what is wrong in a medicine is named by its place', async () => {
  const visit = await surgery.consultation();
  const body = aBody(visit, { prescribed_drugs: [anItem(), anItem({ quantity: 0 }), anItem({ drug: undefined })] });
  for (const path of [P, `${P}checks/`]) {
    const reply = await visit.api.post(path, body);
    assert.deepEqual(
      [reply.status, reply.body.fields.map(({ field }: { field: string }) => field)],
      [400, ['prescribed_drugs.1.quantity', 'prescribed_drugs.2.drug']],
      path,
    );
  }
});

test('all that refuses it is said at once, nothing is stored and no number is used', async () => {
  const doctor = await surgery.prescriber({ schedule8: false });
  const visit = await surgery.consultation(doctor);
  const before = await numbers();
  const reply = await visit.api.post(P, aBody(visit, { prescribed_drugs: [aControlled({ repeats: 3 })] }));
  assert.deepEqual(
    [reply.status, reply.body.code, reply.body.compliance_violation],
    [400, 'compliance_violation', true],
  );
  const rules = reply.body.rules.map(({ rule }: { rule: string }) => rule);
  for (const rule of ['s8_authority_to_prescribe', 's8_repeats', 's8_interval'])
    assert.ok(rules.includes(rule), `${rule}: ${rules}`);
  for (const { message, source } of reply.body.rules) assert.ok(message && source);
  assert.deepEqual(await numbers(), before);
  const [row] = await surgery.stage.sql('select count(*)::int as n from prescription_requests where doctor_id = $1', [
    doctor.id,
  ]);
  assert.deepEqual(row, { n: 0 });
  const next = await surgery.consultation();
  const answer = await issued(next);
  const ordinal = Number(answer.prescription_number.slice(6));
  assert.equal(ordinal, before.length + 1, 'a refusal leaves no gap');
});

test('what was refused may be asked again under the same key, and is judged anew', async () => {
  const visit = await surgery.consultation();
  const key = randomUUID();
  const refused = await visit.api.post(P, aBody(visit, { prescribed_drugs: [anItem({ repeats: 99 })] }), key);
  assert.deepEqual([refused.status, refused.body.rules?.[0].rule], [400, 'max_repeats'], JSON.stringify(refused.body));
  const mended = await visit.api.post(P, aBody(visit), key);
  assert.equal(mended.status, 201, JSON.stringify(mended.body));
});

test('directions that say nothing, or in a notation that harms, are refused on their field', async () => {
  const visit = await surgery.consultation();
  for (const dosage_instructions of ['As directed', 'Take 1 QD']) {
    const reply = await visit.api.post(
      P,
      aBody(visit, { prescribed_drugs: [anItem(), anItem({ dosage_instructions })] }),
    );
    assert.deepEqual(
      [reply.status, reply.body.code, reply.body.field],
      [400, 'validation_failed', 'prescribed_drugs.1.dosage_instructions'],
    );
  }
});

test('what no document can print is refused, and asks for Latin letters', async () => {
  const visit = await surgery.consultation();
  const before = await numbers();
  const reply = await visit.api.post(P, aBody(visit, { note_to_pharmacist: 'Please call \u{1F98A}' }));
  assert.deepEqual(
    [reply.status, reply.body.code, reply.body.field],
    [400, 'validation_failed', 'note_to_pharmacist'],
    JSON.stringify(reply.body),
  );
  assert.deepEqual(await numbers(), before);
});

test('what the law keeps apart becomes several prescriptions, with one mail', async () => {
  const visit = await surgery.consultation();
  const answer = await issued(visit, {
    prescribed_drugs: [anItem(), aControlled()],
    monitoring_check: { system: 'SafeScript NSW', checked_at: new Date().toISOString(), outcome: 'Nothing of note' },
  });
  assert.equal(answer.prescriptions.length, 2);
  const [first, second] = answer.prescriptions;
  assert.equal(Number(second.prescription_number.slice(6)), Number(first.prescription_number.slice(6)) + 1);
  assert.deepEqual(
    [first.special_flags.controlled_substance, second.special_flags.controlled_substance],
    [false, true],
  );
  await surgery.delivered(visit.api, first.id);
  for (const { id } of answer.prescriptions) assert.equal((await raw(visit.patientApi, id)).status, 200);
  const mails = (await surgery.stage.clinic.mails()).filter((mail) => mail.to.includes(visit.patient.email));
  assert.deepEqual(
    mails.map(({ kind }) => kind),
    ['prescription_ready'],
  );
});

test('a draft is seen by its doctor alone, has no number, and is issued in the version that was read', async () => {
  const visit = await surgery.consultation();
  const colleague = await surgery.stage.as(await surgery.prescriber());
  const draft = await visit.api.post(P, aBody(visit, { is_final: false }));
  assert.deepEqual(
    [draft.status, draft.body.status, draft.body.version],
    [201, 'draft', 1],
    JSON.stringify(draft.body),
  );
  const path = `${P}${draft.body.id}/`;
  for (const api of [colleague, visit.patientApi]) assert.equal((await api.get(path)).status, 404);
  assert.deepEqual(
    (await visit.api.get(`${P}?status=draft`)).body.map((one: { id: string }) => one.id),
    [draft.body.id],
  );
  const changed = await visit.api.patch(path, {
    ...aBody(visit, { prescribed_drugs: [anItem({ quantity: 10 })] }),
    version: 1,
  });
  assert.deepEqual([changed.status, changed.body.version], [200, 2]);
  const stale = await visit.api.post(`${path}issue/`, { version: 1 });
  assert.deepEqual([stale.status, stale.body.code, stale.body.version], [409, 'version_conflict', 2]);
  const replies = await Promise.all([1, 2].map(() => visit.api.post(`${path}issue/`, { version: 2 })));
  assert.deepEqual(
    replies.map(({ status }) => status),
    [201, 201],
  );
  assert.equal(replies[0]?.body.id, draft.body.id);
  assert.equal(replies[0]?.body.prescription_number, replies[1]?.body.prescription_number);
  assert.equal(replies[0]?.body.prescribed_drugs[0].quantity, 10);
  for (const late of [
    await visit.api.patch(path, { ...aBody(visit), version: 2 }),
    await visit.api.delete(`${path}?version=2`),
  ]) {
    assert.deepEqual([late.status, late.body.code, late.body.current_status], [409, 'invalid_transition', 'active']);
  }
  assert.equal((await colleague.delete(`${path}?version=2`)).status, 404);
  const thrown = await visit.api.post(P, aBody(visit, { is_final: false }));
  assert.equal((await visit.api.delete(`${P}${thrown.body.id}/?version=1`)).status, 204);
  assert.equal((await visit.api.get(`${P}${thrown.body.id}/`)).status, 404);
});

test('a draft is answered whole, so that its doctor can send all of it back', async () => {
  const visit = await surgery.consultation();
  const dose = {
    ...{ amount: 1, unit: 'tablet', times_per_day: null, every_hours: 6 },
    ...{ on_days: ['monday', 'thursday'], as_needed: true, max_per_day: 4 },
  };
  const codes = { authority_code: 'A1234', streamlined_code: '5678', no_substitution: true };
  const said = {
    ...{ notes: 'For the record', note_to_pharmacist: 'Please call.', scheme: 'pbs', consultation_mode: 'chat' },
    chat_only_reason: 'The patient cannot speak today.',
    monitoring_check: { system: 'SafeScript NSW', checked_at: '2026-11-29T01:02:03.000Z', outcome: 'Nothing' },
    state_approval_number: 'NSW-1',
    special_handling: { schedule_8: true, authority_required: null, patient_counseled: false },
  };
  const prescribed_drugs = [aControlled({ quantity_unit: 'tablets', repeat_interval_days: 7, dose, ...codes })];
  const sent = aBody(visit, { ...said, prescribed_drugs, appointment: visit.visit });
  const draft = await visit.api.post(P, { ...sent, is_final: false });
  const { id, status, version, created_at, updated_at, ...kept } = draft.body;
  assert.deepEqual(kept, { ...sent, prescribed_supplier_products: [] });
  assert.deepEqual([status, version, created_at], ['draft', 1, updated_at]);
  assert.deepEqual((await visit.api.get(`${P}${id}/`)).body, draft.body);
  const [read] = await surgery.stage.sql<{ n: number }>(
    "select count(*)::int as n from audit_events where action = 'prescription.read' and entity_id = $1",
    [id],
  );
  assert.equal(read?.n, 1, 'who reads a draft is in the audit');
  const again = await visit.api.patch(`${P}${id}/`, { ...kept, version });
  assert.deepEqual([again.status, again.body.version, again.body.prescribed_drugs], [200, 2, prescribed_drugs]);
});

test('one that supersedes another ends it, for the same patient alone', async () => {
  const visit = await surgery.consultation();
  const old = await issued(visit);
  const stranger = await surgery.consultation(visit.doctor);
  const wrong = await visit.api.post(`${P}${old.id}/supersede/`, { ...aBody(stranger), reason: 'Another dose' });
  assert.equal(wrong.status, 404);
  const next = await visit.api.post(`${P}${old.id}/supersede/`, {
    ...aBody(visit, { prescribed_drugs: [anItem({ quantity: 10 })] }),
    reason: 'Fewer',
  });
  assert.deepEqual([next.status, next.body.supersedes], [201, old.id], JSON.stringify(next.body));
  const read = (await visit.api.get(`${P}${old.id}/`)).body;
  assert.deepEqual([read.status, read.superseded_by], ['superseded', next.body.id]);
  const twice = await visit.api.post(`${P}${old.id}/supersede/`, { ...aBody(visit), reason: 'Again' });
  assert.deepEqual([twice.status, twice.body.code], [409, 'invalid_transition']);
  await surgery.delivered(visit.api, next.body.id);
  const mails = (await surgery.stage.clinic.mails()).filter((mail) => mail.to.includes(visit.patient.email));
  assert.ok(
    mails.some(({ kind }) => kind === 'prescription_superseded'),
    JSON.stringify(mails.map(({ kind }) => kind)),
  );
});

test('the paper form: the first print is the original, a further one needs a reason and is recorded', async () => {
  const visit = await surgery.consultation();
  const { id } = await issued(visit);
  const print = (body: object, key: string = randomUUID()) => visit.api.send('POST', `${P}${id}/paper/`, body, key);
  const first = randomUUID();
  assert.equal((await print({}, first)).status, 200);
  assert.equal((await print({}, first)).status, 200, 'a repeat is the same form');
  const refused = await print({});
  assert.deepEqual([refused.status, refused.body.field], [400, 'reason']);
  assert.equal((await print({ reason: 'The paper was torn' })).status, 200);
  const history = (await visit.api.get(`${P}${id}/history/`)).body;
  assert.deepEqual(
    history
      .filter(({ event }: { event: string }) => event.includes('printed'))
      .map((one: Record<string, unknown>) => [one.event, one.reason]),
    [
      ['printed', null],
      ['reprinted', 'The paper was torn'],
    ],
  );
});

test('the database refuses to change what was issued', async () => {
  const visit = await surgery.consultation();
  const { id } = await issued(visit);
  for (const change of [
    "content_sealed = 'k.x'",
    'valid_until = valid_until + 1',
    "status = 'issued'",
    "number = 'RX2026999999'",
  ]) {
    await assert.rejects(
      surgery.stage.sql(`update prescriptions set ${change} where id = $1`, [id]),
      /not changed|ends once/,
      change,
    );
  }
  await assert.rejects(surgery.stage.sql('delete from prescriptions where id = $1', [id]), /refused|append|not/);
  await assert.rejects(
    surgery.stage.sql('update prescription_items set quantity = 1 where prescription_id = $1', [id]),
  );
});

test('a doctor who has never seen the patient prescribes nothing', async () => {
  const doctor = await surgery.prescriber();
  const patient = await surgery.patient();
  await surgery.visit(doctor, patient, 'booked');
  const api = await surgery.stage.as(doctor);
  const reply = await api.post(P, aBody({ patient }));
  assert.deepEqual(
    [reply.status, reply.body.rules?.map(({ rule }: { rule: string }) => rule)],
    [400, ['consultation_missing']],
    JSON.stringify(reply.body),
  );
  const stranger = await surgery.patient();
  assert.deepEqual((await api.post(P, aBody({ patient: stranger }))).body.code, 'break_glass_required');
});
