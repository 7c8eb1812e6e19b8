import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { aProduct, storeProduct } from '../../support/catalogue/stored-product.js';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { Approvals } from '../../support/prescriptions/approvals.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
/** As its list names it, and as it is printed. */
const LISTED = 'Botanitech Banksia Mint 2';
const PRINTED = 'Cannabidiol 99 mg/mL oral liquid (Botanitech Banksia Mint 2)';
const DOSAGE = 'Take 0.25 mL twice a day.';
const INSTRUCTIONS = 'Hold it under the tongue for a minute, then swallow.';
const REASON = 'Weighed with the patient';
/** What the fields of a product say. */
const FIELDS = ['Dosage', 'Instructions', 'Packs', 'Repeats', 'Days between supplies', 'Approval number'];

describe('prescribing suppliers’ products in the client', { skip: NO_CHROMIUM }, () => {
  let surgery: Surgery;
  let browser: Browser;
  let approvals: Approvals;
  let prescriber: Person;
  let doctor: ClientWindow;
  before(async () => {
    surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' }, undefined, { live: true });
    approvals = await Approvals.at(surgery);
    browser = await launchChromium();
    prescriber = await surgery.prescriber();
    doctor = await ClientWindow.open(browser, surgery.stage.clinic.apiUrl);
    await doctor.signIn(prescriber);
    await doctor.heading('Appointments');
  });
  after(async () => {
    await doctor?.close();
    await browser?.close();
    await surgery?.close();
  });

  function store(content = aProduct()): Promise<string> {
    const { clinicId } = surgery.stage.clinic;
    return storeProduct((text, values) => surgery.stage.sql(text, values), { clinicId }, content);
  }

  /** A visit, and a draft that was kept by another client of the API. */
  async function drafted(changes: object = {}): Promise<Consultation & { readonly draft: string }> {
    const visit = await surgery.consultation(prescriber);
    const { id: approval } = await approvals.approved(visit);
    const product = await store();
    const asked = { product, dosage: DOSAGE, instructions: INSTRUCTIONS, quantity: 2, repeats: 1, approval };
    const wish = { patient: visit.patient.id, appointment: visit.visit, consultation_mode: 'video', is_final: false };
    const body = { ...wish, prescribed_supplier_products: [{ ...asked, repeat_interval_days: 28 }], ...changes };
    const answer = await visit.api.post(P, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return { ...visit, draft: answer.body.id };
  }

  async function goOn({ visit }: Consultation): Promise<void> {
    await doctor.goto(`/app/appointments/${visit}`);
    await doctor.phone.page.getByRole('link', { name: /Go on with a draft/ }).click();
    await doctor.phone.page.getByRole('region', { name: LISTED }).waitFor();
  }

  /** Of the product: the patient's record has labels of its own. */
  const field = (label: string) => doctor.phone.page.getByRole('region', { name: LISTED }).getByLabel(label);

  /** Checks it, and answers what is found: all of that is shown at once. */
  async function check(): Promise<void> {
    const { page } = doctor.phone;
    await doctor.button('Check');
    await page.locator('.findings').waitFor();
    for (const answer of await page.locator('.findings textarea').all()) await answer.fill(REASON);
  }

  /** Answers what the checks have found, and issues it. */
  async function checkAndIssue(): Promise<string> {
    const { page } = doctor.phone;
    await check();
    await doctor.button('Issue');
    await doctor.heading('Prescription');
    return new URL(page.url()).pathname.split('/').at(-1) ?? '';
  }

  it('finds a product under the medicines, and prescribes it by keyboard', async () => {
    const { phone } = doctor;
    const { page } = phone;
    const visit = await surgery.consultation(prescriber);
    const { approval_ref: number } = await approvals.approved(visit);
    const product = await store(aProduct({ productName: 'Waratah Amber 3' }));
    await store(aProduct({ productName: 'Waratah Without Schedule', poisonSchedule: null }));
    const gone = await store(aProduct({ productName: 'Waratah Of Last Year' }));
    await surgery.stage.sql('update supplier_products set active = false where id = $1', [gone]);
    await doctor.goto(`/app/appointments/${visit.visit}/prescribe`);
    await doctor.heading('Prescribe');
    await page.getByText(/^No known allergies, stated on|^Not known/).waitFor();
    await phone.fill('Medicine to prescribe', 'waratah');
    await page.keyboard.press('Enter');
    const found = page.getByRole('region', { name: 'Products of suppliers' });
    await found.getByText('2 products found').waitFor();
    await page.getByText('No medicine is found').waitFor();
    await found.getByText('Schedule not known').waitFor();
    assert.deepEqual(await found.getByRole('button').allTextContents(), ['Prescribe'], 'not without a schedule');
    await phone.assertAccessible();
    await found.scrollIntoViewIfNeeded();
    await doctor.picture('prescribe-products');
    await phone.press('Prescribe Waratah Amber 3');
    await phone.untilFocused('Waratah Amber 3');
    assert.equal(await found.count(), 0, 'what was found gives way');
    await phone.fill('Dosage', DOSAGE);
    await phone.fill('Instructions', INSTRUCTIONS);
    await phone.tabTo('Packs');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('3');
    await phone.tabTo('Repeats');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2');
    await phone.fill('Days between supplies', '30');
    await phone.fill('Approval number', number);
    await phone.tabTo('How you met');
    await page.keyboard.type('Vi');
    await phone.assertAccessible();
    await page.getByRole('heading', { name: 'Waratah Amber 3' }).scrollIntoViewIfNeeded();
    await doctor.picture('prescribe-product');
    const { body } = await visit.api.get(`${P}${await checkAndIssue()}/`);
    const [item, ...others] = body.prescribed_supplier_products;
    assert.deepEqual([item.product.id, others.length, body.prescribed_drugs.length], [product, 0, 0]);
    assert.deepEqual(
      [item.quantity, item.repeats, item.repeat_interval_days, item.dosage_instructions],
      [3, 2, 30, `${DOSAGE}\n${INSTRUCTIONS}`],
    );
  });

  it('says what is wrong with a product beside its field, and why no approval covers it', async () => {
    const { phone } = doctor;
    const visit = await drafted();
    await goOn(visit);
    await field('Dosage').fill('As directed.');
    await field('Instructions').fill('As directed.');
    await field('Approval number').fill('MC26-000000');
    await doctor.button('Check');
    await phone.untilField((await field('Dosage').getAttribute('id')) ?? '');
    assert.match((await phone.focused()).description, /as directed/i);
    await field('Dosage').fill(DOSAGE);
    await field('Instructions').fill(INSTRUCTIONS);
    await check();
    await doctor.button('Issue');
    await phone.untilAlert('MC26-000000');
  });

  it('goes on with a product of a draft, and keeps what is changed of it', async () => {
    const { page } = doctor.phone;
    const visit = await drafted();
    await goOn(visit);
    const changed = ['Take 0.5 mL at night.', 'After a meal.', '1', '0', '', 'MC26-012345'];
    for (const [at, label] of FIELDS.entries()) await field(label).fill(changed[at] ?? '');
    await doctor.button('Keep as a draft');
    await page.getByText('Kept as a draft.').waitFor();
    const { body } = await visit.api.get(`${P}${visit.draft}/`);
    const [kept] = body.prescribed_supplier_products;
    const { dosage, instructions, quantity, repeats, repeat_interval_days: days, approval_number: number } = kept;
    assert.deepEqual([dosage, instructions, `${quantity}`, `${repeats}`, days ?? '', number], changed);
    assert.equal(kept.approval, null, 'the number takes the place of what the draft named');
    await goOn(visit);
    assert.deepEqual(await Promise.all(FIELDS.map((label) => field(label).inputValue())), changed);
    const issued = (await visit.api.get(`${P}${await checkAndIssue()}/`)).body;
    assert.equal(issued.prescribed_supplier_products[0].dosage_instructions, 'Take 0.5 mL at night.\nAfter a meal.');
  });

  it('keeps the product as the draft says it, issues it, and shows it to doctor and patient by its name', async () => {
    const { page } = doctor.phone;
    const visit = await drafted();
    const before = (await visit.api.get(`${P}${visit.draft}/`)).body;
    await goOn(visit);
    const said = [DOSAGE, INSTRUCTIONS, '2', '1', '28', ''];
    assert.deepEqual(await Promise.all(FIELDS.map((label) => field(label).inputValue())), said);
    await page.getByText('The draft names an approval.').waitFor();
    await doctor.phone.assertAccessible();
    await page.getByLabel('Note to the pharmacist (optional)').fill('Please call.');
    await doctor.button('Keep as a draft');
    await page.getByText('Kept as a draft.').waitFor();
    const kept = (await visit.api.get(`${P}${visit.draft}/`)).body;
    assert.equal(kept.note_to_pharmacist, 'Please call.');
    assert.equal(kept.prescribed_supplier_products.length, 1);
    assert.deepEqual(kept.prescribed_supplier_products, before.prescribed_supplier_products);
    await checkAndIssue();
    await page.getByText(PRINTED).waitFor();
    await page.getByText('1 of 1 repeats left, 28 days apart').waitFor();
    await doctor.goto(`/app/appointments/${visit.visit}`);
    await page.getByRole('link', { name: PRINTED }).waitFor();
    await assertSeen(visit.patient);
  });

  async function assertSeen(person: Person): Promise<void> {
    const patient = await ClientWindow.open(browser, surgery.stage.clinic.apiUrl);
    const { page } = patient.phone;
    await patient.signIn(person);
    await patient.heading('Appointments');
    await patient.goto('/app/prescriptions');
    await page.getByRole('link', { name: PRINTED }).click();
    await patient.heading('Your prescription');
    await page.getByText(PRINTED).waitFor();
    await page.getByText(DOSAGE).waitFor();
    await page.getByText('2 (two) packs of 30 mL').waitFor();
    await patient.phone.assertAccessible();
    await patient.close();
  }

  it('takes the product out only when the doctor does so', async () => {
    const { page } = doctor.phone;
    const drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
    const capsules = { drug, dosage_instructions: 'Take one capsule three times a day.', quantity: 20, repeats: 0 };
    const visit = await drafted({ prescribed_drugs: [capsules] });
    await doctor.goto(`/app/appointments/${visit.visit}`);
    await page.getByText(/^2 medicines, kept/).waitFor();
    await goOn(visit);
    await doctor.button(`Take out ${LISTED}`);
    await page.getByRole('region', { name: LISTED }).waitFor({ state: 'detached' });
    await doctor.button('Keep as a draft');
    await page.getByText('Kept as a draft.').waitFor();
    const { body } = await visit.api.get(`${P}${visit.draft}/`);
    assert.deepEqual([body.prescribed_drugs.length, body.prescribed_supplier_products], [1, []]);
  });
});
