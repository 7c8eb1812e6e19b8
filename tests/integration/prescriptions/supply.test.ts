import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PHARMACY, Pharmacy, PRESCRIPTIONS, refusal } from '../../support/prescriptions/pharmacy.js';

let at: Pharmacy;
before(async () => {
  at = await Pharmacy.open();
});
after(() => at.close());

test('a pharmacy supplies by number and code, and doctor and patient see it', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 2 })] });
  const typed = `${paper.code.slice(0, 5)}-${paper.code.slice(5)}`.toLowerCase();
  const reply = await at.supply(paper, { code: typed });
  assert.equal(reply.headers.get('location'), `${PRESCRIPTIONS}verify/${paper.number}`);
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
        dispensed_date: at.day(),
        remaining_repeats: 2,
        next_supply_from: at.day(-1),
      },
    ],
  );
  for (const api of [paper.visit.api, paper.visit.patientApi]) {
    const history = (await api.get(`${PRESCRIPTIONS}${paper.id}/history/`)).body;
    assert.ok(history.some((one: { event: string; by: unknown }) => one.event === 'supplied' && one.by === null));
  }
  const audited = await at.surgery.stage.sql(
    "select patient_id, actor_label from audit_events where action = 'prescription.supplied' and entity_id = $1",
    [paper.id],
  );
  assert.deepEqual(audited, [{ patient_id: paper.visit.patient.id, actor_label: 'anonymous' }]);
  const [row] = await at.surgery.stage.sql<{ pharmacist_sealed: string }>(
    'select pharmacist_sealed from dispensings where prescription_id = $1',
    [paper.id],
  );
  assert.ok(row && !row.pharmacist_sealed.includes(PHARMACY.pharmacist_id));
});

test('repeats are supplied one by one and never beyond what was prescribed; the last one makes it dispensed', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 1 })] });
  const first = await at.supply(paper);
  assert.equal(first.status, 201);
  await at.age(paper, 0);
  const early = await at.supply(paper);
  assert.deepEqual(refusal(early), [409, 'supply_refused', 'too_early'], 'a second supply is for another day');
  assert.deepEqual(early.body.items, [{ item: paper.items[0], reason: 'too_early', next_supply_from: at.day(-1) }]);
  await at.undo(paper, first.body.supplies[0].id);
  await at.age(paper, 30);
  assert.equal((await at.supply(paper, { dispensed_date: at.day(10) })).status, 201);
  const last = await at.supply(paper);
  assert.deepEqual(
    [last.status, last.body.status, last.body.remaining_repeats, last.body.supplies[0].supply_no],
    [201, 'dispensed', 0, 2],
  );
  assert.equal(last.body.supplies[0].next_supply_from, null);
  assert.deepEqual(refusal(await at.supply(paper)), [409, 'supply_refused', 'no_repeats_left']);
  assert.equal((await paper.visit.api.get(`${PRESCRIPTIONS}${paper.id}/`)).body.status, 'dispensed');
});

test('the interval counts from every supply that stands, also from one that is recorded late', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 3, repeat_interval_days: 20 })] });
  await at.age(paper, 100);
  const on = (daysAgo: number) => at.supply(paper, { dispensed_date: at.day(daysAgo) });
  assert.equal((await on(40)).status, 201);
  for (const daysAgo of [59, 21, 40]) {
    const reply = await on(daysAgo);
    assert.deepEqual(refusal(reply), [409, 'supply_refused', 'too_early'], `${daysAgo} days ago`);
    assert.equal(reply.body.items[0].next_supply_from, at.day(20));
  }
  assert.equal((await on(60)).status, 201, 'just before');
  assert.equal((await on(20)).status, 201, 'just after');
});

test('nothing is supplied before its date, after its last day, or on a day to come', async () => {
  const paper = await at.issued();
  const before = await at.supply(paper, { dispensed_date: at.day(1) });
  assert.deepEqual(refusal(before), [409, 'supply_refused', 'not_yet_valid']);
  const future = await at.supply(paper, { dispensed_date: at.day(-1) });
  assert.deepEqual([future.status, future.body.field], [400, 'dispensed_date']);
  await at.age(paper, 30, 29);
  const late = await at.supply(paper);
  assert.deepEqual(refusal(late), [409, 'supply_refused', 'expired']);
  assert.deepEqual(late.body.items[0].next_supply_from, null);
  assert.equal((await at.supply(paper, { dispensed_date: at.day(1) })).status, 201, 'recorded a day late');
});

test('with items all or none are supplied, without them all that may be', async () => {
  const [once, twice] = [at.anItem(), at.anItem({ quantity: 10, repeats: 1 })];
  const second = await at.surgery.drug('Paracetamol 500 mg tablet, 100');
  const paper = await at.issued({
    prescribed_drugs: [once, { ...twice, drug: second, dosage_instructions: 'Take two tablets in the morning.' }],
  });
  await at.age(paper, 30);
  const all = await at.supply(paper, { dispensed_date: at.day(10) });
  assert.deepEqual(
    all.body.supplies?.map(({ item }: { item: string }) => item),
    paper.items,
    JSON.stringify(all.body),
  );
  const both = await at.supply(paper, { items: paper.items });
  assert.deepEqual(refusal(both), [409, 'supply_refused', 'no_repeats_left']);
  assert.deepEqual(
    both.body.items.map(({ reason }: { reason: string | null }) => reason),
    ['no_repeats_left', null],
  );
  const rest = await at.supply(paper);
  assert.deepEqual(
    rest.body.supplies.map(({ item }: { item: string }) => item),
    [paper.items[1]],
  );
  const stranger = await at.supply(paper, { items: [randomUUID()] });
  assert.deepEqual([stranger.status, stranger.body.field], [400, 'items']);
});

test('a repeat under the same key is the same supply, also after the stored answer is gone', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 3 })] });
  const key = randomUUID();
  const replies = await Promise.all([1, 2, 3].map(() => at.supply(paper, {}, key)));
  for (const reply of replies) assert.deepEqual([reply.status, reply.body], [201, replies[0]?.body]);
  await at.surgery.stage.sql('delete from idempotency_keys');
  const later = await at.supply(paper, {}, key);
  assert.deepEqual([later.status, later.body], [201, replies[0]?.body]);
  const [row] = await at.surgery.stage.sql('select count(*)::int as n from dispensings where prescription_id = $1', [
    paper.id,
  ]);
  assert.deepEqual(row, { n: 1 });
});

test('a wrong code, an unknown number, a draft and what is no code at all get one answer', async () => {
  const [paper, other] = [await at.issued(), await at.issued()];
  const draft = await paper.visit.api.post(PRESCRIPTIONS, {
    patient: paper.visit.patient.id,
    prescribed_drugs: [at.anItem()],
    is_final: false,
  });
  assert.equal(draft.status, 201);
  const asked = [
    await at.supply(paper, { code: other.code }),
    await at.supply(paper, { code: '0000000000' }),
    await at.supply(paper, { code: 'none' }),
    await at.supply({ ...paper, number: 'RX2026999999' }),
    await at.supply({ ...paper, number: draft.body.id }),
  ];
  for (const { status, body } of asked) {
    const { request_id: _, instance: _path, ...rest } = body;
    const { request_id: _first, instance: _firstPath, ...first } = asked[0]?.body ?? {};
    assert.deepEqual([status, rest], [404, first]);
  }
  const declined = await at.counter.post(`${PRESCRIPTIONS}${paper.number}/decline/`, {
    ...PHARMACY,
    code: other.code,
    reason_code: 'other',
  });
  assert.equal(declined.status, 404);
  assert.equal((await at.undo(paper, randomUUID(), { code: other.code })).status, 404);
});

test('Schedule 8 needs the identity checked', async () => {
  const paper = await at.controlled();
  const unchecked = await at.supply(paper);
  assert.deepEqual([unchecked.status, unchecked.body.field], [400, 'patient_identity_checked']);
  assert.equal((await at.supply(paper, { patient_identity_checked: true })).status, 201);
});

test('of an ended prescription nothing is supplied, and a cancel says what was', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 2 })] });
  assert.equal((await at.supply(paper)).status, 201);
  const cancelled = await paper.visit.api.post(`${PRESCRIPTIONS}${paper.id}/cancel/`, { reason: 'The wrong strength' });
  assert.deepEqual(cancelled.body.supplied_before, [
    { item: paper.items[0], supply_no: 1, dispensed_date: at.day(), pharmacy_name: PHARMACY.pharmacy_name },
  ]);
  assert.deepEqual(refusal(await at.supply(paper)), [409, 'supply_refused', 'cancelled']);
  const old = await at.issued();
  const next = await old.visit.api.post(`${PRESCRIPTIONS}${old.id}/supersede/`, {
    ...{ patient: old.visit.patient.id, prescribed_drugs: [at.anItem({ quantity: 10 })], reason: 'Fewer' },
  });
  assert.equal(next.status, 201, JSON.stringify(next.body));
  assert.deepEqual(refusal(await at.supply(old)), [409, 'supply_refused', 'superseded']);
});

test('of a record that somebody has changed nothing is supplied, and a person is told once', async () => {
  const paper = await at.issued({ prescribed_drugs: [at.anItem({ repeats: 1 })] });
  await at.behindTriggers(['prescription_items'], () =>
    at.surgery.stage.sql('update prescription_items set repeats = 5 where prescription_id = $1', [paper.id]),
  );
  for (let n = 0; n < 2; n += 1) {
    assert.deepEqual(refusal(await at.supply(paper)), [409, 'supply_refused', 'record_tampered']);
  }
  assert.equal((await at.standing(paper)).length, 0);
  const told = await at.surgery.stage.sql<{ context: { columns: string } }>(
    "select context from attention where code = 'record_tampered' and about = $1",
    [paper.id],
  );
  assert.deepEqual(
    told.map(({ context }) => context.columns),
    ['item.repeats'],
  );
});
