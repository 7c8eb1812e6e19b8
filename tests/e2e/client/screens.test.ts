import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { until } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const UI = 'https://temporal.clinic.invalid';
const HOUR_MS = 3_600_000;

describe('the screens of the client, in light and dark, at 320 pixels and with large text', {
  skip: NO_CHROMIUM,
}, () => {
  let stage: Stage;
  let browser: Browser;
  let visit: PayableVisit;
  before(async () => {
    stage = await Stage.open({ TEMPORAL_UI_URL: UI, REQUIRE_MFA_ROLES: 'accountant' }, undefined, { live: true });
    browser = await launchChromium();
    visit = await stage.booked(48 * HOUR_MS, undefined, 'A cough');
    await stage.clinic.slot(visit.doctor, 72 * HOUR_MS);
    await stage.clinic.slot(visit.doctor, 73 * HOUR_MS);
    await stage.clinic.slot(visit.doctor, 96 * HOUR_MS);
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
  });

  const as = (person: Person) => ClientWindow.open(browser, stage.clinic.apiUrl, person);
  /** The screen of this heading, which is looked at. */
  async function look(window: ClientWindow, heading: string, name: string): Promise<void> {
    await window.heading(heading);
    await window.look(name);
  }

  it('of a patient with an appointment', async () => {
    const window = await as(visit.patient);
    const { page } = window.phone;
    await look(window, 'Appointments', 'appointments');
    await page.getByRole('link', { name: /Testilda Doctorovic/ }).click();
    await look(window, 'Your appointment', 'appointment');
    await window.button('Cancel the appointment');
    await page.getByRole('dialog').waitFor();
    await look(window, 'Your appointment', 'cancel');
    await page.keyboard.press('Escape');
    await window.button('Change the time');
    await page.getByRole('radio').first().check();
    await look(window, 'Change the time', 'move');
    await window.button('Move it');
    await look(window, 'Your appointment', 'moved');
    await window.link('Messages');
    await look(window, 'Messages', 'messages');
    await page.getByRole('link', { name: /Testilda Doctorovic/ }).click();
    await page.getByText(/You can write from/).waitFor();
    await look(window, 'Testilda Doctorovic', 'conversation-closed');
    await window.goto('/app/find');
    await page.getByRole('radio').first().waitFor();
    await look(window, 'Find a time', 'find');
    await window.button('Book');
    await page.getByRole('timer').waitFor();
    await look(window, 'Your appointment', 'hold');
    await window.button('Cancel the appointment');
    await window.button('Cancel it');
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await window.close();
  });

  it('of a patient without a connection: times and places, and nothing else', async () => {
    const window = await as(visit.patient);
    const { page } = window.phone;
    await window.heading('Appointments');
    await page.waitForFunction('navigator.serviceWorker.controller !== null');
    await page.getByText('Testilda Doctorovic').first().waitFor();
    // What is shown is kept beside that, and not before it.
    await until('the appointments to be kept', () =>
      page.evaluate<boolean>("caches.match('/app/visits.json').then(Boolean)"),
    );
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'Your appointments' }).waitFor();
    await look(window, 'No connection', 'offline');
    const text = await page.locator('main').innerText();
    assert.match(text, /Test Clinic/);
    assert.doesNotMatch(text, /Doctorovic|cough/);
    // It notices by itself.
    await page.context().setOffline(false);
    await window.heading('Appointments');
    await window.close();
  });

  it('of a doctor who offers times', async () => {
    const window = await as(visit.doctor);
    const { page } = window.phone;
    await look(window, 'Appointments', 'day-empty');
    await page.getByRole('link', { name: 'Offer times' }).click();
    await look(window, 'Offer times', 'times');
    await page.getByLabel('Date').fill('2027-03-01');
    await page.getByLabel('Time', { exact: true }).fill('09:00');
    await window.button('Offer this time');
    await page.getByText('The time is offered.').waitFor();
    await page.getByText('Working hours over several days').click();
    await page.getByLabel('From').fill('2027-03-02');
    await page.getByLabel('To').fill('2027-03-03');
    await page.getByLabel('Begins at').fill('09:00');
    await page.getByLabel('Ends at').fill('10:00');
    await look(window, 'Offer times', 'times-several');
    await window.button('Offer these times');
    await page.getByText('8 times are offered.').waitFor();
    await page.getByRole('button', { name: /^Withdraw Monday/ }).click();
    await page.getByRole('button', { name: /^Withdraw Monday/ }).waitFor({ state: 'detached' });
    await window.close();
  });

  it('of the reception: finds a patient, books for them, and takes the money', async () => {
    const window = await as(await stage.clinic.person('receptionist'));
    const { page } = window.phone;
    await look(window, 'Patients', 'patients');
    await page.getByLabel(/^Name, date of birth/).fill('Patientovic Testilda');
    await window.button('Search');
    await page
      .getByRole('link', { name: /Testilda Patientovic/ })
      .first()
      .waitFor();
    await look(window, 'Patients', 'patients-found');
    await page.getByRole('link', { name: new RegExp(visit.patient.email) }).click();
    await look(window, 'Testilda Patientovic', 'patient');
    await page.getByRole('radio').first().check();
    await window.button('Book');
    await look(window, 'Appointment', 'staff-visit');
    await page.getByText('Take the payment at the desk').click();
    await page.getByRole('button', { name: /^Record / }).click();
    await page.getByText('Booked', { exact: true }).waitFor();
    await window.close();
  });

  it('of support: what waits, and what can be done about it', async () => {
    const window = await as(await stage.clinic.person('admin'));
    const { page } = window.phone;
    await look(window, 'Attention', 'attention-empty');
    await stage.sql(
      `insert into attention (id, clinic_id, subject_id, code, context)
       select gen_random_uuid(), clinic_id, id, 'refund_failed', '{"attempts": 3}' from appointments where id = $1`,
      [visit.id],
    );
    await window.goto('/app/attention');
    await page.getByRole('link', { name: 'Open the appointment' }).waitFor();
    await look(window, 'Attention', 'attention');
    await window.link('Open the appointment');
    const history = page.getByRole('link', { name: /Temporal UI/ });
    assert.equal(await history.getAttribute('href'), `${UI}/namespaces/default/workflows/${visit.id}`);
    await page.getByText('Do something about it').click();
    await page.getByLabel('Reason').fill('The patient asked for it.');
    await look(window, 'Appointment', 'staff-action');
    await window.button('Do it');
    await page.getByText('Done: Send the confirmation again.').waitFor();
    await window.close();
  });

  it('of a second factor that is set up because the role needs one', async () => {
    const window = await ClientWindow.open(browser, stage.clinic.apiUrl);
    const person = await stage.clinic.person('accountant');
    await window.signIn(person);
    const { phone } = window;
    await phone.page.locator('.qr').waitFor();
    await look(window, 'Protect your account', 'factor-set-up');
    const secret = (await phone.page.locator('code').textContent()) ?? '';
    await phone.fill('Code', '000000');
    await phone.press('Continue');
    await phone.untilAlert('code');
    await phone.page.getByLabel('Code').fill(codeAt(secret, new Date()));
    await window.button('Continue');
    await look(window, 'Keep these codes', 'factor-codes');
    assert.equal(await phone.page.locator('.codes li').count(), 10);
    const [recovery = ''] = await phone.page.locator('.codes code').allTextContents();
    await window.button('I have kept them');
    await window.signIn(person);
    await window.heading('One more step');
    await phone.page.getByLabel('Code').fill(recovery);
    await window.button('Continue');
    await window.heading('Attention');
    await window.close();
  });

  it('of a sign-in with a second factor', async () => {
    const person = await stage.clinic.person('patient');
    const { email, password } = person;
    const { body } = await (await stage.as(person)).post('/api/v1/users/login/', { email, password });
    const { secret } = await setUpFactors(stage.clinic.apiUrl, body.access);
    const window = await ClientWindow.open(browser, stage.clinic.apiUrl, person);
    await look(window, 'One more step', 'second-factor');
    await window.phone.fill('Code', '000000');
    await window.phone.press('Continue');
    await window.phone.untilAlert('code');
    await window.phone.page.getByLabel('Code').fill(codeAt(secret, new Date(), 1));
    await window.button('Continue');
    await look(window, 'Appointments', 'appointments-empty');
    await window.close();
  });
});
