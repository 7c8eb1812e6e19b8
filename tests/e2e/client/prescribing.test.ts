import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { SYSTEM } from '../../../src/domain/actor.js';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { ApiClient, until } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { PHARMACY } from '../../support/prescriptions/pharmacy.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';
const CONTROLLED = 'Take one tablet every 6 hours when needed for pain. Maximum 4 tablets in 24 hours.';
const REASON = 'The reaction was a stomach ache, and she has taken it since.';
/** As it stands on a button: with Tall Man letters where there are some. */
const AMOXICILLIN = /^Prescribe amoxicillin 500 mg capsule, 20$/i;
const OXYCODONE = /^Prescribe oxycodone 5 mg tablet, 20$/i;

describe('prescribing in the client, by a doctor and a patient in two windows', { skip: NO_CHROMIUM }, () => {
  let surgery: Surgery;
  let browser: Browser;
  let prescriber: Person;
  let doctor: ClientWindow;
  before(async () => {
    surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' }, undefined, { live: true });
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

  /** The screen on which is prescribed on this visit, opened from the visit. */
  async function prescribeOn(visit: string, window = doctor): Promise<void> {
    await window.goto(`/app/appointments/${visit}`);
    await window.heading('Appointment');
    await window.phone.press('Prescribe');
    await window.heading('Prescribe');
  }

  /** By keyboard: looks for it, chooses it, and writes its directions. */
  async function choose(search: string, name: RegExp, directions: string, window = doctor): Promise<void> {
    const { phone } = window;
    await phone.fill('Medicine to prescribe', search);
    await phone.page.keyboard.press('Enter');
    await phone.page.getByRole('button', { name }).waitFor();
    await phone.press(name);
    await phone.fill('Directions', directions);
  }

  async function met(how: string, window = doctor): Promise<void> {
    await window.phone.tabTo('How you met');
    await window.phone.page.keyboard.type(how);
  }

  /** Presses `Issue`, again under the same key where an engine that has just begun is too slow, and waits for what was issued. */
  async function issue(window = doctor): Promise<string> {
    const { page } = window.phone;
    const [issued, slow] = [page.getByRole('heading', { name: 'Prescription', exact: true }), page.getByRole('alert')];
    await window.phone.press('Issue');
    await until(
      'it to be issued',
      async () => {
        await issued.or(slow).first().waitFor();
        if (await issued.isVisible()) return true;
        assert.match((await slow.textContent()) ?? '', /Please try again/);
        await window.button('Issue');
        return false;
      },
      60_000,
    );
    return idIn(window);
  }
  const idIn = (window: ClientWindow) => new URL(window.phone.page.url()).pathname.split('/').at(-1) ?? '';

  it('lets a doctor complete the record, check and issue, by keyboard alone', async () => {
    const { phone } = doctor;
    const [patient, visit] = await unknownPatient();
    await prescribeOn(visit);
    await phone.page.getByText('Not known. Unknown is not none: ask the patient.').waitFor();
    await phone.press('No known allergies');
    await phone.page.getByText(/^No known allergies, stated on/).waitFor();
    await phone.press('Add a medicine');
    await phone.fill('Medicine', 'Metformin 500 mg');
    await phone.page.keyboard.press('Enter');
    await phone.page.getByRole('button', { name: 'Change Metformin 500 mg' }).waitFor();
    await phone.press('List looked through');
    await phone.page.getByText(/^Looked through with the patient on/).waitFor();
    await phone.fill('Medicine to prescribe', 'amoxycil');
    await phone.page.keyboard.press('Enter');
    await phone.page.getByRole('button', { name: AMOXICILLIN }).waitFor();
    await phone.assertAccessible();
    await doctor.picture('prescribe-search');
    await phone.press(AMOXICILLIN);
    await phone.untilFocused('500 mg capsule');
    await phone.fill('Directions', DIRECTIONS);
    assert.equal(await phone.page.getByLabel('Quantity').inputValue(), '20', 'the pack');
    await met('Vi');
    await phone.fill('Notes (optional)', 'Tonsillitis');
    await phone.press('Check');
    await phone.untilFocused('Checked');
    assert.equal((await phone.page.getByText('Clear', { exact: true }).count()) >= 5, true);
    await phone.assertAccessible();
    await doctor.picture('prescribe-checked');
    const id = await issue();
    await phone.page.getByText('Issued, and the patient was notified by mail.').waitFor({ timeout: 30_000 });
    const { body } = await (await surgery.stage.as(prescriber)).get(`${P}${id}/`);
    assert.deepEqual(
      [body.patient.id, body.appointment, body.notes, body.prescribed_drugs[0].dosage_instructions],
      [patient.id, visit, 'Tonsillitis', DIRECTIONS],
    );
    await phone.page.getByRole('heading', { name: body.prescription_number }).waitFor();
    await phone.assertAccessible();
    await doctor.picture('prescription-doctor');
    await doctor.goto(`/app/appointments/${visit}`);
    await phone.page.getByRole('link', { name: new RegExp(body.prescription_number) }).waitFor();
    await phone.assertAccessible();
    await doctor.picture('visit-prescribed');
  });

  it('asks for a reason for what a check has found, and keeps it', async () => {
    const { phone } = doctor;
    const visit = await surgery.consultation(prescriber);
    await prescribeOn(visit.visit);
    await phone.press('Add an allergy');
    await phone.fill('To what', 'Penicillins');
    await phone.fill('What it does', 'Stomach ache');
    await phone.assertAccessible();
    await phone.press('Add it');
    await phone.page.getByRole('button', { name: 'Change Penicillins' }).waitFor();
    await choose('amoxicillin 500', AMOXICILLIN, 'As directed');
    await met('Vi');
    await phone.press('Check');
    await phone.untilField(await idOf('Directions'));
    assert.match((await phone.focused()).description, /as directed/i, 'what is wrong stands beside the field');
    await phone.page.keyboard.press('Control+A');
    await phone.page.keyboard.type(DIRECTIONS);
    await phone.press('Check');
    await phone.untilFocused('1 alert');
    await phone.assertAccessible();
    await doctor.picture('prescribe-alert');
    await phone.press('Issue');
    assert.match((await phone.focused()).name, /^Why you prescribe it all the same/, 'nothing is sent without it');
    await phone.page.keyboard.type(REASON);
    await phone.page.getByLabel('Quantity').fill('30');
    await phone.page.getByText('Something was changed since').waitFor();
    await phone.assertAccessible();
    await phone.press('Check');
    await phone.page.getByText('Something was changed since').waitFor({ state: 'detached' });
    const why = phone.page.getByLabel(/^Why you prescribe it all the same/);
    assert.equal(await why.inputValue(), REASON, 'what was answered stays');
    const id = await issue();
    await phone.page.getByText(REASON).waitFor();
    const { body } = await visit.api.get(`${P}${id}/`);
    assert.deepEqual(
      body.alerts_overridden.map((one: { reason: string }) => one.reason),
      [REASON],
    );
  });

  it('says by which rules the law refuses, and issues what was completed', async () => {
    const { phone } = doctor;
    const visit = await surgery.consultation(prescriber);
    await prescribeOn(visit.visit);
    // A slip of the finger is found as well.
    await choose('oxicodone', OXYCODONE, CONTROLLED);
    await phone.tabTo('Repeats');
    await phone.page.keyboard.press('Control+A');
    await phone.page.keyboard.type('2');
    await met('Vi');
    await phone.press('Check');
    await phone.page.locator('.findings').waitFor();
    await answerAll();
    await doctor.button('Issue');
    await phone.untilAlert('This cannot be prescribed as it stands');
    await phone.untilAlert('repeats');
    await phone.page
      .getByText(/^Source: /)
      .first()
      .waitFor();
    await phone.assertAccessible();
    await phone.page.locator('.rules').scrollIntoViewIfNeeded();
    await doctor.picture('prescribe-refused');
    await phone.page.getByLabel('Repeats').fill('0');
    await phone.page.getByLabel('Register', { exact: true }).fill('SafeScript NSW');
    await phone.page.getByLabel('What it said').fill('Nothing of note');
    await doctor.button('Check');
    await phone.page.getByText('Something was changed since').waitFor({ state: 'detached' });
    await answerAll();
    const { body } = await visit.api.get(`${P}${await issue()}/`);
    assert.deepEqual([body.special_flags.schedule, body.prescribed_drugs[0].repeats], [8, 0]);
  });

  it('shows what came up between the check and the issue', async () => {
    const { phone } = doctor;
    const visit = await surgery.consultation(prescriber);
    await prescribeOn(visit.visit);
    await choose('amoxicillin 500', AMOXICILLIN, DIRECTIONS);
    await met('Ph');
    await phone.press('Check');
    await phone.untilFocused('Checked');
    const allergy = {
      ...{ substance: 'Amoxicillin', category: 'medicine', reaction: 'Anaphylaxis' },
      ...{ severity: 'life_threatening', certainty: 'confirmed' },
    };
    assert.equal((await visit.api.post(`/api/v1/patients/${visit.patient.id}/allergies/`, allergy)).status, 201);
    await phone.press('Issue');
    await phone.untilAlert('There are alerts that need an answer');
    await phone.page.getByText('New', { exact: true }).waitFor();
    await phone.assertAccessible();
    await doctor.picture('prescribe-late-alert');
    assert.deepEqual((await visit.api.get(`${P}?patient=${visit.patient.id}`)).body, [], 'nothing was issued');
    await phone.press(/^Take out /);
    assert.equal(await phone.page.getByRole('button', { name: 'Issue' }).count(), 0);
  });

  it('keeps a draft whole, goes on with it, and issues it', async () => {
    const { page } = doctor.phone;
    const visit = await surgery.consultation(prescriber);
    await prescribeOn(visit.visit);
    await choose('amoxicillin 500', AMOXICILLIN, DIRECTIONS);
    await page.getByLabel('How you met').selectOption('Video call');
    await page.getByLabel('Repeats').fill('3');
    await page.getByText('Dose for the checks').click();
    await page.getByLabel('Amount').fill('1');
    await page.getByLabel('Times a day').fill('3');
    await page.getByLabel('Note to the pharmacist (optional)').fill('Please call.');
    await doctor.button('Keep as a draft');
    await page.getByText('Kept as a draft.').waitFor();
    await doctor.goto(`/app/appointments/${visit.visit}`);
    await page.getByRole('link', { name: /Go on with a draft/ }).click();
    await page.getByLabel('Directions').waitFor();
    const kept = ['Directions', 'Repeats', 'Amount', 'Times a day', 'Note to the pharmacist (optional)'];
    assert.deepEqual(await Promise.all(kept.map((label) => page.getByLabel(label).inputValue())), [
      ...[DIRECTIONS, '3', '1', '3', 'Please call.'],
    ]);
    await doctor.phone.assertAccessible();
    await doctor.picture('prescribe-draft');
    await page.getByLabel('Quantity').fill('30');
    await doctor.button('Check');
    await page.getByRole('heading', { name: 'Checked' }).waitFor();
    const [draft] = (await visit.api.get(`${P}?status=draft`)).body;
    await doctor.button('Issue');
    await doctor.heading('Prescription');
    const { body } = await visit.api.get(`${P}${draft.id}/`);
    assert.deepEqual(
      [body.status, body.prescribed_drugs[0].quantity, body.prescribed_drugs[0].repeats],
      [...['active', 30, 3]],
    );
    assert.deepEqual((await visit.api.get(`${P}?status=draft`)).body, []);
  });

  it('lets the patient see, read and download what was prescribed, and what pharmacies have supplied', async () => {
    const { visit, id, number, code } = await issued({ repeats: 2 });
    const counter = ApiClient.anonymous(surgery.stage.clinic.apiUrl);
    assert.equal((await counter.post(`${P}${number}/dispense/`, { code, ...PHARMACY })).status, 201);
    const patient = await ClientWindow.open(browser, surgery.stage.clinic.apiUrl);
    const { phone } = patient;
    await patient.signIn(visit.patient);
    await patient.heading('Appointments');
    await phone.press('Prescriptions');
    await patient.heading('Prescriptions');
    await phone.page.getByText('Active', { exact: true }).waitFor();
    await phone.assertAccessible();
    await patient.picture('prescriptions');
    await phone.press(/Amoxicillin/);
    await patient.heading('Your prescription');
    await phone.page.getByText('2 of 2 repeats left').waitFor();
    await patient.picture('prescription-patient');
    await phone.press(/^What has become of/);
    await phone.page.getByText('A pharmacy has supplied it').waitFor();
    await phone.assertAccessible();
    const saved = phone.page.waitForEvent('download');
    await phone.page.getByRole('button', { name: `Download ${number}` }).click();
    const download = await saved;
    assert.equal(download.suggestedFilename(), `${number}.pdf`);
    assert.deepEqual(await readFile(await download.path()), (await visit.api.bytes(`${P}${id}/pdf`)).bytes);
    assert.equal(await phone.page.getByRole('button', { name: 'Cancel' }).count(), 0);
    await patient.close();
  });

  it('prints the form to sign, asks why for a second one, and cancels with what was supplied before', async () => {
    const { phone } = doctor;
    const { id, number, code } = await issued({ repeats: 1 });
    const counter = ApiClient.anonymous(surgery.stage.clinic.apiUrl);
    assert.equal((await counter.post(`${P}${number}/dispense/`, { code, ...PHARMACY })).status, 201);
    await doctor.goto(`/app/prescriptions/${id}`);
    await doctor.heading('Prescription');
    await doctor.button('Form to sign');
    await phone.page.getByText('This print is the original.').waitFor();
    await phone.assertAccessible();
    const saved = phone.page.waitForEvent('download');
    await doctor.button('Fetch the form');
    const form = await saved;
    assert.equal((await readFile(await form.path())).subarray(0, 5).toString(), '%PDF-');
    await doctor.button('Form to sign');
    await phone.page.getByText(/^It was printed on/).waitFor();
    await phone.page.getByLabel('Reason').fill('The printer was out of paper');
    await doctor.picture('prescription-reprint');
    const again = phone.page.waitForEvent('download');
    await doctor.button('Fetch the form');
    assert.notDeepEqual(await readFile(await (await again).path()), await readFile(await form.path()));
    await doctor.button('Cancel');
    await phone.page.getByLabel('Reason').fill('The wrong strength');
    await phone.assertAccessible();
    await doctor.button('Cancel it');
    await phone.page.getByText('Supplied before it was cancelled:').waitFor();
    await phone.page.getByText(new RegExp(PHARMACY.pharmacy_name)).waitFor();
    await phone.page.getByText('Cancelled', { exact: true }).waitFor();
    assert.equal(await phone.page.getByText('to be supplied from').count(), 0, 'of what has ended nothing is supplied');
    await phone.page.getByText('Mails to the patient').click();
    await phone.page
      .getByText(/^sent /)
      .first()
      .waitFor();
    await phone.assertAccessible();
    await doctor.picture('prescription-cancelled');
  });

  /** A visit with a patient of whose record nothing is known. */
  async function unknownPatient(): Promise<[Person, string]> {
    const patient = await surgery.patient();
    return [patient, await surgery.visit(prescriber, patient)];
  }

  /** What was issued by the API, with the code that stands on the paper. */
  async function issued(item: object): Promise<{ visit: Consultation; id: string; number: string; code: string }> {
    const visit = await surgery.consultation(prescriber);
    const drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
    const prescribed_drugs = [{ drug, dosage_instructions: DIRECTIONS, quantity: 20, ...item }];
    const wish = { patient: visit.patient.id, prescribed_drugs, consultation_mode: 'video' };
    const { body } = await visit.api.post(P, wish);
    await surgery.delivered(visit.api, body.id);
    const { unitOfWork } = surgery.stage.clinic.core;
    const found = await unitOfWork.withScope(SYSTEM, (scope) => scope.prescriptions.find(body.id));
    return { visit, id: body.id, number: body.prescription_number, code: found?.code ?? '' };
  }

  /** Says something about every check that did not know all, and to every alert. */
  async function answerAll(): Promise<void> {
    for (const area of await doctor.phone.page.locator('.findings textarea').all()) await area.fill(REASON);
  }

  const idOf = async (label: string) => (await doctor.phone.page.getByLabel(label).getAttribute('id')) ?? '';
});
