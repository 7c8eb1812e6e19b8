import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { isSmsKind, MESSAGE_KINDS, type MessageKind } from '../../../src/domain/messaging/kinds.js';
import type { MessageData } from '../../../src/domain/messaging/message-data.js';
import { type Books, moneyView } from '../../../src/domain/payments/money-view.js';
import type { RefundState } from '../../../src/domain/payments/orders.js';

const NOTHING: Books = {
  payments: [],
  refunds: [],
  requests: [],
  disputes: [],
  orders: [],
  mismatches: [],
  pending: false,
};
const paid = (amount: number, purpose: 'appointment' | 'surplus' | 'mismatch', currency = 'aud') => ({
  id: purpose,
  orderId: `order of ${purpose}`,
  amount,
  currency,
  purpose,
});
const refund = (amount: number, status: RefundState, of = 'appointment', failureReason: string | null = null) => ({
  paymentId: of,
  amount,
  currency: 'aud',
  status,
  failureReason,
});
const order = (processing: boolean) => ({
  id: 'order',
  status: 'pending' as const,
  processingSince: processing ? new Date(0) : null,
});
const OWN = [paid(8000, 'appointment')];
const WRONG = [paid(7999, 'mismatch')];
const OPEN = [{ order: 'order of mismatch', open: true }];
const DECIDED = [{ order: 'order of mismatch', open: false }];

/** States of the books, and whether the patient's money is in them or may be on its way. */
const STATES: Readonly<Record<string, Partial<Books>>> = {
  nothing: {},
  'a page that nobody used, during the hold': { orders: [order(false)], pending: true },
  'a payment under way, during the hold': { orders: [order(true)], pending: true },
  'a payment under way, after the hold': { orders: [order(true)] },
  paid: { payments: OWN },
  'paid, going back': { payments: OWN, refunds: [refund(8000, 'pending')] },
  'paid, half going back': { payments: OWN, refunds: [refund(4000, 'requested')] },
  'paid, half gone back and the rest going': {
    payments: OWN,
    refunds: [refund(4000, 'succeeded'), refund(4000, 'pending')],
  },
  'paid, gone back': { payments: OWN, refunds: [refund(8000, 'succeeded')] },
  'paid, refund failed': { payments: OWN, refunds: [refund(8000, 'failed')] },
  'paid, refund failed and sent anew': { payments: OWN, refunds: [refund(8000, 'failed'), refund(8000, 'pending')] },
  'paid, paid out by hand': { payments: OWN, refunds: [refund(8000, 'settled_by_hand')] },
  'paid, disputed': { payments: OWN, disputes: [{ paymentId: 'appointment', state: 'open' }] },
  'paid, dispute lost': {
    payments: OWN,
    disputes: [{ paymentId: 'appointment', state: 'lost' }],
    refunds: [refund(8000, 'settled_by_hand', 'appointment', 'dispute_lost')],
  },
  'paid, dispute won': { payments: OWN, disputes: [{ paymentId: 'appointment', state: 'won' }] },
  'a wrong amount': { payments: WRONG, mismatches: OPEN },
  'a wrong amount, about which a person has decided': { payments: WRONG, mismatches: DECIDED },
  'a wrong amount, going back': {
    payments: WRONG,
    refunds: [refund(7999, 'requested', 'mismatch')],
    mismatches: OPEN,
  },
  'a wrong amount, gone back': { payments: WRONG, refunds: [refund(7999, 'succeeded', 'mismatch')] },
  'a wrong amount, refund failed': {
    payments: WRONG,
    refunds: [refund(7999, 'failed', 'mismatch')],
    mismatches: OPEN,
  },
  'another currency of ours': { payments: [paid(8000, 'mismatch', 'usd')], mismatches: OPEN },
  'another currency, in no book': { mismatches: [{ order: 'order', open: true }] },
  'another currency, looked after': { mismatches: [{ order: 'order', open: false }] },
  'paid twice': {
    payments: [...OWN, paid(8000, 'surplus')],
    refunds: [refund(8000, 'pending', 'surplus')],
  },
  'paid after a wrong amount': { payments: [...WRONG, ...OWN] },
};

const renderer = createMessageRenderer();
function message(kind: MessageKind, books: Partial<Books>, more: Partial<MessageData> = {}) {
  const data: MessageData = {
    appointmentId: '8f14e45f-ceea-4d6a-9f6e-0a1b2c3d4e5f',
    clinicName: 'Riverbend Clinic',
    patientFirstName: 'Tessa',
    doctorName: 'Dr Test Doctor',
    startsAt: new Date('2026-10-04T22:00:00Z'),
    endsAt: new Date('2026-10-04T22:15:00Z'),
    patientZone: 'Australia/Sydney',
    doctorZone: 'Australia/Sydney',
    price: '80.00',
    currency: 'aud',
    expiresAt: new Date('2026-10-04T03:05:00Z'),
    paymentUrl: 'https://clinic.example/pay/token',
    appUrl: 'https://app.example',
    money: moneyView({ ...NOTHING, ...books }),
    refund: { amount: 4000, currency: 'aud' },
    previousStartsAt: new Date('2026-10-06T22:00:00Z'),
    ...(kind === 'cancelled' ? { reason: 'patient' as const } : {}),
    lateOutcome: 'refunded',
    sequence: 0,
    ...more,
  };
  const { subject, text, html } = renderer.render(kind, data);
  const sms = isSmsKind(kind) ? renderer.renderSms(kind, data) : '';
  return { subject, text, html, sms, all: `${subject}\n${text}\n${sms}` };
}

const touched = (name: string) => name !== 'nothing' && !name.startsWith('a page that nobody used');
/** What must be gone, or going, before the price may be asked for. */
const FREE: ReadonlySet<string> = new Set([
  'nothing',
  'a page that nobody used, during the hold',
  'paid, going back',
  'paid, gone back',
  'paid, half gone back and the rest going',
  'paid, refund failed and sent anew',
  'paid, paid out by hand',
  'a wrong amount, going back',
  'a wrong amount, gone back',
  'a wrong amount, about which a person has decided',
  'another currency, looked after',
]);
const held = (name: string) => !FREE.has(name);

for (const [name, books] of Object.entries(STATES)) {
  describe(`money: ${name}`, () => {
    it('is never called not charged when some was taken or may come', () => {
      for (const kind of MESSAGE_KINDS) {
        const { all } = message(kind, books);
        const denied = /not been charged|not taken a payment|nothing was charged|no payment arrived/i.test(all);
        if (touched(name)) assert.ok(!denied, `${kind}: ${all}`);
      }
      const denies = (kind: MessageKind) => /not been charged|not taken a payment/.test(message(kind, books).all);
      if (name === 'nothing') assert.deepEqual([denies('payment_expired'), denies('cancelled')], [true, true]);
    });

    it('is asked for only when none is held, owed or under way', () => {
      for (const kind of ['booking_held', 'payment_warning'] as const) {
        const { all, text } = message(kind, books);
        const asks = /Pay \$80\.00 AUD|\bpay by\b/i.test(all) || all.includes('/pay/token');
        assert.equal(asks, !held(name), `${kind}: ${text}`);
        if (held(name)) assert.match(all, /do not pay again|before you pay again|We owe you|View appointment/);
      }
    });

    it('leaves no hole in any message, and text and HTML agree', () => {
      for (const kind of MESSAGE_KINDS) {
        const { all, html } = message(kind, books);
        assert.doesNotMatch(all, /undefined|null|NaN|\[object|\{\{|\$0\.00/);
        const words = html
          .replace(/<[^>]*>/g, ' ')
          .replace(/&#x27;/g, "'")
          .replace(/\s+/g, ' ');
        for (const line of message(kind, books)
          .text.split('\n')
          .filter((l) => /^[A-Z$][^:|]*\.$/.test(l))) {
          assert.ok(words.includes(line), `${kind}: ${line}`);
        }
      }
    });
  });
}

describe('what a message says of money', () => {
  const CASES: readonly (readonly [MessageKind, string, RegExp])[] = [
    [
      'payment_expired',
      'a payment under way, after the hold',
      /still on its way.*either book the time for you or return/s,
    ],
    ['payment_expired', 'a wrong amount', /received \$79\.99 AUD from you, which is not the price of \$80\.00 AUD/],
    ['payment_expired', 'a wrong amount, going back', /\$79\.99 AUD goes back to you/],
    ['payment_expired', 'a wrong amount, gone back', /\$79\.99 AUD has gone back to you/],
    ['payment_expired', 'a wrong amount, refund failed', /We owe you \$79\.99 AUD/],
    ['payment_expired', 'another currency of ours', /received \$80\.00 USD/],
    ['payment_expired', 'another currency, in no book', /payment from you in another currency/],
    ['payment_warning', 'a payment under way, during the hold', /on its way.*Please do not pay again/s],
    ['payment_warning', 'a wrong amount', /received \$79\.99 AUD.*Please do not pay again/s],
    [
      'payment_warning',
      'a wrong amount, about which a person has decided',
      /received \$79\.99 AUD.*ask the clinic.*Pay \$80/s,
    ],
    ['payment_warning', 'a wrong amount, gone back', /Pay \$80\.00 AUD and confirm/],
    ['booking_held', 'a wrong amount', /Please do not pay again/],
    ['booking_confirmed', 'paid twice', /\$80\.00 AUD goes back to you/],
    ['booking_confirmed', 'paid after a wrong amount', /We received \$79\.99 AUD from you/],
    ['rescheduled', 'paid', /What you paid counts for the new time/],
    ['cancelled', 'paid', /no refund is due at this notice/],
    ['cancelled', 'paid, going back', /\$80\.00 AUD \(everything you paid\) goes back to you/],
    ['cancelled', 'paid, half going back', /\$40\.00 AUD \(50% of what you paid, by the notice we had\) goes back/],
    ['cancelled', 'paid, half going back', /terms of the booking, \$40\.00 AUD stays with the clinic/],
    ['cancelled', 'paid, gone back', /\$80\.00 AUD \(everything you paid\) has gone back/],
    ['cancelled', 'paid, half gone back and the rest going', /\$40\.00 AUD goes back.*\$40\.00 AUD has gone back/s],
    ['cancelled', 'paid, refund failed', /We owe you \$80\.00 AUD \(everything you paid\)/],
    ['cancelled', 'paid, refund failed and sent anew', /\$80\.00 AUD \(everything you paid\) goes back/],
    ['cancelled', 'paid, disputed', /bank decides about it first/],
    ['cancelled', 'paid, dispute lost', /bank has decided the payment that you disputed for you/],
    ['cancelled', 'a wrong amount', /received \$79\.99 AUD/],
    ['cancelled', 'a payment under way, after the hold', /Should it arrive, it goes back in full/],
    ['no_show', 'paid, half going back', /\$40\.00 AUD \(50% of what you paid\) goes back/],
    ['payment_late', 'paid, going back', /not booked.*\$80\.00 AUD \(everything you paid\) goes back/s],
    ['payment_late', 'paid, gone back', /has gone back to you/],
    ['payment_late', 'paid, refund failed', /We owe you \$80\.00 AUD/],
    ['refunded', 'paid, half gone back and the rest going', /We returned \$40\.00 AUD/],
  ];
  for (const [kind, state, words] of CASES) {
    it(`${kind}: ${state}`, () => assert.match(message(kind, STATES[state] ?? assert.fail(state)).text, words));
  }

  const NEVER: readonly (readonly [MessageKind, string, RegExp])[] = [
    ['cancelled', 'paid, refund failed', /goes back/],
    ['cancelled', 'paid, refund failed and sent anew', /We owe you/],
    ['cancelled', 'paid, gone back', /goes back|no refund is due/],
    ['cancelled', 'paid, dispute lost', /no refund is due|has gone back/],
    ['payment_late', 'paid, refund failed', /goes back|has gone back/],
    ['rescheduled', 'paid, gone back', /What you paid counts/],
    ['rescheduled', 'paid, disputed', /What you paid counts/],
  ];
  for (const [kind, state, words] of NEVER) {
    it(`${kind}: never untrue when ${state}`, () =>
      assert.doesNotMatch(message(kind, STATES[state] ?? assert.fail(state)).all, words));
  }

  it('is in the text message too', () => {
    assert.match(
      message('payment_warning', STATES.nothing ?? {}).sms,
      /pay by .*https:\/\/clinic\.example\/pay\/token$/,
    );
    assert.match(message('payment_warning', STATES['a wrong amount'] ?? {}).sms, /do not pay again/);
    assert.match(message('cancelled', STATES['paid, going back'] ?? {}).sms, /\$80\.00 AUD goes back to you/);
    assert.match(message('cancelled', STATES['paid, gone back'] ?? {}).sms, /has gone back to you/);
  });

  it('names the refusal that ended a hold, whatever else the books hold', () => {
    for (const [name, books] of Object.entries(STATES)) {
      const { all } = message('payment_expired', books, { paymentRefused: true });
      assert.match(all, /provider refuses to take this payment/, name);
      assert.doesNotMatch(all, /[Nn]o payment arrived|not paid in time/, name);
    }
  });

  it('is nothing where nothing was to be paid', () => {
    assert.match(message('cancelled', {}, { price: undefined }).text, /Nothing was to be paid for it/);
  });
});
