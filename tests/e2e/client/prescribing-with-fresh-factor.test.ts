import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { ApiClient } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import { Surgery } from '../../support/prescriptions/surgery.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';

const P = '/api/v1/prescriptions/';
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';
/** As it stands on a button: with Tall Man letters where there are some. */
const AMOXICILLIN = /^Prescribe amoxicillin 500 mg capsule, 20$/i;

describe('prescribing in the client where a second factor has to be fresh', { skip: NO_CHROMIUM }, () => {
  let surgery: Surgery;
  let browser: Browser;
  before(async () => {
    const env = { POLICY_DOCUMENT_REMINDER: '0s', REQUIRE_MFA_TO_PRESCRIBE: 'true' };
    surgery = await Surgery.open(env, undefined, { live: true });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await surgery?.close();
  });

  it('asks for a code of the authenticator app, and goes on with it', async () => {
    const { doctor: person, patientApi, patient, visit } = await surgery.consultation();
    const { apiUrl } = surgery.stage.clinic;
    const { email, password } = person;
    const login = await ApiClient.anonymous(apiUrl).post('/api/v1/users/login/', { email, password });
    const { secret, recoveryCodes } = await setUpFactors(apiUrl, login.body.access);
    const window = await ClientWindow.open(browser, apiUrl);
    const { page } = window.phone;
    await window.signIn(person);
    await page.getByLabel('Code').fill(recoveryCodes[0] ?? '');
    await window.button('Continue');
    await window.heading('Appointments');
    await surgery.stage.sql("update sessions set factor_proved_at = now() - interval '1 hour' where user_id = $1", [
      person.id,
    ]);
    await window.goto(`/app/appointments/${visit}/prescribe`);
    await page.getByLabel('Medicine to prescribe').fill('amoxicillin 500');
    await window.button('Search');
    await page.getByRole('button', { name: AMOXICILLIN }).click();
    await page.getByLabel('Directions').fill(DIRECTIONS);
    await page.getByLabel('How you met').selectOption('Video call');
    await window.button('Check');
    await page.getByRole('heading', { name: 'Checked' }).waitFor();
    await window.button('Issue');
    await window.phone.untilAlert('code of your authenticator app');
    await page.getByLabel('Code of your authenticator app').fill(codeAt(secret, new Date(), 1));
    await window.phone.assertAccessible();
    await window.picture('prescribe-second-factor');
    await window.button('Issue');
    await window.heading('Prescription');
    assert.equal((await patientApi.get(`${P}?patient=${patient.id}`)).body.length, 1);
    await window.close();
  });
});
