import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_CHROMIUM } from '../../support/chromium.js';
import { ApiClient, until } from '../../support/client.js';
import { ClientWindow } from '../../support/client-window.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const MINUTE_MS = 60_000;
const INTERPRETER = 'interpreter@test.keepwell.invalid';

/** `docs/decisions/029-a-guest-lives-in-one-window.md`. */
describe('a window of the client that nobody touches', { skip: NO_CHROMIUM }, () => {
  let stage: Stage;
  let browser: Browser;
  let visit: PayableVisit;
  let doctor: ClientWindow;
  before(async () => {
    // Long enough to load a window, to book, and to renew a token in, also on a slow machine.
    stage = await Stage.open({ ACCESS_TOKEN_TTL: '10s' }, undefined, { live: true });
    browser = await launchChromium();
    // Not so soon that the payment window is as long as its warning: whether there is one would hang on milliseconds.
    visit = await stage.booked(10 * MINUTE_MS);
    doctor = await ClientWindow.open(browser, stage.clinic.apiUrl, visit.doctor);
    await doctor.heading('Appointments');
    await doctor.link('Messages');
    await doctor.phone.page.getByRole('link', { name: /Testilda Patientovic/ }).click();
    await doctor.phone.page.getByLabel('Message', { exact: true }).waitFor();
  });
  after(async () => {
    await doctor?.close();
    await browser?.close();
    await stage?.close();
  });

  it('is not kept signed in by its live connection, unless a conversation is open, and is there again at a touch', async () => {
    const left = await ClientWindow.open(browser, stage.clinic.apiUrl, visit.patient);
    await left.heading('Appointments');
    const [atFirst, ofDoctor] = [left.renewals, doctor.renewals];
    await until('the connection to end with its token', async () => left.ends === 1, MINUTE_MS);
    assert.equal(left.renewals, atFirst, 'nobody has used it since its token was made');
    await until('the open conversation to renew its own', async () => doctor.renewals >= ofDoctor + 3, MINUTE_MS);
    assert.deepEqual([left.renewals, doctor.ends], [atFirst, 0]);
    await doctor.write('Are you there?');
    await doctor.sent('Are you there?');
    await left.phone.page.keyboard.press('Shift');
    await left.phone.page.locator('nav [data-count="1"]').waitFor();
    assert.equal(left.renewals, atFirst + 1);
    await left.close();
  });

  it('is left by a guest when the token of their link ends: there is no other', async () => {
    const path = await guestLink();
    const guest = await ClientWindow.open(browser, stage.clinic.apiUrl);
    await guest.goto(path);
    await guest.heading('Join a conversation');
    // The token counts until the room closes, which is then put off.
    await openFor('8 seconds');
    await guest.button('Join');
    await guest.heading('Testilda Doctorovic');
    await openFor('1 hour');
    await until('the connection to end with the token', async () => guest.ends === 1, MINUTE_MS);
    await guest.heading('Join a conversation');
    assert.equal(guest.renewals, 0);
    assert.deepEqual(await guest.phone.page.evaluate('[localStorage.length, sessionStorage.length]'), [0, 0]);
    await guest.close();
  });

  /** The conversation is closed, and open again for so long. */
  async function openFor(duration: string): Promise<void> {
    await stage.sql(
      `update chat_rooms set status = 'inactive', closed_at = now(), open_until = now() + $2::interval where appointment_id = $1`,
      [visit.id, duration],
    );
  }

  /** Where the mail leads that invites an interpreter. */
  async function guestLink(): Promise<string> {
    const api = await ApiClient.signIn(stage.clinic, visit.doctor);
    const { body } = await api.get(visit.path);
    const invited = { name: 'Ana Silva', email: INTERPRETER, role: 'interpreter' };
    assert.equal((await api.post(`/api/v1/chat/${body.chat_room_id}/members/`, invited)).status, 201);
    return until('the mail with the link', async () => {
      const mail = (await stage.clinic.mails()).find(({ to }) => to.includes(INTERPRETER));
      return mail && /\/app\/guest#token=[\w-]+/.exec(mail.text)?.[0];
    });
  }
});
