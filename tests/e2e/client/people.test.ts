import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { until } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const MINUTE_MS = 60_000;
const LETTER = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const INTERPRETER = 'interpreter@test.keepwell.invalid';

describe('who is told of a conversation in the client, and who is brought into it', { skip: NO_CHROMIUM }, () => {
  let stage: Stage;
  let browser: Browser;
  let visit: PayableVisit;
  let patient: ClientWindow;
  let doctor: ClientWindow;
  before(async () => {
    stage = await Stage.open({}, undefined, { live: true });
    browser = await launchChromium();
    // Not so soon that the payment window is as long as its warning: whether there is one would hang on milliseconds.
    visit = await stage.booked(10 * MINUTE_MS);
    patient = await ClientWindow.open(browser, stage.clinic.apiUrl);
    doctor = await ClientWindow.open(browser, stage.clinic.apiUrl);
    await patient.signIn(visit.patient);
    await patient.heading('Appointments');
    await doctor.signIn(visit.doctor);
    await doctor.heading('Appointments');
  });
  after(async () => {
    await patient?.close();
    await doctor?.close();
    await browser?.close();
    await stage?.close();
  });

  /** How many notifications stand beside their link. */
  async function marked(window: ClientWindow): Promise<string | null> {
    return window.phone.page.getByRole('link', { name: 'Notifications', exact: true }).getAttribute('data-count');
  }
  const untilMarked = (window: ClientWindow, count: string | null) =>
    until(`the mark to be ${count}`, async () => (await marked(window)) === count);

  it('marks the notifications live, and tells nobody who looks', async () => {
    await doctor.link('Messages');
    await doctor.phone.page.getByRole('link', { name: /Testilda Patientovic/ }).click();
    await doctor.write('Can you come a little earlier?');
    await untilMarked(patient, '1');
    await patient.phone.page.getByText('1 unread').waitFor({ state: 'attached' });
    await patient.phone.assertAccessible();
    await patient.link('Notifications');
    await patient.heading('Notifications');
    await patient.phone.page.getByText('New messages').waitFor();
    await patient.phone.assertAccessible();
    await patient.picture('notifications');
    assert.doesNotMatch(await patient.phone.page.locator('main').innerText(), /earlier/);
  });

  it('marks them as read, one and all, in every window of the person', async () => {
    const other = await ClientWindow.open(browser, stage.clinic.apiUrl, visit.patient);
    await untilMarked(other, '1');
    await patient.button('Mark as read');
    await Promise.all([untilMarked(patient, null), untilMarked(other, null)]);
    await doctor.write('Or later?');
    await untilMarked(patient, '1');
    await patient.button('Mark all as read');
    await untilMarked(patient, null);
    await patient.phone.page.getByRole('button', { name: /^Mark/ }).first().waitFor({ state: 'detached' });
    await doctor.write('As you like');
    await patient.phone.page.getByRole('button', { name: 'Mark as read' }).waitFor();
    await patient.phone.page.getByRole('link', { name: 'New messages' }).first().click();
    await patient.inConversation('As you like');
    await Promise.all([untilMarked(patient, null), untilMarked(other, null)]);
    await other.close();
  });

  it('lets the doctor choose a nurse of the clinic, who is there at once, and says in the list what a message without words is', async () => {
    const { page } = doctor.phone;
    await page.getByText('2 take part').click();
    await doctor.button('Add a nurse');
    await page.getByText('No nurse of the clinic is left to be added.').waitFor();
    await doctor.button('Back');
    const person = await stage.clinic.person('nurse');
    await doctor.button('Add a nurse');
    await page.getByLabel('Nurse').selectOption('Testilda Nurseovic');
    await doctor.phone.assertAccessible();
    await doctor.picture('add-nurse');
    await doctor.button('Add');
    await page.getByText('3 take part').waitFor();
    await doctor.phone.assertAccessible();
    const nurse = await ClientWindow.open(browser, stage.clinic.apiUrl, person);
    await nurse.heading('Patients');
    await doctor.attach({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: LETTER });
    await doctor.filesReady(1);
    await doctor.button('Send');
    await page.getByRole('button', { name: 'Save letter.pdf' }).waitFor();
    await nurse.link('Messages');
    await nurse.phone.page.getByText('letter.pdf', { exact: true }).waitFor();
    await nurse.phone.page.getByRole('link', { name: /Testilda/ }).click();
    await nurse.write('I have the letter');
    await doctor.inConversation('I have the letter');
    await page.getByRole('button', { name: 'Remove Testilda Nurseovic' }).click();
    await nurse.phone.page.getByText('You no longer take part in this conversation.').waitFor();
    await page.getByText('2 take part').click();
    await nurse.close();
  });

  it('lets a guest in by a link that works once, and shows everybody who is there', async () => {
    const { page } = doctor.phone;
    await page.getByText('2 take part').click();
    await doctor.button('Invite somebody');
    await page.getByLabel('Name').fill('Ana Silva');
    await page.getByLabel('Email').fill(INTERPRETER);
    await doctor.phone.assertAccessible();
    await doctor.button('Invite');
    await page.getByText('Interpreter, invited').waitFor();
    await doctor.phone.assertAccessible();
    const path = await until('the mail with the link', async () => {
      const mail = (await stage.clinic.mails()).find(({ to }) => to.includes(INTERPRETER));
      return mail && /\/app\/guest#token=[\w-]+/.exec(mail.text)?.[0];
    });
    const guest = await ClientWindow.open(browser, stage.clinic.apiUrl);
    await guest.goto(path);
    await guest.heading('Join a conversation');
    assert.equal(new URL(guest.phone.page.url()).hash, '', 'the token does not stay in the address');
    await guest.phone.assertAccessible();
    await guest.picture('guest');
    await guest.phone.press('Join');
    await guest.heading('Testilda Doctorovic');
    await page.getByText('3 take part').waitFor();
    await guest.write('Good morning, I interpret');
    await doctor.inConversation('Good morning, I interpret');
    await patient.inConversation('Good morning, I interpret');
    await patient.phone.page.getByRole('log').getByText('Ana Silva', { exact: true }).waitFor();
    await guest.phone.assertAccessible();
    await guest.phone.page.reload();
    await guest.inConversation('Good morning, I interpret');
    assert.equal(await guest.phone.page.getByRole('log').getByText('As you like').count(), 0, 'what was said before');
    const second = await ClientWindow.open(browser, stage.clinic.apiUrl);
    await second.goto(path);
    await second.button('Join');
    await second.phone.untilAlert('link');
    await second.phone.assertAccessible();
    await second.close();
    await page.getByRole('button', { name: 'Remove Ana Silva' }).click();
    await guest.phone.page.getByText('You no longer take part in this conversation.').waitFor();
    await page.getByText('2 take part').waitFor();
    await guest.button('Leave');
    await guest.heading('Join a conversation');
    assert.deepEqual(await guest.phone.page.evaluate('[localStorage.length, sessionStorage.length]'), [0, 0]);
    await guest.close();
  });
});
