import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../support/client.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

/** Presses a button of the sandbox's payment page, and answers where the browser is sent. */
async function press(visit: PayableVisit, fields: Readonly<Record<string, string>>): Promise<URL> {
  const answer = await fetch(`${stage.clinic.sandboxUrl}/sandbox/stripe/pay/${visit.session}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  await answer.body?.cancel();
  assert.equal(answer.status, 303);
  return new URL(answer.headers.get('location') ?? '');
}

async function open(address: string | URL) {
  const answer = await fetch(address);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function changed(address: URL, changes: Readonly<Record<string, string | null>>): URL {
  const copy = new URL(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) copy.searchParams.delete(name);
    else copy.searchParams.set(name, value);
  }
  return copy;
}

const confirmed = (address: URL) =>
  until('the page to say that the appointment is confirmed', async () => {
    const page = await open(address);
    return page.text.includes('Your appointment is confirmed') && page;
  });

/** The link of the page to the calendar entry. */
function calendarLink(page: string): URL {
  const link = /href="(\/payment\/calendar\.ics[^"]*)"/.exec(page)?.[1];
  assert.ok(link, page);
  return new URL(link.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'), stage.clinic.apiUrl);
}

/** Properties of an iCalendar file, by name without parameters. */
function properties(file: string): ReadonlyMap<string, string> {
  assert.ok(file.endsWith('END:VCALENDAR\r\n'));
  const lines = file.replace(/\r\n[ \t]/g, '').split('\r\n');
  return new Map(
    lines.filter(Boolean).map((line) => {
      const [, name, value] = /^([A-Z-]+)(?:;(?:[^:"]|"[^"]*")*)?:(.*)$/.exec(line) ?? assert.fail(line);
      return [name ?? '', value ?? ''];
    }),
  );
}

async function amend(visit: PayableVisit, change: string): Promise<void> {
  await stage.sql(`update appointments set ${change} where id = $1`, [visit.id]);
}

const DETAILS = /class="visit"|calendar\.ics|Testilda Doctorovic|Test Clinic|Video call|AEDT|AEST/;

test('while no payment is known the page says so and renews itself; then it says doctor, time and mode', async () => {
  const visit = await stage.payable(48 * HOUR);
  await amend(visit, `consultation_type = 'video', starts_at = '2027-01-10T22:00Z', ends_at = '2027-01-10T22:15Z'`);
  await stage.clinic.stopWorker();
  // The webhook is lost as well: what confirms the payment in the end is the lookup that the page asks for.
  const address = await press(visit, { outcome: 'paid', webhook: 'lose' });
  assert.equal(address.origin, stage.clinic.apiUrl);
  assert.ok(address.href.length < 255, 'short enough for every provider');
  const early = await open(address);
  assert.equal(early.status, 200);
  assert.match(early.text, /checking your payment.*not confirmed yet/s);
  assert.match(early.text, /<meta http-equiv="refresh" content="3">/);
  assert.doesNotMatch(early.text, DETAILS);
  assert.doesNotMatch(early.text, /<script|\son\w+=/, 'nothing that the content security policy would refuse');
  const link = changed(address, {});
  link.pathname = '/payment/calendar.ics';
  assert.equal((await open(link)).status, 404, 'no calendar entry before it is booked');

  await stage.clinic.startWorker();
  const page = await confirmed(address);
  assert.doesNotMatch(page.text, /http-equiv="refresh"|<script/);
  for (const words of [
    'Testilda Doctorovic',
    'Test Clinic',
    'Monday 11 January 2027',
    '9:00 am to 9:15 am AEDT',
    'Video call',
  ]) {
    assert.ok(page.text.includes(words), words);
  }
  assert.match(page.text, /Time zone of the clinic: Australia\/Sydney/);
  assert.doesNotMatch(page.text, /cough|@test\.keepwell/);
  assert.deepEqual(calendarLink(page.text).href, link.href);

  const file = await open(link);
  assert.equal(file.status, 200);
  assert.match(file.headers.get('content-type') ?? '', /^text\/calendar; charset=utf-8/);
  assert.equal(file.headers.get('content-disposition'), 'attachment; filename="appointment.ics"');
  const entry = properties(file.text);
  assert.deepEqual(
    ['METHOD', 'DTSTART', 'DTEND', 'SUMMARY', 'STATUS'].map((name) => entry.get(name)),
    ['PUBLISH', '20270110T220000Z', '20270110T221500Z', 'Appointment with Testilda Doctorovic', 'CONFIRMED'],
  );
  assert.match(entry.get('UID') ?? '', new RegExp(`^${visit.id}@`), 'the entry of the invitation, not a second one');
});

test('who has no valid token of this appointment sees what the page says to everybody', async () => {
  const [mine, theirs] = [await stage.payable(48 * HOUR), await stage.payable(48 * HOUR)];
  const [address, other] = [await press(mine, { outcome: 'paid' }), await press(theirs, { outcome: 'paid' })];
  const token = address.searchParams.get('token') ?? '';
  const { visitTokens } = stage.clinic.core;
  const page = await confirmed(address);
  await confirmed(other);
  assert.match(page.text, DETAILS);
  const link = calendarLink(page.text);
  const plain = await open(changed(address, { token: null }));
  assert.match(plain.text, /Your appointment is confirmed/);
  assert.doesNotMatch(plain.text, DETAILS);
  const last = token.endsWith('A') ? 'E' : 'A';
  const payLink = await until('the link in a mail', async () =>
    (await stage.mails(mine)).map(({ text }) => /\/pay\/([\w-]+)/.exec(text)?.[1]).find(Boolean),
  );
  const wrong: Readonly<Record<string, string>> = {
    foreign: other.searchParams.get('token') ?? '',
    changed: `${token.slice(0, -1)}${last}`,
    cut: token.slice(0, -1),
    longer: `${token}A`,
    empty: '',
    expired: visitTokens.issue(mine.id, new Date()),
    'of a pay link': payLink,
  };
  for (const [what, bad] of Object.entries(wrong)) {
    assert.equal((await open(changed(address, { token: bad }))).text, plain.text, what);
    assert.equal((await open(changed(link, { token: bad }))).status, 404, what);
  }
  const twice = changed(address, {});
  twice.searchParams.append('token', token);
  assert.equal((await open(twice)).text, plain.text, 'twice');
  assert.equal((await open(changed(link, { token: null }))).status, 404);
  assert.equal((await open(changed(link, { appointment_id: 'x' }))).status, 404);
  assert.equal((await open(changed(link, { appointment_id: theirs.id }))).status, 404);
  const left = changed(address, {});
  left.pathname = '/payment/cancel';
  assert.doesNotMatch((await open(left)).text, DETAILS);
});

test('names and free text are shown as they were typed, and are no markup', async () => {
  const visit = await stage.payable(48 * HOUR);
  await amend(visit, `consultation_type = '<i>home & away</i>'`);
  await stage.sql(`update doctor_profiles set last_name = $2 where user_id = $1`, [
    visit.doctor.id,
    `<script>alert("O'Hara")</script>`,
  ]);
  const page = await confirmed(await press(visit, { outcome: 'paid' }));
  assert.doesNotMatch(page.text, /<script|<i>/);
  assert.ok(page.text.includes('Testilda &lt;script&gt;alert(&quot;O&#x27;Hara&quot;)&lt;/script&gt;'), page.text);
  assert.ok(page.text.includes('&lt;i&gt;home &amp; away&lt;/i&gt;'));
});

test('after a cancellation the page says so, and has no calendar entry any more', async () => {
  const visit = await stage.payable(48 * HOUR);
  const address = await press(visit, { outcome: 'paid' });
  const link = calendarLink((await confirmed(address)).text);
  const answer = await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const page = await open(address);
  assert.match(page.text, /has been cancelled/);
  assert.doesNotMatch(page.text, DETAILS);
  const file = await open(link);
  assert.equal(file.status, 410);
  assert.match(file.text, /<h1>This appointment has been cancelled/);
});
