import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderPage } from '../../../src/adapters/templates/pages.js';
import { PAY_LINK_STATES, PAYMENT_PAGE_STATES } from '../../../src/domain/appointments/payment-pages.js';

const ACCOUNTS = [{ role: 'doctor', email: 'doctor@example.com', password: 'a<b' }];

it('shows demo accounts only when embedded', () => {
  const home = { version: '0.1.0', accounts: ACCOUNTS, mailUiUrl: 'http://127.0.0.1:1080' };
  const embedded = renderPage('home', { ...home, embedded: true });
  assert.ok(embedded.includes('doctor@example.com') && embedded.includes('a&lt;b'));
  assert.ok(embedded.includes('href="http://127.0.0.1:1080"') && embedded.includes('href="/docs"'));
  assert.doesNotMatch(renderPage('home', { ...home, embedded: false }), /doctor@example\.com|npm run journey/);
});

it('loads nothing but the brand from its own server, and runs nothing', () => {
  const page = renderPage('home', { version: '0.1.0', embedded: true, accounts: ACCOUNTS });
  assert.doesNotMatch(page, /<script|@import|url\(/);
  const loaded = [...page.matchAll(/(?:src=|<link[^>]*href=)"([^"]*)"/g)].map(([, address]) => address ?? '');
  assert.ok(loaded.length > 0 && loaded.every((address) => address.startsWith('/brand/')), loaded.join(' '));
});

it('shows what is alive and what is not, and the searches for staff', () => {
  const page = renderPage('home', {
    version: '0.1.0',
    embedded: false,
    dependencies: [
      { label: 'Database', healthy: true },
      { label: 'Worker', healthy: false },
    ],
    staffLinks: [{ title: 'Needs a person', text: 'All of it', url: 'http://ui.example/?query=a%22' }],
  });
  assert.match(page, /tag good">Database: running/);
  assert.match(page, /tag bad">Worker: not available/);
  assert.ok(page.replaceAll('&#x3D;', '=').includes('href="http://ui.example/?query=a%22"'));
  assert.doesNotMatch(page, /\bchat\b/i);
});

it('has one heading for every state of a payment, and renews only while checking', () => {
  for (const name of ['payment-success', 'payment-cancel'] as const) {
    for (const state of PAYMENT_PAGE_STATES) {
      const page = renderPage(name, { state });
      assert.equal(page.match(/<h1>/g)?.length, 1, `${name} ${state}`);
      assert.equal(page.includes('http-equiv="refresh"'), state === 'checking');
    }
  }
});

it('shows a confirmed appointment in the zone of its clinic, each mode in words, and its calendar entry', () => {
  const visit = {
    doctor: 'Ana "<b>" Cruz',
    clinic: 'Bay & Hill',
    startsAt: new Date('2026-10-04T15:50:00Z'),
    endsAt: new Date('2026-10-04T16:10:00Z'),
    zone: 'Asia/Manila',
    token: 'a-_1',
  };
  const shown = (mode: string | null, zone = visit.zone) =>
    renderPage('payment-success', { state: 'confirmed', appointmentId: 'a1', visit: { ...visit, mode, zone } });
  const page = shown('in_person');
  assert.match(page, /Ana &quot;&lt;b&gt;&quot; Cruz[\s\S]*Bay &amp; Hill[\s\S]*In person/);
  assert.match(page, /Sunday 4 October 2026<br>11:50 pm to 12:10 am GMT\+8[\s\S]*Asia\/Manila/);
  assert.ok(page.includes('href="/payment/calendar.ics?appointment_id&#x3D;a1&amp;token&#x3D;a-_1"'));
  // The clocks go forward at 3 am, in the middle of it.
  const sydney = { ...visit, startsAt: new Date('2026-10-03T15:50:00Z'), endsAt: new Date('2026-10-03T16:10:00Z') };
  assert.match(
    renderPage('payment-success', {
      state: 'confirmed',
      appointmentId: 'a1',
      visit: { ...sydney, mode: null, zone: 'Australia/Sydney' },
    }),
    /1:50 am AEST to 3:10 am AEDT/,
  );
  for (const [mode, words] of [
    ['video', 'Video call'],
    ['phone', 'Phone call'],
    ['chat', 'Chat'],
    ['at <home>', 'at &lt;home&gt;'],
  ] as const) {
    assert.ok(shown(mode).includes(`<dd>${words}</dd>`), mode);
  }
  assert.doesNotMatch(shown(null), /<dt>Visit<\/dt>|null|undefined/);
  for (const state of PAYMENT_PAGE_STATES.filter((one) => one !== 'confirmed')) {
    const other = renderPage('payment-success', { state, appointmentId: 'a1', visit: { ...visit, mode: 'video' } });
    assert.doesNotMatch(other, /Cruz|calendar\.ics/, state);
  }
});

it('has one heading and one way on for every answer of a link to a payment, and asks nobody to pay', () => {
  for (const state of PAY_LINK_STATES) {
    const page = renderPage('pay', { state, sentence: 'The provider says no.', appUrl: 'https://app.example' });
    assert.equal(page.match(/<h1>/g)?.length, 1, state);
    assert.equal(page.match(/class="button"/g)?.length, 1, state);
    assert.doesNotMatch(page, /undefined|null|http-equiv="refresh"/, state);
  }
  const late = {
    state: 'too_late',
    appUrl: 'https://app.example',
    deadline: new Date('2026-10-04T22:00:00Z'),
  } as const;
  assert.match(
    renderPage('pay', { ...late, zone: 'Australia/Sydney' }),
    /too late[\s\S]*Monday 5 October 2026, 9:00 am AEDT/,
  );
});

it('tells until when the time is held, in the zone given', () => {
  const data = {
    state: 'unpaid',
    deadline: new Date('2026-10-04T22:00:00Z'),
    paymentUrl: 'https://pay.example/1',
  } as const;
  assert.match(renderPage('payment-cancel', { ...data, zone: 'Australia/Sydney' }), /9:00 am AEDT/);
  assert.match(
    renderPage('payment-success', data),
    /Sunday 4 October 2026, 10:00 pm UTC[\s\S]*href="https:\/\/pay\.example\/1"/,
  );
  assert.doesNotMatch(renderPage('payment-success', { ...data, paymentUrl: 'javascript:alert(1)' }), /javascript/);
});
