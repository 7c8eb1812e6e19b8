import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';
import { aProduct, storeProduct } from '../../support/catalogue/stored-product.js';
import type { ApiClient } from '../../support/client.js';
import { readPdf } from '../../support/pdf-text.js';
import { Approvals } from '../../support/prescriptions/approvals.js';
import { Looks } from '../../support/prescriptions/looks.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const NAME = 'Cannabidiol 99 mg/mL oral liquid (Botanitech Banksia Mint 2)';
const DOSAGE = 'Take 0.25 mL twice a day.';
const INSTRUCTIONS = 'Hold it under the tongue for a minute, then swallow.';
const HERB: Partial<CatalogueContent> = {
  ...{ productCode: 'BT-HERB', productName: 'Saltbush 22', thc: 220, cbd: 1, cbdBound: 'below', strengthUnit: 'mg/g' },
  ...{ doseForm: 'dried_herb', tgaCategory: 5, category: 'Category 5', poisonSchedule: 'S8' },
};

let surgery: Surgery;
let approvals: Approvals;
let looks: Looks;

before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s', RATE_LIMIT_VERIFY: 'off', TRUST_PROXY: '1' });
  approvals = await Approvals.at(surgery);
  looks = new Looks(surgery);
});
after(() => surgery?.close());

const product = (changes: Partial<CatalogueContent> = {}, clinicId = surgery.stage.clinic.clinicId) =>
  storeProduct((text, values) => surgery.stage.sql(text, values), { clinicId }, aProduct(changes));
const turn = (id: string, changes: Partial<CatalogueContent>, active = true) =>
  surgery.stage.sql('update supplier_products set content = content || $2, active = $3 where id = $1', [
    id,
    JSON.stringify(changes),
    active,
  ]);

/** A pack of a product, and what a doctor says beside it. */
const asked = (id: string, changes: object = {}) => ({
  ...{ product: id, dosage: DOSAGE, instructions: INSTRUCTIONS, quantity: 1, repeats: 0 },
  ...changes,
});

/** The body, with an answer to every alert. */
async function wanted({ api, patient }: Pick<Consultation, 'api' | 'patient'>, changes: object) {
  const body = { patient: patient.id, consultation_mode: 'video', ...changes };
  const { checks, alerts } = (await api.post(`${P}checks/`, body)).body;
  const reason = 'Weighed with the patient';
  const open = ['allergy', 'interaction'].filter((check) => checks?.[check].state !== 'clear');
  return {
    ...body,
    overrides: (alerts ?? []).map(({ key }: { key: string }) => ({ key, reason })),
    acknowledged_checks: open.map((check) => ({ check, reason })),
  };
}
const prescribe = async (visit: Consultation, products: readonly object[], changes: object = {}) =>
  visit.api.post(P, await wanted(visit, { prescribed_supplier_products: products, ...changes }));

async function issued(visit: Consultation, products: readonly object[], changes: object = {}) {
  const { status, body } = await prescribe(visit, products, changes);
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

async function assertRefused(answer: ReturnType<typeof prescribe>, rule: string, field: string, why: RegExp) {
  const { status, body } = await answer;
  assert.equal(status, 400, JSON.stringify(body));
  const [first] = body.rules;
  assert.deepEqual([first.rule, first.field], [rule, field], JSON.stringify(body));
  assert.match(first.message, why);
}

describe('prescribing from a supplier’s list', () => {
  it('issues a product as it is in the list, under the approval that covers it', async () => {
    const visit = await surgery.consultation();
    const { id } = await approvals.approved(visit);
    const oil = await product();
    const body = await issued(visit, [asked(oil, { repeats: 2, repeat_interval_days: 28, approval: id })]);
    const [item] = body.prescribed_supplier_products;
    assert.deepEqual(body.prescribed_drugs, []);
    const said = { name: NAME, pbs_code: null, manufacturer: 'Cann Group Limited', schedule: 'S4' };
    assert.deepEqual(item.product, { id: oil, ...said });
    assert.equal(item.dosage_instructions, `${DOSAGE}\n${INSTRUCTIONS}`);
    assert.deepEqual([item.quantity, item.quantity_text], [1, '1 (one) pack of 30 mL']);
    assert.deepEqual([item.remaining_repeats, item.repeat_interval_days], [2, 28]);
    const [stored] = await surgery.stage.sql<{ product_id: string; drug_id: string | null }>(
      'select product_id, drug_id from prescription_items where prescription_id = $1',
      [body.id],
    );
    assert.deepEqual(stored, { product_id: oil, drug_id: null });
  });

  it('keeps what the product was: a later list changes nothing, and the record is as it was signed', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    const oil = await product();
    const paper = await looks.paper(visit, await wanted(visit, { prescribed_supplier_products: [asked(oil)] }));
    const path = `${P}${paper.id}/`;
    const before = (await visit.api.get(path)).body.prescribed_supplier_products;
    await turn(oil, { productName: 'Renamed', wholesalePrice: 1, poisonSchedule: 'S8' }, false);
    assert.deepEqual((await visit.api.get(path)).body.prescribed_supplier_products, before);
    const { result } = await looks.api(paper);
    assert.deepEqual([result.valid, result.digital_signature_valid, result.drugs[0].name], [true, true, NAME]);
    const file = await visit.api.bytes(`${path}pdf`);
    const pdf = readPdf(file.bytes).lines.join(' ');
    for (const text of [NAME, 'Product code BT-ORAL-0002', 'TGA approval SAS B MC26-012345', '1 (one) pack of 30 mL'])
      assert.ok(pdf.replaceAll(/\s/g, '').includes(text.replaceAll(/\s/g, '')), `the document does not say: ${text}`);
  });

  it('shows a patient what is prescribed, and no price or stock', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    const body = await issued(visit, [asked(await product())]);
    const { status, body: seen } = await visit.patientApi.get(`${P}${body.id}/`);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(seen.prescribed_supplier_products[0].product).sort(), [
      ...['id', 'manufacturer', 'name', 'pbs_code', 'schedule'],
    ]);
    assert.ok(!/210[.]?02|28353|in_stock/.test(JSON.stringify(seen)), 'no price, no stock');
  });

  it('stands beside items of the formulary, and apart in Schedule 8', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    await approvals.approved(visit, { category: 5, dose_form: 'dried_herb' });
    const drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
    const item = { drug, dosage_instructions: 'Take one capsule three times a day.', quantity: 20, repeats: 0 };
    const products = [asked(await product()), asked(await product(HERB))];
    const { prescriptions } = await issued(visit, products, { prescribed_drugs: [item] });
    const kinds = prescriptions.map((one: { prescribed_drugs: object[]; prescribed_supplier_products: object[] }) => [
      one.prescribed_drugs.length,
      one.prescribed_supplier_products.length,
    ]);
    assert.deepEqual(kinds, [
      [1, 1],
      [0, 1],
    ]);
    assert.equal(prescriptions[1].special_flags.controlled_substance, true);
  });

  it('enters the patient’s medicines by its name, coded by its ingredients', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    const oil = await product();
    await issued(visit, [asked(oil)]);
    const { body } = await visit.api.get(`/api/v1/patients/${visit.patient.id}/medicines/`);
    assert.deepEqual(
      body.map((one: { name: string; coded: boolean }) => [one.name, one.coded]),
      [[NAME, true]],
    );
    const again = (
      await visit.api.post(`${P}checks/`, await wanted(visit, { prescribed_supplier_products: [asked(oil)] }))
    ).body;
    assert.equal(again.checks.duplicate.state, 'alerts', JSON.stringify(again));
  });
});

describe('a product that cannot be prescribed', () => {
  it('is inactive, or of no known schedule', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    const [gone, unknown] = [await product(), await product({ poisonSchedule: null })];
    await turn(gone, {}, false);
    const at = 'prescribed_supplier_products.0.product';
    await assertRefused(prescribe(visit, [asked(gone)]), 'inactive_item', at, /not in use/);
    await assertRefused(prescribe(visit, [asked(unknown)]), 'schedule_unknown', at, /list says none/);
  });

  it('has no approval for its category and dose form', async () => {
    const visit = await surgery.consultation();
    const oil = await product();
    const at = 'prescribed_supplier_products.0.';
    await assertRefused(prescribe(visit, [asked(oil)]), 'cannabis_approval', `${at}product`, /There is none/);
    const { id } = await approvals.approved(visit, { dose_form: 'capsule' });
    await assertRefused(
      prescribe(visit, [asked(oil, { approval: id })]),
      'cannabis_approval',
      `${at}approval`,
      /dose form/,
    );
    await approvals.approved(visit, { category: 3 });
    await assertRefused(
      prescribe(visit, [asked(oil, { approval_number: 'X' })]),
      'cannabis_approval',
      `${at}approval_number`,
      /number X/,
    );
  });

  it('is another clinic’s, or nobody’s; so is an approval', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    const elsewhere = await surgery.stage.sql<{ id: string }>(
      "insert into clinics (id, name, slug, timezone, currency) values (gen_random_uuid(), 'Other', gen_random_uuid()::text, 'UTC', 'aud') returning id",
    );
    const others = await product({}, elsewhere[0]?.id);
    const neighbour = await surgery.consultation(visit.doctor);
    const { id: theirs } = await approvals.approved(neighbour);
    const oil = await product();
    for (const one of [
      asked(others),
      asked(randomUUID()),
      asked(oil, { approval: theirs }),
      asked(oil, { approval: randomUUID() }),
    ]) {
      const { status, body } = await visit.api.post(P, {
        patient: visit.patient.id,
        prescribed_supplier_products: [one],
      });
      assert.deepEqual([status, body.code], [404, 'not_found'], JSON.stringify([one, body]));
    }
  });

  it('has directions that say nothing, or too many words', async () => {
    const visit = await surgery.consultation();
    const oil = await product();
    const fields = async (one: object) => {
      const { status, body } = await visit.api.post(P, {
        patient: visit.patient.id,
        prescribed_supplier_products: [one],
      });
      assert.equal(status, 400, JSON.stringify(body));
      return body.fields?.map(({ field }: { field: string }) => field) ?? body.field;
    };
    const at = 'prescribed_supplier_products.0.';
    assert.deepEqual(await fields(asked(oil, { dosage: 'As directed', instructions: 'as directed' })), [`${at}dosage`]);
    assert.deepEqual(await fields(asked(oil, { dosage: 'Take 10µg QD' })), [`${at}dosage`]);
    assert.deepEqual(await fields(asked(oil, { instructions: 'word '.repeat(199) })), [`${at}instructions`]);
    const nothing = await visit.api.post(P, { patient: visit.patient.id });
    assert.equal(nothing.status, 400);
  });
});

describe('a draft with a product', () => {
  const draft = async (api: ApiClient, body: object) => {
    const answer = await api.post(P, { ...body, is_final: false });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };

  it('is answered whole, and issued as the product is then', async () => {
    const visit = await surgery.consultation();
    const { id: approval } = await approvals.approved(visit);
    const oil = await product();
    const body = await wanted(visit, { prescribed_supplier_products: [asked(oil, { approval })] });
    const kept = await draft(visit.api, body);
    const said = { ...asked(oil), repeat_interval_days: null, authority_code: null, approval, approval_number: null };
    assert.deepEqual(kept.prescribed_supplier_products, [said]);
    assert.deepEqual(kept.prescribed_drugs, []);
    const { overrides, acknowledged_checks } = body;
    const issue = (version: number) =>
      visit.api.post(`${P}${kept.id}/issue/`, { version, overrides, acknowledged_checks });
    await turn(oil, {}, false);
    assert.equal((await issue(kept.version)).body.rules[0].rule, 'inactive_item');
    await turn(oil, { productName: 'New name' });
    const { status, body: shown } = await issue(kept.version);
    assert.equal(status, 201, JSON.stringify(shown));
    assert.match(shown.prescribed_supplier_products[0].product.name, /\(New name\)$/);
  });

  it('can stand in the place of an earlier prescription', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    const first = await issued(visit, [asked(await product())]);
    const other = await wanted(visit, { prescribed_supplier_products: [asked(await product(), { quantity: 2 })] });
    const { status, body } = await visit.api.post(`${P}${first.id}/supersede/`, {
      ...other,
      reason: 'Two packs are needed',
    });
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual([body.supersedes, body.prescribed_supplier_products[0].quantity], [first.id, 2]);
  });
});
