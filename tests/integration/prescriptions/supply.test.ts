import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiKeyActor, SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { addDays, localDay } from '../../../src/domain/days.js';
import { DomainError } from '../../../src/domain/errors.js';
import { newKey } from '../../../src/usecases/identity/api-key-secret.js';
import { cancelPrescription } from '../../../src/usecases/prescriptions/cancel-prescription.js';
import { dispense } from '../../../src/usecases/prescriptions/dispense.js';
import { ApiClient, until } from '../../support/client.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const PHARMACY = { pharmacist_id: 'PHA0001234', pharmacy_name: 'Example Pharmacy' };
const RACES = 200;

/** A prescription as somebody holds it. */
interface Paper {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly items: readonly string[];
  readonly visit: Consultation;
}

let surgery: Surgery;
let counter: ApiClient;
let zone: string;
let amoxicillin: string;
let oxycodone: string;
before(async () => {
  surgery = await Surgery.open({
    POLICY_DOCUMENT_REMINDER: '0s',
    POLICY_S8_MAX_REPEATS: '2',
    RATE_LIMIT_VERIFY: 'off',
  });
  counter = ApiClient.anonymous(surgery.stage.clinic.apiUrl);
  const [clinic] = await surgery.stage.sql<{ timezone: string }>('select timezone from clinics limit 1');
  zone = clinic?.timezone ?? 'UTC';
  [amoxicillin, oxycodone] = [
    await surgery.drug('Amoxicillin 500 mg capsule, 20'),
    await surgery.drug('Oxycodone 5 mg tablet, 20'),
  ];
});
after(() => surgery.close());

const anItem = (changes: object = {}) => ({
  drug: amoxicillin,
  dosage_instructions: 'Take one capsule three times a day until all are taken.',
  quantity: 20,
  repeats: 0,
  ...changes,
});
const CONTROLLED = {
  dosage_instructions: 'Take one tablet every 6 hours when needed for pain. Maximum 4 tablets in 24 hours.',
};

async function issued(changes: object = {}, visit?: Consultation): Promise<Paper> {
  const by = visit ?? (await surgery.consultation());
  const wanted = { patient: by.patient.id, prescribed_drugs: [anItem()], consultation_mode: 'video', ...changes };
  const reply = await by.api.post(P, wanted);
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return paperOf(reply.body.id, by);
}

async function paperOf(id: string, visit: Consultation): Promise<Paper> {
  const { unitOfWork } = surgery.stage.clinic.core;
  const found = await unitOfWork.withScope(SYSTEM, (scope) => scope.prescriptions.find(id));
  assert.ok(found);
  return { id, visit, number: found.number, code: found.code, items: found.items.map((item) => item.id) };
}

const dispensePath = ({ number }: Paper) => `${P}${number}/dispense/`;
function supply(paper: Paper, changes: object = {}, key: string = randomUUID()) {
  return counter.post(dispensePath(paper), { code: paper.code, ...PHARMACY, ...changes }, key);
}
const today = () => localDay(new Date(), zone);
const refusal = ({ status, body }: Awaited<ReturnType<typeof supply>>) => [status, body.code, body.reason];

async function pharmacyKey(scopes: readonly ('prescriptions:dispense' | 'slots:read')[], clinicId?: string) {
  const { core, clinicId: own, apiUrl } = surgery.stage.clinic;
  const id = randomUUID();
  const { key, secretHash } = newKey(id);
  const { id: createdBy } = await surgery.stage.clinic.person('admin');
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) };
  const row = { id, clinicId: clinicId ?? own, name: 'Pharmacy', scopes, secretHash, allowedAddresses: [], createdBy };
  await core.unitOfWork.withScope(SYSTEM, ({ apiKeys }) => apiKeys.insert({ ...row, ...times }));
  return async (path: string, body: object) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests, not by the compiler
    return { status: response.status, body: (await response.json()) as any };
  };
}

/** Changes what no process may change, as somebody with the owner's password could. */
async function behindTriggers(table: string, text: string, values: readonly unknown[]): Promise<void> {
  await surgery.stage.sql(`alter table ${table} disable trigger user`);
  await surgery.stage.sql(text, values);
  await surgery.stage.sql(`alter table ${table} enable trigger user`);
}

/** The prescription was issued so many days ago, with its items. */
async function age({ id }: Paper, days: number, validFor = 365): Promise<void> {
  const terms = 'issued_on = issued_on - $2::int, valid_until = issued_on - $2::int + $3::int';
  for (const table of ['prescriptions', 'prescription_items', 'dispensings'])
    await surgery.stage.sql(`alter table ${table} disable trigger all`);
  await surgery.stage.sql(`update prescriptions set ${terms} where id = $1`, [id, days, validFor]);
  await surgery.stage.sql(`update prescription_items set ${terms} where prescription_id = $1`, [id, days, validFor]);
  for (const table of ['prescriptions', 'prescription_items', 'dispensings'])
    await surgery.stage.sql(`alter table ${table} enable trigger all`);
}

test('a pharmacy supplies by number and code, and doctor and patient see it', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 2 })] });
  const typed = `${paper.code.slice(0, 5)}-${paper.code.slice(5)}`.toLowerCase();
  const reply = await supply(paper, { code: typed });
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  const { supplies, ...rest } = reply.body;
  assert.deepEqual(rest, {
    id: paper.id,
    prescription_number: paper.number,
    status: 'active',
    remaining_repeats: 2,
  });
  const [{ id: _id, ...first }] = supplies;
  assert.deepEqual(
    [supplies.length, first],
    [
      1,
      {
        item: paper.items[0],
        supply_no: 1,
        dispensed_date: today(),
        remaining_repeats: 2,
        next_supply_from: addDays(today(), 1),
      },
    ],
  );
  for (const api of [paper.visit.api, paper.visit.patientApi]) {
    const history = (await api.get(`${P}${paper.id}/history/`)).body;
    assert.ok(history.some((one: { event: string; by: unknown }) => one.event === 'supplied' && one.by === null));
  }
  const audited = await surgery.stage.sql(
    "select patient_id, actor_label from audit_events where action = 'prescription.supplied' and entity_id = $1",
    [paper.id],
  );
  assert.deepEqual(audited, [{ patient_id: paper.visit.patient.id, actor_label: 'anonymous' }]);
  const [row] = await surgery.stage.sql<{ pharmacist_sealed: string }>(
    'select pharmacist_sealed from dispensings where prescription_id = $1',
    [paper.id],
  );
  assert.ok(row && !row.pharmacist_sealed.includes(PHARMACY.pharmacist_id));
});

test('repeats are supplied one by one and never beyond what was prescribed; the last one makes it dispensed', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 1 })] });
  const first = await supply(paper);
  assert.equal(first.status, 201);
  await age(paper, 0);
  const early = await supply(paper);
  assert.deepEqual(refusal(early), [409, 'supply_refused', 'too_early'], 'a second supply is for another day');
  assert.deepEqual(early.body.items, [
    { item: paper.items[0], reason: 'too_early', next_supply_from: addDays(today(), 1) },
  ]);
  await undo(paper, first.body.supplies[0].id);
  await age(paper, 30);
  assert.equal((await supply(paper, { dispensed_date: addDays(today(), -10) })).status, 201);
  const last = await supply(paper);
  assert.deepEqual(
    [last.status, last.body.status, last.body.remaining_repeats, last.body.supplies[0].supply_no],
    [201, 'dispensed', 0, 2],
  );
  assert.equal(last.body.supplies[0].next_supply_from, null);
  assert.deepEqual(refusal(await supply(paper)), [409, 'supply_refused', 'no_repeats_left']);
  assert.equal((await paper.visit.api.get(`${P}${paper.id}/`)).body.status, 'dispensed');
});

function undo(paper: Paper, supplyId: string, changes: object = {}) {
  const body = { code: paper.code, pharmacist_id: PHARMACY.pharmacist_id, reason: 'Wrong patient', ...changes };
  return counter.post(`${P}${paper.number}/dispensings/${supplyId}/undo/`, body);
}

test('the interval counts from every supply that stands, also from one that is recorded late', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 3, repeat_interval_days: 20 })] });
  await age(paper, 100);
  const on = (daysAgo: number) => supply(paper, { dispensed_date: addDays(today(), -daysAgo) });
  assert.equal((await on(40)).status, 201);
  for (const daysAgo of [59, 21, 40]) {
    const reply = await on(daysAgo);
    assert.deepEqual(refusal(reply), [409, 'supply_refused', 'too_early'], `${daysAgo} days ago`);
    assert.equal(reply.body.items[0].next_supply_from, addDays(today(), -20));
  }
  assert.equal((await on(60)).status, 201, 'just before');
  assert.equal((await on(20)).status, 201, 'just after');
});

test('nothing is supplied before its date, after its last day, or on a day to come', async () => {
  const paper = await issued();
  const before = await supply(paper, { dispensed_date: addDays(today(), -1) });
  assert.deepEqual(refusal(before), [409, 'supply_refused', 'not_yet_valid']);
  const future = await supply(paper, { dispensed_date: addDays(today(), 1) });
  assert.deepEqual([future.status, future.body.field], [400, 'dispensed_date']);
  await age(paper, 30, 29);
  const late = await supply(paper);
  assert.deepEqual(refusal(late), [409, 'supply_refused', 'expired']);
  assert.deepEqual(late.body.items[0].next_supply_from, null);
  assert.equal((await supply(paper, { dispensed_date: addDays(today(), -1) })).status, 201, 'recorded a day late');
});

test('with items all or none are supplied, without them all that may be', async () => {
  const [once, twice] = [anItem(), anItem({ quantity: 10, repeats: 1 })];
  const second = await surgery.drug('Paracetamol 500 mg tablet, 100');
  const paper = await issued({
    prescribed_drugs: [once, { ...twice, drug: second, dosage_instructions: 'Take two tablets in the morning.' }],
  });
  await age(paper, 30);
  const all = await supply(paper, { dispensed_date: addDays(today(), -10) });
  assert.deepEqual(
    all.body.supplies?.map(({ item }: { item: string }) => item),
    paper.items,
    JSON.stringify(all.body),
  );
  const both = await supply(paper, { items: paper.items });
  assert.deepEqual(refusal(both), [409, 'supply_refused', 'no_repeats_left']);
  assert.deepEqual(
    both.body.items.map(({ reason }: { reason: string | null }) => reason),
    ['no_repeats_left', null],
  );
  const rest = await supply(paper);
  assert.deepEqual(
    rest.body.supplies.map(({ item }: { item: string }) => item),
    [paper.items[1]],
  );
  const stranger = await supply(paper, { items: [randomUUID()] });
  assert.deepEqual([stranger.status, stranger.body.field], [400, 'items']);
});

test('a repeat under the same key is the same supply, also after the stored answer is gone', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 3 })] });
  const key = randomUUID();
  const replies = await Promise.all([1, 2, 3].map(() => supply(paper, {}, key)));
  for (const reply of replies) assert.deepEqual([reply.status, reply.body], [201, replies[0]?.body]);
  await surgery.stage.sql('delete from idempotency_keys');
  const later = await supply(paper, {}, key);
  assert.deepEqual([later.status, later.body], [201, replies[0]?.body]);
  const [row] = await surgery.stage.sql('select count(*)::int as n from dispensings where prescription_id = $1', [
    paper.id,
  ]);
  assert.deepEqual(row, { n: 1 });
});

test('a wrong code, an unknown number, a draft and what is no code at all get one answer', async () => {
  const [paper, other] = [await issued(), await issued()];
  const draft = await paper.visit.api.post(P, {
    patient: paper.visit.patient.id,
    prescribed_drugs: [anItem()],
    is_final: false,
  });
  assert.equal(draft.status, 201);
  const asked = [
    await supply(paper, { code: other.code }),
    await supply(paper, { code: '0000000000' }),
    await supply(paper, { code: 'none' }),
    await supply({ ...paper, number: 'RX2026999999' }),
    await supply({ ...paper, number: draft.body.id }),
  ];
  for (const { status, body } of asked) {
    const { request_id: _, instance: _path, ...rest } = body;
    const { request_id: _first, instance: _firstPath, ...first } = asked[0]?.body ?? {};
    assert.deepEqual([status, rest], [404, first]);
  }
  const declined = await counter.post(`${P}${paper.number}/decline/`, {
    ...PHARMACY,
    code: other.code,
    reason_code: 'other',
  });
  assert.equal(declined.status, 404);
  assert.equal((await undo(paper, randomUUID(), { code: other.code })).status, 404);
});

test('Schedule 8 needs the identity checked', async () => {
  const visit = await surgery.consultation();
  const paper = await issued(
    {
      prescribed_drugs: [anItem({ ...CONTROLLED, drug: oxycodone })],
      monitoring_check: { system: 'SafeScript NSW', checked_at: new Date().toISOString(), outcome: 'Nothing of note' },
    },
    visit,
  );
  const unchecked = await supply(paper);
  assert.deepEqual([unchecked.status, unchecked.body.field], [400, 'patient_identity_checked']);
  assert.equal((await supply(paper, { patient_identity_checked: true })).status, 201);
});

test('number and code are enough as far as the setting lets them be; a pharmacy’s key always is', async () => {
  const { core, clinicId } = surgery.stage.clinic;
  const controlled = await issued({
    prescribed_drugs: [anItem({ ...CONTROLLED, drug: oxycodone })],
    monitoring_check: { system: 'SafeScript NSW', checked_at: new Date().toISOString(), outcome: 'Nothing of note' },
  });
  const plain = await issued();
  const command = {
    ...{ pharmacistId: 'P1', pharmacyName: 'P', dispensedOn: null, items: null, patientIdentityChecked: true },
  };
  const deps = { unitOfWork: core.unitOfWork, now: () => new Date() };
  const byCode = ({ number, code }: Paper) => ({ key: null, typed: { number, code } });
  const code = (error: unknown) => error instanceof DomainError && error.code;
  const s4 = dispense({ ...deps, dispenseByCode: 's4' });
  const none = dispense({ ...deps, dispenseByCode: 'none' });
  assert.equal(await none(byCode(plain), command, null).catch(code), 'forbidden');
  assert.equal(await s4(byCode(controlled), command, null).catch(code), 'forbidden');
  assert.equal((await s4(byCode(plain), command, null)).prescription.shownStatus, 'dispensed');
  const key: ApiKeyActor = {
    kind: 'api_key',
    role: 'api_key',
    keyId: randomUUID(),
    permissions: ['prescriptions:dispense'],
    clinicIds: [clinicId],
  };
  const supplied = await none({ ...byCode(controlled), key }, command, null);
  assert.deepEqual([supplied.prescription.shownStatus, supplied.supplies[0]?.apiKeyId], ['dispensed', key.keyId]);
});

test('a key supplies with its scope and in its clinic; the audit names it', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 1 })] });
  const [elsewhere] = await surgery.stage.sql<{ id: string }>(
    "insert into clinics (id, name, slug, timezone, currency) select $1, 'Elsewhere', 'elsewhere', timezone, currency from clinics limit 1 returning id",
    [randomUUID()],
  );
  const body = { code: paper.code, ...PHARMACY };
  const path = dispensePath(paper);
  const foreign = await (await pharmacyKey(['prescriptions:dispense'], elsewhere?.id))(path, body);
  assert.equal(foreign.status, 404, 'of another clinic');
  assert.equal((await (await pharmacyKey(['slots:read']))(path, body)).status, 403);
  const [ours, theirs] = [await pharmacyKey(['prescriptions:dispense']), await pharmacyKey(['prescriptions:dispense'])];
  assert.equal((await ours(path, { ...body, code: '0000000000' })).status, 404);
  const supplied = await ours(path, body);
  assert.equal(supplied.status, 201, JSON.stringify(supplied.body));
  const [row] = await surgery.stage.sql<{ api_key_id: string; audited: string }>(
    `select d.api_key_id, a.actor_api_key_id as audited from dispensings d
       join audit_events a on a.entity_id = d.prescription_id::text and a.action = 'prescription.supplied' where d.prescription_id = $1`,
    [paper.id],
  );
  assert.ok(row?.api_key_id && row.api_key_id === row.audited);
  const undoing = `${P}${paper.number}/dispensings/${supplied.body.supplies[0].id}/undo/`;
  const why = { code: paper.code, pharmacist_id: PHARMACY.pharmacist_id, reason: 'Wrong patient' };
  assert.equal((await theirs(undoing, why)).status, 403, 'another pharmacy');
  assert.equal((await undo(paper, supplied.body.supplies[0].id)).status, 403, 'no key');
  assert.equal((await ours(undoing, why)).status, 200);
});

test('a supply is undone by its pharmacy within a day and by an administrator later, and can be made again', async () => {
  const paper = await issued();
  const first = (await supply(paper)).body.supplies[0].id;
  assert.equal((await undo(paper, first, { pharmacist_id: 'PHA9999999' })).status, 403, 'somebody else');
  assert.equal((await undo(paper, randomUUID())).status, 404);
  const undone = await undo(paper, first);
  assert.deepEqual([undone.status, undone.body.status], [200, 'active'], JSON.stringify(undone.body));
  assert.equal((await undo(paper, first)).status, 200, 'a repeat finds it done');
  assert.equal((await undo(paper, first, { reason: 'Something else' })).status, 409);
  const second = await supply(paper);
  assert.deepEqual([second.status, second.body.supplies[0].supply_no], [201, 1]);
  const { id } = second.body.supplies[0];
  const text = "update dispensings set recorded_at = recorded_at - interval '25 hours' where id = $1";
  await behindTriggers('dispensings', text, [id]);
  assert.equal((await undo(paper, id)).status, 403, 'after a day');
  const path = `${P}${paper.number}/dispensings/${id}/undo/`;
  const reason = { reason: 'The pharmacy called' };
  for (const role of ['receptionist', 'nurse'] as const) {
    const refused = await (await surgery.stage.signIn(role)).post(path, { ...reason, code: '0', pharmacist_id: 'x' });
    assert.equal(refused.status, 404, role);
  }
  const admin = await (await surgery.stage.signIn('admin')).post(path, reason);
  assert.deepEqual([admin.status, admin.body.status], [200, 'active'], JSON.stringify(admin.body));
  const rows = await surgery.stage.sql<{ undone_by: string }>(
    'select undone_by from dispensings where prescription_id = $1 order by recorded_at desc',
    [paper.id],
  );
  assert.equal(rows.length, 2, 'nothing is deleted');
  assert.ok(rows.some(({ undone_by: by }) => by.startsWith('user/')));
  const history = (await paper.visit.api.get(`${P}${paper.id}/history/`)).body;
  assert.deepEqual(
    history
      .filter((one: { event: string }) => one.event === 'supply_undone')
      .map(({ reason }: { reason: string }) => reason),
    ['Wrong patient', 'The pharmacy called'],
  );
});

test('a decline reaches its doctor, who reads why and closes the entry; nobody else of the doctors does', async () => {
  const paper = await issued();
  const key = randomUUID();
  const decline = (body: object) =>
    counter.post(`${P}${paper.number}/decline/`, { code: paper.code, ...PHARMACY, ...body }, key);
  const body = { reason_code: 'out_of_stock', note: 'Back on Tuesday.' };
  const replies = [await decline(body), await decline(body)];
  for (const reply of replies)
    assert.deepEqual([reply.status, reply.body.declined], [201, true], JSON.stringify(reply.body));
  const entries = (await paper.visit.api.get('/api/v1/admin/attention/')).body;
  assert.deepEqual(
    entries.map((one: { code: string; context: { reason: string; prescription: string } }) => [
      one.code,
      one.context.reason,
      one.context.prescription,
    ]),
    [['supply_declined', 'out_of_stock', paper.id]],
  );
  const history = (await paper.visit.api.get(`${P}${paper.id}/history/`)).body;
  const declined = history.filter((one: { event: string }) => one.event === 'declined');
  assert.equal(declined.length, 1, 'a repeat is the same decline');
  assert.match(declined[0].reason, /Example Pharmacy.*out of stock.*Back on Tuesday/);
  const colleague = await surgery.stage.as(await surgery.prescriber());
  assert.deepEqual((await colleague.get('/api/v1/admin/attention/')).body, []);
  const resolve = `/api/v1/admin/attention/${entries[0].id}/resolve/`;
  assert.equal((await colleague.post(resolve, { reason: 'Not mine' })).status, 404);
  assert.equal((await paper.visit.api.post(resolve, { reason: 'I have called the pharmacy' })).status, 204);
  assert.deepEqual((await paper.visit.api.get('/api/v1/admin/attention/')).body, []);
});

test('of an ended prescription nothing is supplied, and a cancel says what was', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 2 })] });
  assert.equal((await supply(paper)).status, 201);
  const cancelled = await paper.visit.api.post(`${P}${paper.id}/cancel/`, { reason: 'The wrong strength' });
  assert.deepEqual(cancelled.body.supplied_before, [
    { item: paper.items[0], supply_no: 1, dispensed_date: today(), pharmacy_name: PHARMACY.pharmacy_name },
  ]);
  assert.deepEqual(refusal(await supply(paper)), [409, 'supply_refused', 'cancelled']);
  const old = await issued();
  const next = await old.visit.api.post(`${P}${old.id}/supersede/`, {
    ...{ patient: old.visit.patient.id, prescribed_drugs: [anItem({ quantity: 10 })], reason: 'Fewer' },
  });
  assert.equal(next.status, 201, JSON.stringify(next.body));
  assert.deepEqual(refusal(await supply(old)), [409, 'supply_refused', 'superseded']);
});

test(`two pharmacies on the last repeat, ${RACES} times: one supply`, async () => {
  const { core } = surgery.stage.clinic;
  const works = dispense({ unitOfWork: core.unitOfWork, dispenseByCode: 'all', now: () => new Date() });
  const paper = await issued();
  const typed = { number: paper.number, code: paper.code };
  const command = { dispensedOn: null, items: null, patientIdentityChecked: false };
  for (let race = 1; race <= RACES; race += 1) {
    const both = await Promise.allSettled(
      ['A', 'B'].map((name) =>
        works({ key: null, typed }, { ...command, pharmacyName: name, pharmacistId: `P${name}` }, null),
      ),
    );
    const [won, lost] = [both.filter(isDone), both.filter((one) => one.status === 'rejected')];
    assert.deepEqual([won.length, lost.length], [1, 1], `race ${race}`);
    const [refused] = lost;
    assert.ok(refused?.reason instanceof DomainError && refused.reason.code === 'supply_refused', `race ${race}`);
    const standing = await standingOf(paper);
    assert.deepEqual(standing.length, 1);
    const text =
      "update dispensings set undone_at = now(), undone_by = 'test', undo_reason_sealed = 'k.x' where id = $1";
    await surgery.stage.sql(text, [standing[0]?.id]);
  }
});

const isDone = <T>(one: PromiseSettledResult<T>): one is PromiseFulfilledResult<T> => one.status === 'fulfilled';

function standingOf({ id }: Paper) {
  return surgery.stage.sql<{ id: string }>(
    'select id from dispensings where prescription_id = $1 and undone_at is null',
    [id],
  );
}

test(`a cancel against a supply, ${RACES} times: never two stories`, async (context) => {
  const { core } = surgery.stage.clinic;
  const { unitOfWork } = core;
  const now = () => new Date();
  const [supplies, cancel] = [
    dispense({ unitOfWork, dispenseByCode: 'all', now }),
    cancelPrescription({ unitOfWork, now }),
  ];
  const paper = await issued({ prescribed_drugs: [anItem()] });
  const doctor: UserActor = {
    kind: 'user',
    userId: paper.visit.doctor.id,
    membershipId: null,
    role: 'doctor',
    sessionId: '',
    permissions: ['prescriptions:write'],
    clinicIds: [surgery.stage.clinic.clinicId],
  };
  let first = 0;
  for (let race = 1; race <= RACES; race += 1) {
    const operationId = `${paper.id}/race/${race}`;
    const [supplied, cancelled] = await Promise.allSettled([
      supplies(
        { key: null, typed: { number: paper.number, code: paper.code } },
        { ...{ pharmacyName: 'P', pharmacistId: 'P', dispensedOn: null, items: null }, patientIdentityChecked: false },
        null,
      ),
      cancel({
        ...{ actor: doctor, requestId: paper.id, operationId },
        command: { prescriptionId: paper.id, reason: 'Race' },
      }),
    ]);
    assert.equal(cancelled.status, 'fulfilled', `race ${race}`);
    const standing = await standingOf(paper);
    assert.equal(standing.length, supplied.status === 'fulfilled' ? 1 : 0, `race ${race}`);
    if (supplied.status === 'fulfilled') {
      const [{ before } = { before: null }] = await surgery.stage.sql<{ before: boolean }>(
        `select bool_and(d.recorded_at <= p.ended_at) as before from dispensings d join prescriptions p on p.id = d.prescription_id
          where p.id = $1 and d.undone_at is null`,
        [paper.id],
      );
      assert.equal(before, true, 'what was supplied was supplied before the cancel');
    } else {
      const { code, details } = supplied.reason as DomainError;
      assert.deepEqual([code, details.supply?.reason], ['supply_refused', 'cancelled'], `race ${race}`);
    }
    if (supplied.status === 'fulfilled') first += 1;
    const undone =
      "update dispensings set undone_at = now(), undone_by = 'test', undo_reason_sealed = 'k.x' where prescription_id = $1 and undone_at is null";
    await surgery.stage.sql(undone, [paper.id]);
    const stands =
      "update prescriptions set status = 'issued', ended_at = null, ended_by = null, end_reason_sealed = null where id = $1";
    await behindTriggers('prescriptions', stands, [paper.id]);
  }
  context.diagnostic(`the supply came first in ${first} of ${RACES} races`);
});

test('what the lock does not keep apart, the constraints do, as a refusal', async () => {
  const { core } = surgery.stage.clinic;
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 1, repeat_interval_days: 7 })] });
  const insert = (dispensedOn: string, supplyNo: number) =>
    core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const found = await scope.prescriptions.find(paper.id);
      const [item] = found?.items ?? [];
      assert.ok(item);
      const of = { requestId: randomUUID(), pharmacyName: 'P', pharmacistId: 'P', apiKeyId: null };
      const supplies = [{ id: randomUUID(), item, supplyNo }];
      await scope.supplies.insert({ ...of, dispensedOn, patientIdentityChecked: false, supplies }, new Date());
    });
  const reason = (work: Promise<void>) =>
    work.then(
      () => 'supplied',
      (error: DomainError) => error.details.supply?.reason,
    );
  const both = await Promise.all([1, 1].map((no) => reason(insert(today(), no))));
  assert.equal(both.filter((one) => one === 'supplied').length, 1, both.join());
  assert.ok(
    both.some((one) => one === 'no_repeats_left' || one === 'too_early'),
    both.join(),
  );
  assert.equal(await reason(insert(today(), 2)), 'too_early');
  assert.equal(await reason(insert(addDays(today(), 30), 3)), 'no_repeats_left');
  assert.equal(await reason(insert(addDays(today(), 999), 2)), 'expired');
});

test('a pharmacist is served while the engine’s worker is away', async () => {
  const paper = await issued({ prescribed_drugs: [anItem({ repeats: 1 })] });
  await surgery.delivered(paper.visit.api, paper.id);
  await surgery.stage.clinic.stopWorker();
  try {
    assert.equal((await supply(paper)).status, 201);
    const declined = await counter.post(`${P}${paper.number}/decline/`, {
      ...{ code: paper.code, ...PHARMACY, reason_code: 'not_collected' },
    });
    assert.equal(declined.status, 201);
  } finally {
    await surgery.stage.clinic.startWorker();
  }
  await until('the entry is there', async () => {
    const entries = (await paper.visit.api.get('/api/v1/admin/attention/')).body;
    return entries.some((one: { code: string }) => one.code === 'supply_declined');
  });
});
