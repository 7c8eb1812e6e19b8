import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { MessageDataError } from '../../../src/adapters/templates/port.js';
import { channelsOf, isSmsKind, MESSAGE_KINDS } from '../../../src/domain/messaging/kinds.js';
import type { MessageData } from '../../../src/domain/messaging/message-data.js';
import { smsParts } from '../../../src/domain/messaging/sms-parts.js';
import { moneyView } from '../../../src/domain/payments/money-view.js';

const BOOKS = { payments: [], refunds: [], requests: [], disputes: [], orders: [], mismatches: [], pending: false };
const DATA: MessageData = {
  appointmentId: '8f14e45f-ceea-4d6a-9f6e-0a1b2c3d4e5f',
  clinicName: 'Riverbend Clinic',
  clinicPhone: '+61 2 5550 1234',
  patientFirstName: 'Tessa',
  doctorName: 'Dr Test Doctor',
  startsAt: new Date('2026-10-04T22:00:00Z'),
  endsAt: new Date('2026-10-04T22:15:00Z'),
  patientZone: 'Australia/Sydney',
  doctorZone: 'Australia/Melbourne',
  price: '80.00',
  currency: 'aud',
  expiresAt: new Date('2026-10-04T03:05:00Z'),
  paymentUrl: `https://keepwell.example/pay/${'a'.repeat(43)}`,
  appUrl: 'https://app.keepwell.example',
  chatOpensAt: new Date('2026-10-04T21:45:00Z'),
  money: moneyView(BOOKS),
  refund: { amount: 4000, currency: 'aud' },
  previousStartsAt: new Date('2026-10-06T22:00:00Z'),
  reason: 'doctor',
  lateOutcome: 'refunded',
  sequence: 0,
};
const BARE: MessageData = {
  ...DATA,
  clinicPhone: undefined,
  price: undefined,
  chatOpensAt: undefined,
  patientZone: 'Asia/Manila',
  reason: 'clinic',
  lateOutcome: 'rebooked',
};
const FORBIDDEN =
  /undefined|null|NaN|\[object|\{\{|Invalid Date|consult|symptom|prescri|medic|drug|diagnos|treat|therap|special|patient|disease|chat|result/i;

const renderer = createMessageRenderer();
const visible = (html: string) =>
  html
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ');

for (const kind of MESSAGE_KINDS) {
  describe(`mail ${kind}`, () => {
    for (const [name, data] of Object.entries({ full: DATA, bare: BARE })) {
      it(`has no hole and no health detail with ${name} data`, () => {
        const mail = renderer.render(kind, data);
        assert.doesNotMatch(mail.subject + mail.text + visible(mail.html), FORBIDDEN);
        assert.ok(mail.subject.length > 10 && mail.subject.length < 80, mail.subject);
        assert.ok(!mail.subject.includes('Tessa') && !mail.subject.includes('Dr Test'));
        assert.match(mail.text, /Hello Tessa,/);
        assert.doesNotMatch(mail.text, /<\/?[a-z]|&[a-z#]|\n{3}| \n/);
      });
      it(`says the same in text and HTML with ${name} data, with one button`, () => {
        const mail = renderer.render(kind, data);
        const words = visible(mail.html);
        for (const line of mail.text.split('\n').filter((l) => /^[A-Z][^:|]*\.$/.test(l))) {
          assert.ok(words.includes(line), line);
        }
        assert.equal(mail.html.match(/<a /g)?.length, 1);
      });
    }
  });
}

describe('text messages', () => {
  for (const kind of MESSAGE_KINDS.filter(isSmsKind)) {
    it(`${kind} fits one GSM-7 part`, () => {
      const text = renderer.renderSms(kind, DATA);
      const { encoding, parts } = smsParts(text);
      assert.deepEqual([encoding, parts.length], ['gsm7', 1], text);
      assert.doesNotMatch(text, FORBIDDEN);
      assert.ok(!text.includes(DATA.clinicName), 'the name of a clinic can tell what the visit is about');
    });
  }
  it('carry the link to the payment, also where it takes a second part', () => {
    for (const paymentUrl of [DATA.paymentUrl, `https://${'x'.repeat(60)}.example/pay/${'a'.repeat(43)}`]) {
      assert.ok(renderer.renderSms('payment_warning', { ...DATA, paymentUrl }).endsWith(paymentUrl));
    }
  });
});

describe('times', () => {
  const subject = (data: Partial<MessageData>) => renderer.render('reminder', { ...DATA, ...data }).subject;
  it("are dates of the reader's own calendar, because a message is read later", () => {
    assert.match(subject({}), /on Monday 5 October 2026 at 9:00 am AEDT$/);
    assert.match(subject({ patientZone: 'America/New_York' }), /on Sunday 4 October 2026 at 6:00 pm GMT-4$/);
  });
  it('are never said in relation to the moment of writing', () => {
    for (const kind of MESSAGE_KINDS) {
      const mail = renderer.render(kind, DATA);
      const text = isSmsKind(kind) ? renderer.renderSms(kind, DATA) : '';
      assert.doesNotMatch(
        [mail.subject, mail.text, text].join(' '),
        /today|tomorrow|yesterday|tonight|\bminutes? left|\bin \d+ (minute|hour)|within \d+ hour/i,
      );
      const withDate = /\d{1,2} [A-Z][a-z]+(?: 2026)?,?(?: at)? \d{1,2}:\d\d/;
      if (kind === 'booking_held' || kind === 'payment_warning') assert.match(mail.subject, withDate);
    }
    assert.match(
      renderer.render('no_show', { ...DATA, correctableUntil: new Date('2026-10-05T23:00:00Z') }).text,
      /tell us by Tuesday 6 October 2026, 10:00 am AEDT/,
    );
  });
  it('say from when one can join with its own date around midnight only', () => {
    assert.match(renderer.render('reminder', DATA).text, /join from 8:45 am AEDT\./);
    const midnight = { startsAt: new Date('2026-10-04T13:05:00Z'), chatOpensAt: new Date('2026-10-04T12:50:00Z') };
    assert.match(renderer.render('reminder', { ...DATA, ...midnight }).text, /join from Sun 4 Oct 11:50 pm AEDT\./);
  });
  it("name the doctor's clock only where it shows something else", () => {
    assert.doesNotMatch(renderer.render('reminder', DATA).text, /Doctor's time/);
    const far = renderer.render('reminder', { ...DATA, patientZone: 'Australia/Perth' }).text;
    assert.match(far, /When: Monday 5 October 2026, 6:00 am AWST\nDoctor's time: Monday 5 October 2026, 9:00 am AEDT/);
  });
  it('say noon and midnight as 12', () => {
    assert.match(subject({ startsAt: new Date('2026-10-05T01:00:00Z') }), /12:00 pm/);
    assert.match(subject({ startsAt: new Date('2026-10-05T13:30:00Z') }), /12:30 am/);
  });
});

it('cuts a name that is too long between what a reader sees as characters', () => {
  const clinicName = `${'x'.repeat(117)}👩‍👩‍👧 Clinic`;
  assert.match(renderer.render('reminder', { ...DATA, clinicName }).text, /x{117}(?![👩\ud83d])/u);
});

it('escapes what people typed, in HTML only', () => {
  const mail = renderer.render('reminder', { ...DATA, patientFirstName: '<b>Tessa & Co</b>', clinicName: 'A\r\nB' });
  assert.ok(mail.html.includes('Hello &lt;b&gt;Tessa &amp; Co&lt;/b&gt;,'));
  assert.ok(mail.text.includes('Hello <b>Tessa & Co</b>,'));
  assert.ok(mail.text.includes('A B'));
});

it('refuses data it cannot make a message of', () => {
  assert.throws(() => renderer.render('refunded', { ...DATA, refund: undefined }), MessageDataError);
  assert.throws(() => renderer.render('reminder', { ...DATA, appUrl: 'javascript:alert(1)' }), MessageDataError);
  assert.throws(() => renderer.render('reminder', { ...DATA, patientZone: 'Nowhere/City' }), RangeError);
});

it('sends every kind as mail and five as text', () => {
  assert.ok(MESSAGE_KINDS.every((kind) => channelsOf(kind).includes('email')));
  assert.equal(MESSAGE_KINDS.filter((kind) => channelsOf(kind).includes('sms')).length, 5);
});
