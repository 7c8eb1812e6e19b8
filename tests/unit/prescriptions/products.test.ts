import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { applyLaw } from '../../../src/domain/prescriptions/law/apply-law.js';
import type { RecordedApproval } from '../../../src/domain/prescriptions/law/cannabis.js';
import { packsText } from '../../../src/domain/prescriptions/law/words.js';
import { printedMedicine, printedName } from '../../../src/domain/prescriptions/products/printed-medicine.js';
import { productAsMedicine } from '../../../src/domain/prescriptions/products/product-as-medicine.js';
import { cannabisOfProduct } from '../../../src/domain/prescriptions/products/product-ingredients.js';
import { aProduct } from '../../support/catalogue/stored-product.js';
import { aProductItem, offered } from '../../support/prescriptions/a-product-item.js';
import { alertsFound, aMedicine, anAllergy, aRecord, checksInput } from '../../support/prescriptions/checks-input.js';
import { anItem, lawFacts } from '../../support/prescriptions/law-facts.js';

type Changes = Partial<CatalogueContent>;

const HERB: Changes = {
  ...{
    thc: 220,
    cbd: 1,
    cbdBound: 'below',
    strengthUnit: 'mg/g',
    strength: 'THC 22 % CBD < 0.1 %',
    doseForm: 'dried_herb',
  },
  ...{ tgaCategory: 5, category: 'Category 5', poisonSchedule: 'S8', pack: { size: 10, unit: 'g', text: '10 g' } },
};
const PARACETAMOL: Changes = {
  ...{ thc: null, cbd: null, strengthUnit: null, strength: '500 mg', doseForm: 'tablet', genericName: 'Paracetamol' },
  ...{ tgaCategory: null, category: null, poisonSchedule: 'S2', pack: { size: 20, unit: 'unit', text: '20 tablets' } },
};
const BALANCED: Changes = { thc: 10, cbd: 12.5, tgaCategory: 3, poisonSchedule: 'S8' };

describe('a product as a medicine', () => {
  /** `ingredients | strength | form | schedule` */
  const seen = (changes: Changes) => {
    const { activeIngredient, strength, form, schedule } = productAsMedicine(offered(changes));
    return [activeIngredient, strength, form, schedule].join(' | ');
  };

  it('has the cannabinoids that make it what it is, and the schedule of its list', () => {
    assert.equal(seen({}), 'cannabidiol | 99 mg/mL | oral liquid | S4', 'THC of category 1 is what it may hold beside');
    assert.equal(
      seen(HERB),
      'tetrahydrocannabinol | 220 mg/g | dried herb | S8',
      'what is printed as below is a trace',
    );
    assert.equal(seen(BALANCED), 'tetrahydrocannabinol + cannabidiol | 10 mg/mL + 12.5 mg/mL | oral liquid | S8');
    const capsule: Changes = { ...BALANCED, strengthUnit: 'mg/unit', doseForm: 'capsule' };
    assert.equal(seen(capsule), 'tetrahydrocannabinol + cannabidiol | 10 mg + 12.5 mg | capsule | S8');
    const unread: Changes = { ...BALANCED, thc: null, cbd: null, strength: 'see label' };
    assert.equal(seen(unread), 'tetrahydrocannabinol + cannabidiol | see label | oral liquid | S8');
  });

  it('has each ingredient that its list prints beside THC and CBD, also one that the table of ingredients lacks', () => {
    const of = (changes: Changes) => {
      const { ingredients, strength } = productAsMedicine(offered({ ...BALANCED, ...changes }));
      return [...ingredients.map(({ name, substance }) => `${name}: ${substance}`), strength];
    };
    const both = ['tetrahydrocannabinol: tetrahydrocannabinol', 'cannabidiol: cannabidiol'];
    const printed = 'THC 10 : CBD 12.5';
    const unsaid = { activeIngredients: ['THC 10', 'CBD 12.5', 'Melatonin', 'Moon dust'], strength: printed };
    assert.deepEqual(of(unsaid), [...both, 'Melatonin: melatonin', 'Moon dust: null', printed]);
    const known = ['Delta-9-THC 10 mg/mL', 'Cannabidiol 12.5 mg/mL', 'Melatonin 2 mg/mL'];
    const strengths = '10 mg/mL + 12.5 mg/mL + 2 mg/mL';
    assert.deepEqual(of({ activeIngredients: known }), [...both, 'Melatonin: melatonin', strengths]);
    const alone = { activeIngredients: ['Melatonin'], strength: '10 mg/mL' };
    const melatonin = productAsMedicine(offered({ ...BALANCED, ...alone })).ingredients.at(-1);
    assert.deepEqual(melatonin, { name: 'Melatonin', substance: 'melatonin', strength: null }, 'that is not its own');
    for (const name of ['Medicinal cannabis', 'Cannabis'])
      assert.deepEqual(of({ activeIngredients: [name] }), [...both, '10 mg/mL + 12.5 mg/mL'], name);
  });

  it('has a cannabinoid that is printed without a figure and without a category', () => {
    const unread = { thc: null, tgaCategory: null, activeIngredients: ['THC', 'CBD 12.5 mg/mL'] };
    const codes = productAsMedicine(offered(unread)).ingredients.map(({ substance }) => substance);
    assert.deepEqual(codes, ['cannabidiol', 'tetrahydrocannabinol']);
    const { ingredients } = productAsMedicine(offered({ activeIngredients: ['CBD 99 mg/mL', 'THC'] }));
    assert.equal(ingredients.length, 1, 'THC of category 1 is a trace');
  });

  it('is missed by no check for an ingredient beside THC and CBD', () => {
    const items = [aProductItem({ ...BALANCED, activeIngredients: ['THC 10', 'CBD 12.5', 'Melatonin'] })];
    assert.match(printedName(items[0] ?? aProductItem()), /^Tetrahydrocannabinol \+ cannabidiol \+ Melatonin /);
    const record = aRecord({ allergies: [anAllergy('melatonin')], medicines: [aMedicine('melatonin')] });
    assert.deepEqual(alertsFound('allergy', { items, record }), ['allergy-same-substance contraindicated']);
    assert.deepEqual(alertsFound('duplicate', { items, record }), ['duplicate-ingredient major']);
    const unknown = [aProductItem({ ...BALANCED, activeIngredients: ['Moon dust'] })];
    const { checks } = runChecks(checksInput({ items: unknown }));
    for (const { state, reasons } of [checks.allergy, checks.interaction, checks.duplicate])
      assert.deepEqual([state === 'clear', reasons.includes('item_not_classified')], [false, true]);
  });

  it('without cannabinoids has the ingredients that its list names', () => {
    assert.equal(seen(PARACETAMOL), 'Paracetamol | 500 mg | tablet | S2');
    const two = {
      ...PARACETAMOL,
      activeIngredients: ['Paracetamol 500mg', 'Codeine 8 mg'],
      poisonSchedule: 'S4',
    } as const;
    assert.equal(seen(two), 'Paracetamol + Codeine | 500mg + 8 mg | tablet | S4');
    const codes = productAsMedicine(offered(two)).ingredients.map(({ substance }) => substance);
    assert.deepEqual(codes, ['paracetamol', 'codeine']);
  });

  it('has no known schedule where its list says none, or a laxer one than its ingredients have', () => {
    const schedule = (changes: Changes) => productAsMedicine(offered(changes)).schedule;
    assert.equal(schedule({ poisonSchedule: null }), null, 'nothing defaults to Schedule 4');
    assert.equal(schedule({ ...PARACETAMOL, poisonSchedule: null }), null);
    assert.equal(schedule({ ...BALANCED, tgaCategory: null, poisonSchedule: 'S4' }), null);
    assert.equal(schedule({ poisonSchedule: 'unscheduled' }), null);
    assert.equal(schedule({ poisonSchedule: 'S3' }), null, 'what is not registered is no Schedule 3');
    assert.equal(schedule({ poisonSchedule: 'S3', artgNo: '123456' }), 'S3');
    assert.equal(schedule({ poisonSchedule: 'S8' }), 'S8', 'a stricter one counts');
  });

  it('has no laxer schedule than its known ingredients have, whatever else is in it', () => {
    const schedule = (poisonSchedule: CatalogueContent['poisonSchedule'], changes: Changes) =>
      productAsMedicine(offered({ ...PARACETAMOL, poisonSchedule, ...changes })).schedule;
    const opioid = { activeIngredients: ['Oxycodone 5 mg', 'Foo 1 mg'] };
    assert.equal(schedule('S4', opioid), null);
    assert.equal(schedule('S8', opioid), 'S8');
    assert.equal(schedule('S3', { activeIngredients: ['Foo 1 mg', 'Amoxicillin 500 mg'] }), null);
    const codeine = { activeIngredients: ['Codeine 30 mg', 'Foo 1 mg'] };
    assert.equal(schedule('S4', codeine), null, 'nobody can say that Foo is active');
    assert.equal(schedule('S4', { activeIngredients: ['Codeine 30 mg', 'Paracetamol 500 mg', 'Foo 1 mg'] }), 'S4');
    assert.equal(schedule('S2', { activeIngredients: ['Foo 1 mg'] }), 'S2', 'nothing speaks against it');
    const lowDose = { thc: 0, cbd: 99, tgaCategory: 1, artgNo: '123456', doseForm: 'oral_liquid' } as const;
    assert.equal(schedule('S3', { ...lowDose, activeIngredients: ['Cannabidiol', 'Foo'] }), 'S3');
    const beside = { ...lowDose, activeIngredients: ['Cannabidiol', 'Amoxicillin'] };
    assert.equal(schedule('S3', beside), null, 'only cannabidiol is in Schedule 3 in low doses');
    const { refusals } = applyLaw(
      lawFacts({ items: [aProductItem({ ...PARACETAMOL, ...opioid, poisonSchedule: 'S4' })] }),
    );
    assert.ok(refusals.some(({ rule }) => rule === 'schedule_unknown'));
  });
});

describe('what an approval has to say of a product', () => {
  const said = (changes: Changes) => cannabisOfProduct(aProduct(changes));

  it('is the category and the dose form of its list', () => {
    assert.deepEqual(said({}), { category: 1, doseForm: 'oral_liquid' });
    assert.deepEqual(said(HERB), { category: 5, doseForm: 'dried_herb' });
    assert.deepEqual(said({ tgaCategory: null, thc: 10, cbd: 10 }), { category: 3, doseForm: 'oral_liquid' });
    assert.equal(said(PARACETAMOL), null);
  });

  it('is not known where the list does not say it, or says it in bounds', () => {
    assert.deepEqual(said({ tgaCategory: null, doseForm: null, cbd: null }), { category: null, doseForm: null });
    assert.deepEqual(said({ ...HERB, tgaCategory: null })?.category, null);
    const unknown = { ...PARACETAMOL, genericName: 'medicinal cannabis', strength: 'see label' };
    assert.deepEqual(said(unknown), { category: null, doseForm: 'tablet' }, 'nobody can say that it needs none');
  });
});

describe('prescribing a product', () => {
  const APPROVAL: RecordedApproval = {
    ...{ id: 'approval', approvalRef: 'MC26-012345', accessPath: 'sas_b', doctorId: 'doctor', patientId: 'patient' },
    ...{ category: 1, doseForm: 'oral_liquid', approvedOn: '2026-06-01', expiresOn: '2027-05-31', withdrawnOn: null },
  };
  const refused = (item: PrescribedItem, approvals: readonly RecordedApproval[] = [APPROVAL]) =>
    applyLaw(lawFacts({ items: [item], approvals })).refusals.map(
      ({ rule, field, message }) => `${rule} ${field}: ${message}`,
    );
  const named = (id: string | null, number: string | null, changes: Changes = {}) => {
    const item = aProductItem(changes);
    return { ...item, product: item.product && { ...item.product, approval: { id, number } } };
  };

  it('is allowed under an approval of its category and dose form, which its prescription names', () => {
    const { refusals, approvals } = applyLaw(lawFacts({ items: [aProductItem()], approvals: [APPROVAL] }));
    assert.deepEqual([refusals, approvals], [[], [APPROVAL]]);
    const medicine = printedMedicine(aProductItem(), APPROVAL);
    assert.ok('product' in medicine);
    const { product } = medicine;
    assert.equal(product.name, 'Cannabidiol 99 mg/mL oral liquid (Botanitech Banksia Mint 2)');
    assert.deepEqual(product.approval, { accessPath: 'sas_b', reference: 'MC26-012345' });
    assert.deepEqual(
      [product.productCode, product.manufacturer, product.pack],
      ['BT-ORAL-0002', 'Cann Group Limited', '30 mL'],
    );
    assert.ok(!JSON.stringify(medicine).includes('21002'), 'no price is signed');
  });

  it('is refused without one, each time with the place in the request', () => {
    const at = 'cannabis_approval prescribed_supplier_products.0.';
    assert.match(refused(aProductItem(), []).join(), new RegExp(`^${at}product: .*There is none`));
    assert.match(refused(aProductItem(HERB)).join(), /category 1, and this is of category 5/);
    assert.match(refused(aProductItem({ doseForm: 'capsule', strengthUnit: 'mg/unit' })).join(), /another dose form/);
    assert.match(
      refused(aProductItem({ tgaCategory: null, cbd: null })).join(),
      /category of this medicine is not known/,
    );
    assert.match(refused(aProductItem({ doseForm: null })).join(), /dose form of this medicine is not known/);
    assert.deepEqual(refused(aProductItem(PARACETAMOL), []), []);
  });

  it('goes by the approval that its doctor names', () => {
    const over = { ...APPROVAL, id: 'over', approvalRef: 'OLD', expiresOn: '2026-06-02' };
    const both = [APPROVAL, over];
    for (const item of [named('approval', null), named(null, 'mc26-012345 '), named(null, null)])
      assert.deepEqual(refused(item, both), []);
    assert.match(refused(named('over', null), both).join(), /products\.0\.approval: .*ended on 2 June 2026/);
    assert.match(refused(named(null, 'OLD'), both).join(), /products\.0\.approval_number: .*ended on/);
    assert.match(
      refused(named(null, 'MC99'), both).join(),
      /products\.0\.approval_number: .*None of them has the number MC99/,
    );
  });

  it('prints no approval where no rule asks for one, and refuses a named one that does not cover it', () => {
    const REGISTERED: Changes = { brandName: 'Epidyolex', artgNo: '123456' };
    const printed = (item: PrescribedItem) =>
      applyLaw(lawFacts({ items: [item], approvals: [APPROVAL] })).approvals.map((one) => one?.id ?? null);
    assert.deepEqual(printed(aProductItem()), ['approval']);
    assert.deepEqual(printed(aProductItem(REGISTERED)), [null]);
    assert.deepEqual(refused(aProductItem(REGISTERED)), []);
    assert.deepEqual(refused(named('approval', null, REGISTERED)), [], 'it covers it');
    assert.deepEqual(printed(named('approval', null, REGISTERED)), [null]);
    const over = { ...APPROVAL, id: 'over', approvalRef: 'OLD', expiresOn: '2026-06-02' };
    const at = 'cannabis_approval prescribed_supplier_products.0.';
    const message = (item: PrescribedItem) => refused(item, [APPROVAL, over]).join();
    assert.match(message(named('over', null, REGISTERED)), new RegExp(`^${at}approval: .*ended on 2 June 2026`));
    assert.match(message(named(null, 'MC99', REGISTERED)), new RegExp(`^${at}approval_number: .*has the number MC99`));
    assert.match(message(named('approval', null, PARACETAMOL)), new RegExp(`^${at}approval: .*no cannabis`));
    assert.deepEqual(printed(named('approval', null, PARACETAMOL)), [null]);
  });

  it('is refused where it is inactive, or its schedule is not known', () => {
    assert.match(
      refused(aProductItem({}, { active: false })).join(),
      /^inactive_item prescribed_supplier_products\.0\.product/,
    );
    assert.match(refused(aProductItem({ poisonSchedule: null })).join(), /^schedule_unknown .*list says none/);
    const lax = aProductItem({ ...BALANCED, tgaCategory: null, poisonSchedule: 'S4' });
    assert.match(refused(lax, [{ ...APPROVAL, category: 3 }]).join(), /^schedule_unknown .*laxer/);
  });

  it('obeys the law of its schedule: what is in Schedule 8 stands alone', () => {
    const controlled = { ...APPROVAL, id: 'herb', category: 5, doseForm: 'dried_herb' } as const;
    const check = { system: 'ScriptCheckSA', checkedAt: new Date('2026-11-20T01:00:00Z'), outcome: 'Nothing' };
    const items = [aProductItem(), aProductItem(HERB)];
    const facts = lawFacts({ items, approvals: [APPROVAL, controlled], monitoringCheck: check });
    const { refusals, prescriptions, approvals } = applyLaw(facts);
    assert.deepEqual(refusals, []);
    assert.deepEqual(
      prescriptions.map((one) => one.items),
      [[0], [1]],
    );
    assert.deepEqual(approvals, [APPROVAL, controlled]);
    assert.match(refused(aProductItem(HERB), [controlled]).join(), /^monitoring_check/);
  });
});

describe('the words of a product on paper', () => {
  it('count packs in figures and words', () => {
    assert.equal(packsText(aProductItem()), '1 (one) pack of 30 mL');
    assert.equal(packsText(aProductItem(PARACETAMOL, { quantity: 2 })), '2 (two) packs of 20 tablets');
    assert.equal(packsText(aProductItem({ pack: null })), '1 (one) pack');
  });

  it('count what is in a pack, and never its containers', () => {
    const packOf = (form: string, size: number, unit: 'unit' | 'mL' | 'g' = 'unit') =>
      packsText(anItem({ form, pack: { size, unit } }, { quantity: 1 }));
    const spray = { doseForm: 'spray', pack: { size: 90, unit: 'unit', text: '90 sprays' } } as const;
    assert.equal(packsText(aProductItem(spray)), '1 (one) pack of 90 doses');
    for (const form of ['nasal spray', 'oromucosal spray', 'Sublingual spray'])
      assert.equal(packOf(form, 270), '1 (one) pack of 270 doses', form);
    assert.equal(packOf('oromucosal spray', 1), '1 (one) pack of 1 dose');
    for (const form of ['injection', 'powder for injection', 'nebuliser solution', 'powder for oral liquid'])
      assert.equal(packOf(form, 5), '1 (one) pack of 5 units', form);
    assert.equal(packOf('oromucosal spray', 10, 'mL'), '1 (one) pack of 10 mL');
    assert.equal(packOf('tablet', 20), '1 (one) pack of 20 tablets');
  });

  it('name it by its ingredients first', () => {
    assert.equal(
      printedName(aProductItem(HERB)),
      'Tetrahydrocannabinol 220 mg/g dried herb (Botanitech Banksia Mint 2)',
    );
  });
});
