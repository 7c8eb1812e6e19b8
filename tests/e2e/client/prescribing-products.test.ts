import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { storeProduct } from '../../support/catalogue/stored-product.js';
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

describe('a draft with a supplier’s product, in the client', { skip: NO_CHROMIUM }, () => {
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

  /** A visit, and a draft that was kept by another client of the API. */
  async function drafted(changes: object = {}): Promise<Consultation & { readonly draft: string }> {
    const visit = await surgery.consultation(prescriber);
    const { id: approval } = await approvals.approved(visit);
    const clinicId = surgery.stage.clinic.clinicId;
    const product = await storeProduct((text, values) => surgery.stage.sql(text, values), { clinicId });
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

  it('keeps the product as the draft says it, issues it, and shows it to doctor and patient by its name', async () => {
    const { page } = doctor.phone;
    const visit = await drafted();
    const before = (await visit.api.get(`${P}${visit.draft}/`)).body;
    await goOn(visit);
    await page.getByText(DOSAGE).waitFor();
    await page.getByText('1, 28 days apart').waitFor();
    await doctor.phone.assertAccessible();
    await page.getByLabel('Note to the pharmacist (optional)').fill('Please call.');
    await doctor.button('Keep as a draft');
    await page.getByText('Kept as a draft.').waitFor();
    const kept = (await visit.api.get(`${P}${visit.draft}/`)).body;
    assert.equal(kept.note_to_pharmacist, 'Please call.');
    assert.equal(kept.prescribed_supplier_products.length, 1);
    assert.deepEqual(kept.prescribed_supplier_products, before.prescribed_supplier_products);
    await doctor.button('Check');
    await page.locator('.findings').waitFor();
    for (const area of await page.locator('.findings textarea').all()) await area.fill(REASON);
    await doctor.button('Issue');
    await doctor.heading('Prescription');
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
