import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { compactVerify, importJWK } from 'jose';
import { documentStore } from '../../../src/composition/documents.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { printedCode } from '../../../src/domain/prescriptions/numbers.js';
import { anAddress, Looks, type Paper } from '../../support/prescriptions/looks.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const DIRECTIONS = 'Take one capsule three times a day until all are taken.';
const LIMIT = 5;

let surgery: Surgery;
let looks: Looks;
let visit: Consultation;
let drug: string;
before(async () => {
  const limits = { RATE_LIMIT_VERIFY: `${LIMIT}/1h`, TRUST_PROXY: '1', POLICY_DOCUMENT_REMINDER: '0s' };
  surgery = await Surgery.open(limits);
  looks = new Looks(surgery);
  visit = await surgery.consultation();
  drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
});
after(() => surgery.close());

const anItem = (changes: object = {}) => ({
  drug,
  dosage_instructions: DIRECTIONS,
  quantity: 20,
  repeats: 2,
  ...changes,
});
const aPaper = async (of?: Consultation): Promise<Paper> =>
  looks.paper(of ?? (await surgery.consultation()), { prescribed_drugs: [anItem()] });
const sql = <Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) =>
  surgery.stage.sql<Row>(text, values);
const alarms = (id: string) =>
  sql<{ context: { columns: string } }>("select context from attention where code = 'record_tampered' and about = $1", [
    id,
  ]);

test('number and code show what was prescribed, who has signed it, and what may be supplied', async () => {
  const paper = await aPaper(visit);
  const { status, result, headers } = await looks.api(paper);
  assert.equal(status, 200);
  const [row] = await sql<{ today: string }>('select issued_on::text as today from prescriptions where id = $1', [
    paper.id,
  ]);
  const today = row?.today;
  const [drugView] = result.drugs;
  assert.deepEqual(
    [result.valid, result.digital_signature_valid, result.status, result.legal_form, result.issued_date],
    [true, true, 'active', 'patient_copy', today],
  );
  assert.match(result.notice, /cannot supply from the patient’s copy/);
  assert.match(result.patient, /^\p{Lu}\. \p{Lu}\., 1980$/u);
  assert.equal(result.clinic_phone, '+61291234567');
  assert.match(result.medical_registration, /^MED\d+$/);
  assert.equal(result.signer.name, result.doctor);
  assert.deepEqual(
    { ...drugView, name: null },
    {
      ...{ name: null, strength: '500 mg', form: 'capsule', quantity: 20, quantity_text: '20 (twenty) capsules' },
      ...{ dosage_instructions: DIRECTIONS, repeats: 2, repeat_interval_days: null, remaining_repeats: 2 },
      ...{ dispensed: false, supplies: [], supply_allowed_now: true, next_supply_from: today },
    },
  );
  const { bytes } = await visit.patientApi.bytes(`/api/v1/prescriptions/${paper.id}/pdf`);
  assert.equal(result.document_sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.deepEqual(
    ['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => headers.get(name)),
    ['no-store', 'no-referrer', 'noindex'],
  );
});

test('a code is read in either case, with its dash and with the letters that it is mistaken for', async () => {
  const paper = await aPaper(visit);
  const mistaken = paper.code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
  for (const code of [printedCode(paper.code), paper.code.toLowerCase(), mistaken]) {
    assert.equal((await looks.api({ number: paper.number.toLowerCase(), code })).status, 200);
  }
});

test('wrong code, no code, unknown number, draft and another prescription’s code are one answer', async () => {
  const [paper, other] = [await aPaper(visit), await aPaper(visit)];
  const draft = await visit.api.post('/api/v1/prescriptions/', {
    ...{ patient: visit.patient.id, consultation_mode: 'video', prescribed_drugs: [anItem()], is_final: false },
  });
  assert.equal(draft.body.status, 'draft');
  const wrong = [
    `${paper.number}?code=0000000000`,
    paper.number,
    `${paper.number}?code=`,
    `RX2026999999?code=${paper.code}`,
    `${paper.number}?code=${other.code}`,
    `${draft.body.id}?code=${paper.code}`,
    `nothing?code=nothing`,
  ];
  const answers = [];
  for (const path of wrong) {
    const { status, text, headers } = await looks.get(`/api/v1/prescriptions/verify/${path}`);
    const { request_id: _id, ...body } = JSON.parse(text);
    answers.push([status, body, headers.get('x-robots-tag'), headers.get('cache-control')]);
    const page = await looks.get(`/verify/${path}`);
    assert.equal(page.status, 404, path);
    assert.match(page.text, /No prescription has this number and this code/);
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]?.[0], 404);
});

test('every look is recorded with its address, a refused one without a patient', async () => {
  const paper = await aPaper(visit);
  const [address, stranger] = [anAddress(), anAddress()];
  await looks.api(paper, address);
  await looks.page(paper, address);
  await looks.api({ ...paper, code: '0000000000' }, stranger);
  const rows = await sql<Record<string, unknown>>(
    `select action, entity_id, patient_id, clinic_id, actor_label from audit_events where address = any ($1) order by id`,
    [[address, stranger]],
  );
  const { clinicId } = surgery.stage.clinic;
  const seen = { entity_id: paper.id, patient_id: visit.patient.id, clinic_id: clinicId, actor_label: 'anonymous' };
  assert.deepEqual(rows, [
    { action: 'prescription.looked_up', ...seen },
    { action: 'prescription.looked_up', ...seen },
    {
      ...{ action: 'prescription.look_refused', entity_id: paper.number, patient_id: null, clinic_id: null },
      actor_label: 'anonymous',
    },
  ]);
});

test('looks of one address are limited, by API and page together', async () => {
  const paper = await aPaper(visit);
  const address = anAddress();
  for (let n = 0; n < LIMIT; n += 1) {
    assert.equal((await (n % 2 ? looks.api(paper, address) : looks.page(paper, address))).status, 200);
  }
  const refused = await looks.api(paper, address);
  assert.deepEqual([refused.status, JSON.parse(refused.text).limit_type], [429, 'prescription_verify']);
  const page = await looks.page(paper, address);
  assert.equal(page.status, 429);
  assert.ok(Number(page.headers.get('retry-after')) > 0);
  assert.equal((await looks.api(paper)).status, 200, 'another address goes on');
});

test('the page says what the JSON says, works without scripts and keeps the code to itself', async () => {
  const paper = await aPaper(visit);
  const [{ result }, page] = [await looks.api(paper), await looks.page(paper)];
  assert.equal(page.status, 200);
  const [item] = result.drugs;
  const said = [
    ...[result.prescription_number, result.notice, result.doctor, result.medical_registration, result.clinic],
    ...[result.clinic_phone, result.patient, result.content_sha256, result.document_sha256, result.signer.name],
    ...[item.name, item.quantity_text, item.dosage_instructions, 'A supply is allowed now', 'Genuine'],
  ];
  for (const text of said)
    assert.ok(page.text.includes(text.replaceAll('+', '&#x2B;')) || page.text.includes(text), text);
  assert.doesNotMatch(page.text, /<script|https?:\/\//);
  assert.ok(!page.text.includes(paper.code), 'the code is not repeated');
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.deepEqual(
    ['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => page.headers.get(name)),
    ['no-store', 'no-referrer', 'noindex'],
  );
  const form = await looks.get(`/verify/?number=${paper.number.toLowerCase()}&code=${printedCode(paper.code)}`);
  assert.equal(form.status, 200);
  assert.match(form.text, /Genuine/);
  assert.match((await looks.get('/verify/')).text, /<form action="\/verify\/" method="get"/);
});

test('a prescription that was cancelled or replaced says so, and nothing may be supplied', async () => {
  const [cancelled, replaced] = [await aPaper(), await aPaper()];
  const reason = { reason: 'The wrong strength' };
  assert.equal((await cancelled.visit.api.post(`/api/v1/prescriptions/${cancelled.id}/cancel/`, reason)).status, 200);
  const next = await replaced.visit.api.post(`/api/v1/prescriptions/${replaced.id}/supersede/`, {
    ...{
      patient: replaced.visit.patient.id,
      consultation_mode: 'video',
      prescribed_drugs: [anItem({ quantity: 10 })],
      ...reason,
    },
    overrides: [],
  });
  assert.equal(next.status, 201, JSON.stringify(next.body));
  const [first, second] = [(await looks.api(cancelled)).result, (await looks.api(replaced)).result];
  assert.deepEqual(
    [first, second].map((one) => [
      one.valid,
      one.digital_signature_valid,
      one.status,
      one.superseded_by,
      one.drugs[0].supply_allowed_now,
    ]),
    [
      [false, true, 'cancelled', null, false],
      [false, true, 'superseded', next.body.prescription_number, false],
    ],
  );
  assert.match((await looks.page(cancelled)).text, /Do not supply/);
  assert.match((await looks.page(replaced)).text, new RegExp(next.body.prescription_number));
});

test('one that was changed back to standing after its cancel is found out by its history', async () => {
  const paper = await aPaper();
  await paper.visit.api.post(`/api/v1/prescriptions/${paper.id}/cancel/`, { reason: 'The wrong strength' });
  await tampered('prescriptions', async () => {
    await sql(
      "update prescriptions set status = 'issued', version = 1, ended_at = null, ended_by = null, end_reason_sealed = null where id = $1",
      [paper.id],
    );
  });
  const { result } = await looks.api(paper);
  assert.deepEqual(
    [result.valid, result.digital_signature_valid, result.drugs[0].supply_allowed_now],
    [false, false, false],
  );
});

/** What somebody with the owner's login can do, past triggers and foreign keys. */
async function tampered(table: string, work: () => Promise<unknown>): Promise<void> {
  await sql(`alter table ${table} disable trigger all`);
  await work();
  await sql(`alter table ${table} enable trigger all`);
}

/** Each changes one column of the row `$1`, and what the entry says of it. */
const CHANGES: readonly (readonly [table: string, change: string])[] = [
  [
    'prescriptions',
    'request_id = (select id from prescription_requests where id <> prescriptions.request_id limit 1), position = 7',
  ],
  ['prescriptions', 'position = 3'],
  ['prescriptions', 'clinic_id = gen_random_uuid()'],
  ['prescriptions', 'doctor_id = patient_id'],
  ['prescriptions', 'patient_id = doctor_id'],
  ['prescriptions', 'appointment_id = gen_random_uuid()'],
  ['prescriptions', "legal_form = 'electronic_conformant'"],
  ['prescriptions', "scheme = 'pbs'"],
  ['prescriptions', "schedule = 'S8'"],
  ['prescriptions', "issued_at = issued_at + interval '1 second'"],
  ['prescriptions', 'issued_on = issued_on - 1'],
  ['prescriptions', 'valid_until = valid_until + 365'],
  ['prescriptions', "timezone = 'Asia/Tokyo'"],
  ['prescriptions', "content_sealed = overlay(content_sealed placing 'AAAA' from 40)"],
  ['prescriptions', "content_sha256 = repeat('0', 64)"],
  ['prescriptions', "jws = overlay(jws placing 'AAAA' from length(jws) - 8)"],
  ['prescriptions', 'jws = (select o.jws from prescriptions o where o.id <> prescriptions.id limit 1)'],
  ['prescriptions', 'certificate_id = (select c.id from signing_certificates c where c.id <> certificate_id limit 1)'],
  ['prescriptions', 'code_sealed = content_sealed'],
  ['prescriptions', "details_sealed = overlay(details_sealed placing 'AAAA' from 40)"],
  ['prescriptions', 'supersedes = (select o.id from prescriptions o where o.id <> prescriptions.id limit 1)'],
  ['prescriptions', 'version = 2'],
  ['prescriptions', "status = 'cancelled', ended_at = now(), ended_by = doctor_id, end_reason_sealed = details_sealed"],
  ['prescription_items', 'drug_id = gen_random_uuid()'],
  ['prescription_items', 'drug_version = drug_version + 1'],
  ['prescription_items', "schedule = 'S3'"],
  ['prescription_items', 'quantity = 200'],
  ['prescription_items', 'repeats = 11'],
  ['prescription_items', 'interval_days = 7'],
  ['prescription_items', 'issued_on = issued_on - 1'],
  ['prescription_items', 'valid_until = valid_until + 365'],
  ['prescription_items', 'position = 1'],
  ['prescription_documents', "sha256 = repeat('0', 64)"],
  ['prescription_documents', 'size = size + 1'],
  ['prescription_documents', "name = name || 'x'"],
];

for (const [table, change] of CHANGES) {
  test(`a changed row is not valid at the next look, and raises attention once: ${table} ${change}`, async () => {
    const paper = await aPaper(visit);
    assert.equal((await looks.api(paper)).result.valid, true);
    const key = table === 'prescriptions' ? 'id' : 'prescription_id';
    await tampered(table, () => sql(`update ${table} set ${change} where ${key} = $1`, [paper.id]));
    const { status, result } = await looks.api(paper);
    assert.equal(status, 200);
    assert.deepEqual([result.valid, result.digital_signature_valid], [false, false]);
    for (const item of result.drugs) assert.equal(item.supply_allowed_now, false);
    assert.match((await looks.page(paper)).text, /Do not supply/);
    const [entry, ...more] = await alarms(paper.id);
    assert.ok(entry?.context.columns, 'the entry names what differs');
    assert.deepEqual(more, []);
  });
}

test('a number that somebody has changed leads nowhere with its code, and is not valid under the new one', async () => {
  const paper = await aPaper(visit);
  await tampered('prescriptions', () =>
    sql("update prescriptions set ordinal = 999999, number = 'RX' || year || '999999' where id = $1", [paper.id]),
  );
  assert.equal((await looks.api(paper)).status, 404);
  const { result } = await looks.api({ number: `${paper.number.slice(0, 6)}999999`, code: paper.code });
  assert.equal(result.valid, false);
});

test('an item that somebody has taken out, and a document that somebody has changed in the store', async () => {
  const [item, document, gone] = [await aPaper(visit), await aPaper(visit), await aPaper(visit)];
  await tampered('prescription_items', () =>
    sql('delete from prescription_items where prescription_id = $1', [item.id]),
  );
  const name = async ({ id }: Paper) =>
    (await sql<{ name: string }>('select name from prescription_documents where prescription_id = $1', [id]))[0]
      ?.name ?? '';
  const store = documentStore(surgery.stage.clinic.core.settings);
  const kept = await store.get(await name(document));
  assert.ok(kept);
  await store.delete(await name(document));
  await store.put(await name(document), Buffer.concat([kept, Buffer.from('\n')]));
  await store.delete(await name(gone));
  for (const paper of [item, document, gone]) {
    const { result } = await looks.api(paper);
    assert.equal(result.valid, false);
    assert.equal((await alarms(paper.id)).length, 1);
  }
});

test('anybody can verify without asking: the certificates and keys that are published', async () => {
  const paper = await aPaper(visit);
  const stored = await surgery.stage.clinic.core.unitOfWork.withScope(SYSTEM, ({ prescriptions }) =>
    prescriptions.find(paper.id),
  );
  assert.ok(stored);
  const [pem, set] = [await looks.get('/verify/ca.pem'), await looks.get('/verify/keys.json')];
  assert.deepEqual([pem.status, set.status], [200, 200]);
  assert.match(set.headers.get('content-type') ?? '', /^application\/jwk-set\+json/);
  const { keys } = JSON.parse(set.text);
  const key = keys.find(({ kid }: { kid: string }) => kid === stored.certificateId);
  const [header, , signature] = stored.jws.split('.');
  const payload = Buffer.from(stored.contentText).toString('base64url');
  const { protectedHeader } = await compactVerify(`${header}.${payload}.${signature}`, await importJWK(key, 'ES256'));
  assert.equal(protectedHeader.kid, key.kid);
  assert.ok(!set.text.includes('"d"'), 'no private key');
  const own = new X509Certificate(Buffer.from(key.x5c[0], 'base64'));
  assert.ok(own.verify(new X509Certificate(pem.text).publicKey));
});
