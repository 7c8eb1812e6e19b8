import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { until } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

/** Time enough to book, and soon enough to be played to the end. */
const SOON_MS = 60_000;
const FORM = {
  title: 'Before your visit',
  purpose: 'before_visit',
  items: [
    { key: 'since', text: 'How long has it lasted?', type: 'text', required: true },
    {
      key: 'breath',
      text: 'Do you have trouble breathing?',
      type: 'boolean',
      alert_if: { equals: true, message: 'Please call us now.' },
    },
  ],
};
const LETTER = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const PASSWORD = 'a phrase of its own';

describe('a visit in the client, played by a patient by keyboard alone, and a doctor, in two windows', {
  skip: NO_CHROMIUM,
}, () => {
  let stage: Stage;
  let browser: Browser;
  let patient: ClientWindow;
  let doctor: ClientWindow;
  let treating: Person;
  before(async () => {
    stage = await Stage.open({}, undefined, { live: true });
    browser = await launchChromium();
    treating = await stage.clinic.person('doctor');
    assert.equal((await (await stage.signIn('admin')).post('/api/v1/questions/', FORM)).status, 201);
    patient = await ClientWindow.open(browser, stage.clinic.apiUrl);
    doctor = await ClientWindow.open(browser, stage.clinic.apiUrl);
  });
  after(async () => {
    await patient?.close();
    await doctor?.close();
    await browser?.close();
    await stage?.close();
  });

  it('lets a patient register', async () => {
    const { phone } = patient;
    await patient.goto('/app/');
    await patient.heading('Sign in');
    await phone.assertAccessible();
    await patient.picture('sign-in');
    await phone.press('Open an account');
    await patient.heading('Open an account');
    await phone.assertAccessible();
    await phone.fill('First name', 'Testilda');
    await phone.fill('Last name', 'Patientovic');
    await phone.fill('Email', `${randomUUID()}@test.keepwell.invalid`);
    await phone.fill('Password', 'password1');
    await phone.press('Open the account');
    await phone.untilAlert('password');
    await phone.untilNamed('Password');
    await phone.assertAccessible();
    await phone.page.keyboard.press('Control+A');
    await phone.page.keyboard.type(PASSWORD);
    await phone.page.keyboard.press('Enter');
    await patient.heading('Appointments');
    await phone.assertAccessible();
  });

  it('holds a time, counts down, and sends the patient to pay and back', async () => {
    const { phone } = patient;
    await stage.clinic.slot(treating, SOON_MS);
    await phone.press('Find a time');
    await patient.heading('Find a time');
    await phone.page.getByRole('radio').first().waitFor();
    await phone.assertAccessible();
    await phone.fill('What is it about? (optional)', 'A cough');
    await phone.press('Book');
    await patient.heading('Your appointment');
    const left = phone.page.getByRole('timer', { name: 'Time left to pay' });
    await left.filter({ hasText: /^\d+:\d\d$/ }).waitFor();
    await phone.assertAccessible();
    await phone.press('Pay');
    await phone.page.waitForURL(/\/pay\/cs_/);
    await phone.press(/^Pay /);
    await phone.page.getByRole('link', { name: 'Your appointment' }).waitFor();
    await phone.press('Your appointment');
    await patient.heading('Your appointment');
    await phone.page.getByText('Booked', { exact: true }).waitFor();
    await phone.assertAccessible();
  });

  it('asks what the clinic wants to know before the visit', async () => {
    const { phone } = patient;
    await phone.press('Answer now');
    await patient.heading('Before your visit');
    await phone.assertAccessible();
    await patient.picture('questionnaire');
    await phone.fill('How long has it lasted?', 'Three days');
    await phone.choose('Yes');
    await phone.press('Send the answers');
    await phone.page.getByText('Please call us now.').waitFor();
    await phone.assertAccessible();
    await phone.press('Back to the appointment');
    await patient.heading('Your appointment');
    await phone.page.getByText('Answer now').waitFor({ state: 'detached' });
  });

  it('checks the patient in and opens the conversation', async () => {
    const { phone } = patient;
    await phone.page.getByLabel('Where you are (optional)').waitFor();
    await phone.assertAccessible();
    await phone.fill('Where you are (optional)', 'At home, 1 Test Street');
    await phone.fill('Phone (optional)', '12');
    await phone.press('Check in');
    await phone.untilAlert('phone number');
    await patient.picture('check-in');
    await phone.untilNamed('Phone (optional)');
    await phone.page.keyboard.press('Control+A');
    await phone.page.keyboard.type('0491 570 006');
    await phone.choose('I agree to meet at a distance');
    await phone.press('Check in');
    await phone.page.getByText('You are checked in').waitFor();
    await phone.press('Write to your doctor');
    await patient.heading('Testilda Doctorovic');
    await phone.page.getByLabel('Message', { exact: true }).waitFor();
    await phone.assertAccessible();
    await phone.fill('Message', 'Good morning');
    await phone.page.keyboard.press('Enter');
    await patient.sent('Good morning');
  });

  it('shows the doctor the day, and what was written', async () => {
    await doctor.signIn(treating);
    await doctor.heading('Appointments');
    await doctor.phone.page.getByText('Checked in').waitFor();
    await doctor.phone.assertAccessible();
    await doctor.link('Messages');
    await doctor.heading('Messages');
    await doctor.phone.page.getByText('1 new').waitFor();
    await doctor.phone.assertAccessible();
    await doctor.phone.page.getByRole('link', { name: /Testilda Patientovic/ }).click();
    await doctor.inConversation('Good morning');
    assert.equal(await doctor.announced(), '', 'what was here before is not announced');
    await doctor.write('What can I do for you?');
    await patient.inConversation('What can I do for you?');
    assert.match(await patient.announced(), /^Testilda Doctorovic: What can I do for you\?$/);
    await patient.phone.page.getByText('read', { exact: true }).waitFor();
  });

  it('shows who is there and who types', async () => {
    await patient.phone.page.getByText('online', { exact: true }).waitFor();
    await doctor.phone.page.getByLabel('Message', { exact: true }).pressSequentially('Do');
    await patient.phone.page.getByText('typing …').waitFor();
    await doctor.phone.page.getByLabel('Message', { exact: true }).fill('');
  });

  it('keeps what was written while the connection is lost, and sends it once when it is back', async () => {
    await patient.disconnect();
    await patient.phone.page.getByText('No connection').waitFor();
    await patient.type('My throat hurts');
    await patient.phone.page.getByText('Waiting', { exact: true }).waitFor();
    await patient.phone.page.keyboard.type('And another thi');
    await doctor.write('Take your time');
    await patient.phone.page.reload();
    await patient.phone.page.getByText('Waiting', { exact: true }).waitFor();
    assert.equal(await patient.phone.page.getByLabel('Message', { exact: true }).inputValue(), 'And another thi');
    await patient.phone.assertAccessible();
    patient.reconnect();
    await patient.sent('My throat hurts');
    await patient.inConversation('Take your time');
    await doctor.inConversation('My throat hurts');
    assert.equal(await doctor.times('My throat hurts'), 1);
    assert.equal(await doctor.announced(), 'Testilda Patientovic: My throat hurts');
  });

  it('catches up after a gap without a reload, and follows edits and what is taken back', async () => {
    await patient.disconnect();
    await patient.phone.page.getByText('No connection').waitFor();
    await doctor.write('Drink a lot');
    await doctor.change('Drink a lot', 'Drink a lot of water');
    patient.reconnect();
    await patient.inConversation('Drink a lot of water');
    await patient.phone.page.getByText('edited').waitFor();
    await doctor.takeBack('Take your time');
    await patient.inConversation('This message was taken back.');
    await doctor.phone.assertAccessible();
    await patient.picture('conversation');
  });

  it('notices by the number of the next change that one was lost, and fetches it', async () => {
    patient.loseNext();
    await doctor.write('This one is lost on its way');
    await doctor.sent('This one is lost on its way');
    await doctor.write('This one is not');
    await patient.inConversation('This one is not');
    await patient.inConversation('This one is lost on its way');
    const texts = await patient.phone.page
      .getByRole('log')
      .getByText(/^This one is/)
      .allTextContents();
    assert.deepEqual(texts, ['This one is lost on its way', 'This one is not']);
  });

  it('sends pictures and documents with a message, each stored once when the connection drops in the middle', async () => {
    const { page } = patient.phone;
    const buffer = await picture();
    await page.goto(page.url());
    await patient.inConversation('Drink a lot of water');
    await patient.attach({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
    await page
      .getByRole('alert')
      .filter({ hasText: /JPEG, PNG/ })
      .waitFor();
    await patient.phone.assertAccessible();
    await patient.phone.press('Remove notes.txt');
    const keys: (string | undefined)[] = [];
    await page.route('**/attachments/', (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      return keys.length === 1 ? route.abort('connectionreset') : route.continue();
    });
    await patient.attach({ name: 'throat.jpg', mimeType: 'image/jpeg', buffer });
    await patient.filesReady(1);
    assert.deepEqual([keys.length, new Set(keys).size], [2, 1], 'both attempts are one upload');
    await patient.attach({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: LETTER });
    await patient.filesReady(2);
    await patient.phone.assertAccessible();
    await patient.picture('conversation-files');
    await page.reload();
    await patient.filesReady(2);
    await patient.type('See for yourself');
    await patient.sent('See for yourself');
    await patient.shows('throat.jpg');
    await doctor.shows('throat.jpg');
    assert.equal(await doctor.announced(), 'Testilda Patientovic: See for yourself, throat.jpg, letter.pdf');
    const saved = doctor.phone.page.waitForEvent('download');
    await doctor.phone.page.getByRole('button', { name: 'Save letter.pdf' }).click();
    const download = await saved;
    assert.equal(download.suggestedFilename(), 'letter.pdf');
    assert.deepEqual(await readFile(await download.path()), LETTER);
    await doctor.phone.assertAccessible();
    await doctor.picture('conversation-picture');
    await patient.phone.press(/^Change: See for yourself/);
    await patient.phone.press('Take this message back');
    await doctor.phone.page.getByRole('button', { name: 'Save letter.pdf' }).waitFor({ state: 'detached' });
  });

  it('lets the doctor complete the visit', async () => {
    await doctor.link('Appointments');
    await doctor.phone.page.getByRole('link', { name: /Testilda Patientovic/ }).click();
    await doctor.heading('Appointment');
    await doctor.phone.page.getByText('A cough').waitFor();
    await doctor.phone.page.getByText('Three days').waitFor();
    await doctor.phone.page.getByText('+61491570006').waitFor();
    await doctor.phone.assertAccessible();
    await doctor.picture('visit');
    await doctor.button('Start');
    await doctor.button('Complete');
    const { page } = doctor.phone;
    await page.getByLabel('How you met').selectOption('Chat only');
    await page.getByLabel('How you know who it is (optional)').fill('name and date of birth');
    assert.equal(await page.getByLabel('Where the patient is (optional)').inputValue(), 'At home, 1 Test Street');
    assert.ok(await page.getByLabel('The patient agrees to meet at a distance').isChecked());
    await page.getByLabel('The costs were explained').check();
    await page.getByLabel('Interpreter').selectOption('Offered, and not wanted');
    await page.getByLabel('Who else was there (optional)').fill('A brother');
    await page.getByLabel('If the connection failed, how you went on').selectOption('Phone call');
    await page.getByLabel('Notes (optional)').fill('Tonsils are red.');
    await doctor.phone.assertAccessible();
    await doctor.picture('complete');
    // Nobody completes a visit before its time.
    await until(
      'the visit to be completed',
      async () => {
        await doctor.button('Complete it');
        const said = page.getByRole('alert').or(page.getByText('Completed', { exact: true }));
        return (await said.first().textContent()) === 'Completed';
      },
      2 * SOON_MS,
    );
    await patient.phone.page.getByText('This conversation is over').waitFor();
  });

  it('shows the record to the doctor, to be changed, and to the patient without the notes', async () => {
    const { page } = doctor.phone;
    await page.getByText('Tonsils are red.').waitFor();
    await doctor.button('Record');
    assert.equal(await page.getByLabel('How you met').inputValue(), 'chat');
    assert.equal(await page.getByLabel('Interpreter').inputValue(), 'offered');
    assert.ok(await page.getByLabel('The costs were explained').isChecked());
    await page.getByLabel('Who else was there (optional)').fill('A sister');
    await doctor.button('Keep it');
    await page.getByText('A sister').waitFor();
    await doctor.phone.assertAccessible();
    await doctor.picture('visit-completed');
    await patient.phone.press('Appointments');
    await patient.heading('Appointments');
    await patient.phone.press(/Testilda Doctorovic/);
    await patient.heading('Your appointment');
    await patient.phone.page.getByText('A sister').waitFor();
    await patient.phone.assertAccessible();
    const shown = await patient.phone.page.locator('main').innerText();
    for (const part of ['name and date of birth', '1 Test Street', 'Explained', 'went on: Phone call']) {
      assert.ok(shown.includes(part), part);
    }
    assert.doesNotMatch(shown, /Tonsils/);
  });

  it('lets the doctor open the conversation again', async () => {
    await patient.phone.press('Messages');
    await patient.heading('Messages');
    await patient.phone.press(/Testilda Doctorovic/);
    await patient.phone.page.getByText('This conversation is over').waitFor();
    await doctor.button('Follow up');
    await doctor.phone.assertAccessible();
    await doctor.phone.page.getByLabel('Reason').fill('Results of the blood test');
    await doctor.button('Open it');
    await doctor.heading('Testilda Patientovic');
    await doctor.write('Your results are good');
    await patient.inConversation('Your results are good');
    await patient.type('Thank you');
    await doctor.inConversation('Thank you');
  });

  it('leaves nothing of a person on the device that signs out', async () => {
    const { page } = patient.phone;
    await patient.phone.press('Sign out');
    await patient.heading('Sign in');
    const left = await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]');
    assert.deepEqual(left, [0, 0, '']);
    assert.deepEqual(await page.evaluate("caches.has('keepwell-visits')"), false);
    await patient.goto('/app/appointments');
    await patient.heading('Sign in');
  });
});

/** Something to look at. */
function picture(): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
    <defs><radialGradient id="light"><stop stop-color="#e58a86"/><stop offset="1" stop-color="#7c2f35"/></radialGradient></defs>
    <rect width="640" height="480" fill="url(#light)"/>
    <ellipse cx="320" cy="270" rx="150" ry="110" fill="#4a161c"/>
    <path d="M240 190q80 -50 160 0l-60 20q-20 60 -40 0z" fill="#d8706f"/>
    <circle cx="205" cy="260" r="44" fill="#c64b52"/><circle cx="435" cy="260" r="44" fill="#c64b52"/></svg>`;
  return sharp(Buffer.from(drawing)).jpeg().toBuffer();
}
