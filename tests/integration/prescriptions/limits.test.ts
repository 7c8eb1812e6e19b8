import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { anAddress, type Look, Looks } from '../../support/prescriptions/looks.js';
import { PHARMACY, Pharmacy, PRESCRIPTIONS } from '../../support/prescriptions/pharmacy.js';

const LOOKS = 4;
const REQUESTS = 2;

let at: Pharmacy;
let looks: Looks;
before(async () => {
  const limits = { RATE_LIMIT_VERIFY: `${LOOKS}/1h`, RATE_LIMIT_PRESCRIPTIONS: `${REQUESTS}/1h`, TRUST_PROXY: '1' };
  at = await Pharmacy.open(limits);
  looks = new Looks(at.surgery);
});
after(() => at.close());

test('looks, supplies, undos and declines of one address are counted together, by API and page', async () => {
  const paper = await at.issued();
  const { code } = paper;
  const post = (what: string, body: object, address: string) =>
    looks.post(at.path(paper, what), { code, ...body }, address);
  const ways: Readonly<Record<string, (address: string) => Promise<Look>>> = {
    'a look by API': (address) => looks.api(paper, address),
    'a look at the page': (address) => looks.page(paper, address),
    'a supply': (address) => post('dispense', PHARMACY, address),
    'an undo': (address) =>
      post(
        `dispensings/${randomUUID()}/undo`,
        { pharmacist_id: PHARMACY.pharmacist_id, reason: 'Wrong patient' },
        address,
      ),
    'a decline': (address) => post('decline', { ...PHARMACY, reason_code: 'out_of_stock' }, address),
  };
  for (const [last, way] of Object.entries(ways)) {
    const address = anAddress();
    const others = Object.values(ways).filter((other) => other !== way);
    assert.equal(others.length, LOOKS);
    for (const other of others) assert.ok(![400, 429].includes((await other(address)).status));
    const refused = await way(address);
    assert.equal(refused.status, 429, `${last} after ${LOOKS} others`);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    if (last !== 'a look at the page') assert.equal(JSON.parse(refused.text).limit_type, 'prescription_verify');
  }
  assert.equal((await looks.api(paper)).status, 200, 'another address goes on');
});

test('requests that issued are counted for each doctor, and neither repeats nor refusals', async () => {
  const visit = await at.surgery.consultation();
  const issue = (changes: object = {}, key: string = randomUUID()) => {
    const body = { patient: visit.patient.id, prescribed_drugs: [at.anItem()], consultation_mode: 'video', ...changes };
    return visit.api.insist(PRESCRIPTIONS, body, key);
  };
  const draft = await issue({ is_final: false });
  assert.equal(draft.status, 201, JSON.stringify(draft.body));
  for (let n = 0; n <= REQUESTS; n += 1) {
    const refused = await issue({ prescribed_drugs: [at.anItem({ dosage_instructions: 'As directed.' })] });
    assert.equal(refused.status, 400, JSON.stringify(refused.body));
    const unlawful = await issue({ prescribed_drugs: [at.anItem({ repeats: 30 })] });
    assert.deepEqual([unlawful.status, unlawful.body.code], [400, 'compliance_violation']);
  }
  const key = randomUUID();
  const first = await issue({}, key);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  for (let n = 0; n <= REQUESTS; n += 1) assert.equal((await issue({}, key)).status, 201);
  const second = await visit.api.insist(`${PRESCRIPTIONS}${first.body.id}/supersede/`, {
    ...{ patient: visit.patient.id, prescribed_drugs: [at.anItem({ quantity: 10 })], reason: 'Fewer' },
  });
  assert.equal(second.status, 201, JSON.stringify(second.body));
  const once = [
    await issue(),
    await visit.api.insist(`${PRESCRIPTIONS}${draft.body.id}/issue/`, { version: 1 }),
    await visit.api.insist(`${PRESCRIPTIONS}${second.body.id}/supersede/`, {
      ...{ patient: visit.patient.id, prescribed_drugs: [at.anItem()], reason: 'More' },
    }),
  ];
  for (const { status, body } of once) {
    assert.deepEqual([status, body.code, body.limit_type], [429, 'rate_limited', 'prescription_creation']);
    assert.ok(body.retry_after > 0);
  }
  assert.equal((await issue({}, key)).status, 201, 'what was issued is answered all the same');
  const cancelled = await visit.api.insist(`${PRESCRIPTIONS}${second.body.id}/cancel/`, { reason: 'Not wanted' });
  assert.equal(cancelled.status, 200, 'and can be cancelled');
  assert.equal((await at.issued()).items.length, 1, 'another doctor goes on');
});
