import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportText } from '../../../src/cli/reconcile.js';
import { APPOINTMENT_STATUSES } from '../../../src/domain/appointments/states.js';
import {
  judgePayment,
  judgePending,
  judgeUnpaid,
  MONEY_FLAGS,
  type PaymentFacts,
  PENDING_STUCK_MS,
} from '../../../src/domain/appointments/visits-check.js';
import { ATTENTION_CODES } from '../../../src/domain/attention.js';
import type { Finding, Sum } from '../../../src/domain/payments/findings.js';
import {
  judgeCharge,
  judgeRefund,
  judgeUnlistedPayment,
  judgeUnlistedRefund,
  lastFullDays,
  type RefundRecord,
  Tally,
} from '../../../src/domain/payments/reconciliation.js';
import { judgeBook, judgeEvent, judgeReceipt } from '../../../src/domain/payments/records-check.js';
import { silentSince, WEBHOOK_SILENCE } from '../../../src/domain/payments/webhook-silence.js';

const OWNER = {
  clinicId: 'clinic',
  subjectId: 'appointment',
  subjectKind: 'appointment',
  orderId: 'order',
} as const;
const AUD: Sum = { amount: 8000, currency: 'aud' };

/** Code and action, or null. */
const brief = (finding: Finding | null) => finding && `${finding.code} ${finding.action}`;

describe('a charge of the provider', () => {
  const facts = { provider: 'stripe', paymentId: 'pi_1', charged: AUD } as const;
  const cases = [
    ['that we know', { owner: OWNER, recorded: AUD }, null],
    ['of another amount', { owner: OWNER, recorded: { ...AUD, amount: 7999 } }, 'amount_differs flagged'],
    ['of another currency', { owner: OWNER, recorded: { ...AUD, currency: 'usd' } }, 'amount_differs flagged'],
    ['of an order of ours, never heard of', { owner: OWNER, recorded: null }, 'charge_unknown redelivered'],
    ['of no order of ours', { owner: null, recorded: null }, 'charge_unmatched flagged'],
  ] as const;
  for (const [name, more, expected] of cases) {
    it(name, () => assert.equal(brief(judgeCharge({ ...facts, ...more })), expected));
  }

  it('is named with what both books say', () => {
    assert.deepEqual(judgeCharge({ ...facts, owner: OWNER, recorded: { ...AUD, amount: 1 } }), {
      code: 'amount_differs',
      provider: 'stripe',
      objectId: 'pi_1',
      ...OWNER,
      expected: '1 aud',
      found: '8000 aud',
      action: 'flagged',
    });
  });
});

describe('a payment that is in no list', () => {
  const facts = { provider: 'stripe', paymentId: 'pi_1', owner: OWNER, recorded: AUD } as const;
  const cases = [
    ['is there when asked for', AUD, null],
    ['is there with another amount', { ...AUD, amount: 1 }, 'amount_differs flagged'],
    ['is not there', null, 'charge_missing flagged'],
  ] as const;
  for (const [name, there, expected] of cases) {
    it(name, () => assert.equal(brief(judgeUnlistedPayment(facts, there)), expected));
  }
});

describe('a refund of the provider', () => {
  const REFUND_STATES = ['requested', 'pending', 'succeeded', 'failed', 'settled_by_hand'] as const;
  const THEIRS = ['pending', 'succeeded', 'failed'] as const;
  const linked = (status: RefundRecord['status'], linkedTo: string | null = 're_1') => ({ ...AUD, status, linkedTo });
  const judge = (status: (typeof THEIRS)[number], recorded: RefundRecord | null, returned: Sum = AUD) =>
    brief(judgeRefund({ provider: 'stripe', providerRefundId: 're_1', status, returned, owner: OWNER, recorded }));

  it('follows one table of what we say (rows) and what it says (pending, succeeded, failed)', () => {
    const again = 'refund_status_differs redelivered';
    const person = 'refund_status_differs flagged';
    const table = Object.fromEntries(
      REFUND_STATES.map((ours) => [ours, THEIRS.map((theirs) => judge(theirs, linked(ours)))]),
    );
    assert.deepEqual(table, {
      requested: [again, again, null],
      pending: [null, again, again],
      succeeded: [person, null, again],
      failed: [null, again, null],
      settled_by_hand: [null, again, null],
    });
  });

  const cases = [
    ['that we never asked for', 'succeeded', null, 'refund_unknown flagged'],
    ['that we never asked for and that is on its way', 'pending', null, 'refund_unknown flagged'],
    ['that we never asked for and that came to nothing', 'failed', null, null],
    ['of an attempt that another has replaced, failed', 'failed', linked('succeeded', 're_2'), null],
    [
      'of an attempt that another has replaced, paid all the same',
      'succeeded',
      linked('succeeded', 're_2'),
      'refund_unknown flagged',
    ],
    [
      'whose name we never learned, while it is being sent',
      'succeeded',
      linked('requested', null),
      'refund_status_differs redelivered',
    ],
    [
      'whose name we never learned, and that nobody can ask for',
      'succeeded',
      linked('failed', null),
      'refund_status_differs flagged',
    ],
    ['of another amount', 'succeeded', { ...linked('succeeded'), amount: 1 }, 'amount_differs flagged'],
    ['of another currency', 'succeeded', { ...linked('succeeded'), currency: 'usd' }, 'amount_differs flagged'],
  ] as const;
  for (const [name, theirs, ours, expected] of cases) {
    it(name, () => assert.equal(judge(theirs, ours), expected));
  }

  it('that is in no list is asked for', () => {
    const unlisted = (there: (typeof THEIRS)[number] | null) =>
      brief(
        judgeUnlistedRefund(
          { provider: 'stripe', providerRefundId: 're_1', owner: OWNER, recorded: linked('pending') },
          there,
        ),
      );
    assert.equal(unlisted(null), 'refund_missing flagged');
    assert.equal(unlisted('succeeded'), 'refund_status_differs redelivered');
    assert.equal(unlisted('pending'), null);
  });
});

describe('the ledger', () => {
  const facts = { provider: 'stripe', objectId: 'x', owner: OWNER, recorded: AUD, posted: null } as const;
  it('is for a person, whatever is wrong', () => {
    assert.equal(brief(judgeBook({ ...facts, kind: 'posting' })), 'ledger_unbalanced flagged');
    assert.equal(brief(judgeBook({ ...facts, kind: 'payment' })), 'ledger_differs flagged');
    assert.equal(brief(judgeBook({ ...facts, kind: 'refund', recorded: null })), 'ledger_differs flagged');
  });
});

describe('the money of a payment', () => {
  const FACTS: PaymentFacts = {
    provider: 'stripe',
    paymentId: 'payment',
    owner: OWNER,
    paid: AUD,
    purpose: 'appointment',
    status: 'booked',
    returned: 0,
    underWay: false,
    promised: null,
    openFlags: [],
    resolvedFlags: [],
    disputeLost: false,
  };
  const judge = (more: Partial<PaymentFacts>) => brief(judgePayment({ ...FACTS, ...more }));
  const LOST = 'paid_but_not_live flagged';

  it('is earned by a visit that stands', () => {
    const unexplained = APPOINTMENT_STATUSES.filter((status) => judge({ status }) !== null);
    assert.deepEqual(unexplained, [
      'pending',
      'payment_expired',
      'cancelled_by_patient',
      'cancelled_by_doctor',
      'cancelled_by_clinic',
    ]);
  });

  const cancelled = { status: 'cancelled_by_patient' } as const;
  const cases: readonly (readonly [string, Partial<PaymentFacts>, string | null])[] = [
    ['gone back in full', { ...cancelled, returned: 8000 }, null],
    ['on its way back', { ...cancelled, underWay: true }, null],
    ['kept by the policy', { ...cancelled, promised: 0 }, null],
    ['partly kept by the policy', { ...cancelled, promised: 4000, returned: 4000 }, null],
    ['promised by the policy and never sent', { ...cancelled, promised: 4000 }, LOST],
    ['kept without a decision', cancelled, LOST],
    ['of a dispute that the clinic settled', { ...cancelled, resolvedFlags: ['refund_in_dispute'] }, null],
    ['of a lost dispute', { ...cancelled, disputeLost: true }, null],
    ['late, and nobody gave it back', { status: 'payment_expired' }, LOST],
    ['late; the decision to cancel is of another payment', { status: 'payment_expired', promised: 0 }, LOST],
    ['paid twice, second one kept', { purpose: 'surplus' }, LOST],
    ['paid twice, second one under way', { purpose: 'surplus', underWay: true }, null],
    ['not what was owed, not looked at', { purpose: 'mismatch' }, LOST],
    ['not what was owed, shown to a person', { purpose: 'mismatch', openFlags: ['payment_mismatch'] }, null],
    ['not what was owed, decided by a person', { purpose: 'mismatch', resolvedFlags: ['payment_mismatch'] }, null],
    ['flagged for something else', { ...cancelled, openFlags: ['message_undelivered'] }, LOST],
    ['flagged by an earlier reconciliation only', { ...cancelled, openFlags: ['reconciliation'] }, LOST],
    ...MONEY_FLAGS.map((code) => [`flagged: ${code}`, { ...cancelled, openFlags: [code] }, null] as const),
  ];
  for (const [name, facts, expected] of cases) it(name, () => assert.equal(judge(facts), expected));

  it('is explained by codes that exist', () => {
    assert.deepEqual(
      MONEY_FLAGS.filter((code) => !ATTENTION_CODES.includes(code)),
      [],
    );
  });
});

describe('the rest of the record', () => {
  it('a visit that counts as paid without a payment', () => {
    const owner = { ...OWNER, orderId: null };
    assert.equal(brief(judgeUnpaid({ owner, price: AUD, status: 'booked' })), 'live_but_unpaid flagged');
  });

  it('a hold past its end', () => {
    const until = Date.parse('2031-01-01T00:00:00Z');
    const facts = { owner: { ...OWNER, orderId: null }, expiresAt: new Date(until), undecidedUntil: until };
    const at = (ms: number, running: boolean) => brief(judgePending(facts, running, new Date(until + ms)));
    assert.equal(at(0, false), 'pending_without_run resumed');
    assert.equal(at(0, true), null, 'its run will end it');
    assert.equal(at(PENDING_STUCK_MS, true), null);
    assert.equal(at(PENDING_STUCK_MS + 1, true), 'pending_stuck flagged');
  });

  it('a webhook that nobody dealt with, a document that was never made', () => {
    const event = judgeEvent({ provider: 'stripe', eventId: 'evt_1', label: 'refund.updated', owner: null });
    assert.deepEqual(
      [brief(event), event.objectId, event.found],
      ['event_stuck redelivered', 'evt_1', 'refund.updated'],
    );
    const receipt = { provider: 'desk', paymentId: 'payment', refundId: null, owner: OWNER } as const;
    const note = { ...receipt, refundId: 'refund' };
    assert.deepEqual(
      [receipt, note]
        .map(judgeReceipt)
        .map(({ code, action, objectId, expected }) => [code, action, objectId, expected]),
      [
        ['receipt_missing', 'issued', 'payment', 'receipt'],
        ['receipt_missing', 'issued', 'refund', 'credit note'],
      ],
    );
  });
});

describe('sums', () => {
  it('are kept per provider, currency and clinic', () => {
    const tally = new Tally();
    const key = { provider: 'stripe', clinicId: 'a' } as const;
    tally.add(key, 'providerSum', AUD);
    tally.add(key, 'providerSum', { ...AUD, amount: -3000 });
    tally.add(key, 'ledgerSum', AUD);
    tally.add({ ...key, clinicId: 'b' }, 'ledgerSum', AUD);
    tally.add(key, 'ledgerSum', { amount: 5, currency: 'usd' });
    tally.add(key, 'ledgerSum', null);
    tally.add({ ...key, clinicId: 'c' }, 'providerSum', { ...AUD, amount: 0 });
    tally.count('charges', 2);
    tally.count('charges', 1);
    assert.deepEqual(
      tally.sums.map((sum) => [sum.currency, sum.clinicId, sum.providerSum, sum.ledgerSum]),
      [
        ['aud', 'a', 5000, 8000],
        ['aud', 'b', 0, 8000],
        ['usd', 'a', 0, 5],
      ],
    );
    assert.deepEqual(tally.checked, { charges: 3 });
  });

  it('the night looks at whole days', () => {
    const night = Date.parse('2026-03-01T02:31:07.123Z');
    assert.deepEqual(lastFullDays(night, 3), { from: '2026-02-26T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' });
  });
});

describe('a provider that says nothing', () => {
  const now = new Date('2031-01-01T12:00:00Z');
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const { afterMs, sessions } = WEBHOOK_SILENCE;
  const since = ago(afterMs);
  const cases = [
    ['a quiet night: no page has ended', { sessions: 0, since: null }, null],
    ['too few pages to tell', { sessions: sessions - 1, since }, null],
    ['not long enough', { sessions, since: ago(afterMs - 1) }, null],
    ['silent', { sessions, since }, since],
  ] as const;
  for (const [name, untold, expected] of cases) {
    it(name, () => assert.deepEqual(silentSince(WEBHOOK_SILENCE, untold, now), expected));
  }
});

describe('the report at a terminal', () => {
  const report = {
    id: 'r1',
    windowFrom: new Date('2026-11-01T00:00:00.000Z'),
    windowTo: new Date('2026-11-02T00:00:00.000Z'),
    startedAt: new Date('2026-11-02T02:30:00.000Z'),
    finishedAt: new Date('2026-11-02T02:30:01.000Z'),
    sums: [
      { provider: 'stripe' as const, currency: 'aud', providerSum: 184_000, ledgerSum: 176_000, difference: -8_000 },
    ],
    repaired: 1,
    flagged: 0,
    checked: { charges: 23, payments_followed: 24 },
    more: 0,
    findings: [],
  };
  const finding: Finding = {
    code: 'charge_unknown',
    provider: 'stripe',
    objectId: 'pi_1',
    clinicId: 'c1',
    subjectKind: 'appointment',
    subjectId: 'a1',
    orderId: 'o1',
    expected: null,
    found: '8000 aud',
    action: 'redelivered',
  };

  it('shows sums in columns and each finding with whom it concerns', () => {
    assert.equal(
      reportText({ ...report, findings: [finding] }),
      `Reconciliation r1
2026-11-01T00:00:00.000Z to 2026-11-02T00:00:00.000Z

provider  currency  at provider  in ledger  difference
stripe    aud           1840.00    1760.00      -80.00

Compared: 23 charges, 24 payments followed

redelivered: charge_unknown, stripe pi_1
  The provider took money for one of our orders and its webhook never came.
  ours: nothing; theirs: 8000 aud
  appointment a1, order o1

1 repaired, 0 for a person.`,
    );
  });

  it('says when nothing moved', () => {
    const text = reportText({ ...report, sums: [], checked: {}, repaired: 0 });
    assert.match(text, /\n\nNo money moved\.\n\nCompared: nothing\n\nEverything agrees\.$/);
  });

  it('says when all is well, and when there is more than it lists', () => {
    assert.match(reportText({ ...report, repaired: 0 }), /\n\nEverything agrees\.$/);
    assert.match(
      reportText({ ...report, repaired: 0, flagged: 7, more: 5 }),
      /\n0 repaired, 7 for a person, 5 more not listed\.$/,
    );
  });
});
