import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  completionRefusal,
  correctionRefusal,
  FIXED_POLICY,
  holdEndsAt,
  noShowRefusal,
  patientRescheduleRefusal,
  refundPercent,
  startRefusal,
  undecidedUntil,
} from '../../../src/domain/appointments/policies.js';
import type { AppointmentPolicy } from '../../../src/domain/clinics/policy.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import { percentOf } from '../../../src/domain/money.js';

const START = Date.parse('2031-03-04T12:00:00Z');
const END = START + 15 * MINUTE_MS;

const policy: AppointmentPolicy = {
  ...FIXED_POLICY,
  paymentWindowMs: 15 * MINUTE_MS,
  paymentWarningMs: 5 * MINUTE_MS,
  processingLimitMs: 2 * HOUR_MS,
  refundTiers: [
    { noticeMs: 24 * HOUR_MS, percent: 100 },
    { noticeMs: 2 * HOUR_MS, percent: 50 },
    { noticeMs: 0, percent: 0 },
  ],
  remindersMs: [24 * HOUR_MS, HOUR_MS],
  chatOpensMs: 15 * MINUTE_MS,
  checkInOpensMs: HOUR_MS,
  noShowAfterMs: 30 * MINUTE_MS,
};

describe('the hold', () => {
  it('lasts for the window, but never past the start', () => {
    assert.equal(holdEndsAt(policy, START - HOUR_MS, START), START - 45 * MINUTE_MS);
    assert.equal(holdEndsAt(policy, START - 15 * MINUTE_MS, START), START);
    assert.equal(holdEndsAt(policy, START - 5 * MINUTE_MS, START), START);
  });

  it('is kept for an undecided payment up to the limit or the start, and never shortened', () => {
    const cases = [
      { expires: START - 10 * HOUR_MS, until: START - 8 * HOUR_MS },
      { expires: START - HOUR_MS, until: START },
      { expires: START, until: START },
      { expires: START + MINUTE_MS, until: START + MINUTE_MS },
    ];
    for (const { expires, until } of cases) assert.equal(undecidedUntil(policy, expires, START), until);
  });
});

describe('refunds', () => {
  it('are whole when the doctor or the clinic cancels, however late', () => {
    for (const by of ['cancelled_by_doctor', 'cancelled_by_clinic'] as const) {
      assert.equal(refundPercent(policy, by, -HOUR_MS), 100);
    }
  });

  const byNotice = [
    { notice: 24 * HOUR_MS, percent: 100 },
    { notice: 24 * HOUR_MS - 1, percent: 50 },
    { notice: 2 * HOUR_MS, percent: 50 },
    { notice: 2 * HOUR_MS - 1, percent: 0 },
    { notice: 0, percent: 0 },
    { notice: -1, percent: 0 },
  ];
  for (const { notice, percent } of byNotice) {
    it(`are ${percent} % when the patient cancels ${notice} ms before`, () => {
      assert.equal(refundPercent(policy, 'cancelled_by_patient', notice), percent);
      assert.equal(percentOf(8000, percent), 80 * percent);
    });
  }

  it('follow the notice, in whatever order the tiers are written; without tiers nothing goes back', () => {
    const reversed = { ...policy, refundTiers: [...policy.refundTiers].reverse() };
    assert.equal(refundPercent(reversed, 'cancelled_by_patient', 3 * HOUR_MS), 50);
    assert.equal(refundPercent({ ...policy, refundTiers: [] }, 'cancelled_by_patient', 99 * HOUR_MS), 0);
  });

  it('round half a cent up', () => {
    assert.equal(percentOf(8001, refundPercent(policy, 'cancelled_by_patient', 3 * HOUR_MS)), 4001);
    assert.equal(percentOf(0, 50), 0);
  });
});

describe('what people may do, and when', () => {
  const cases = [
    ['start before the chat opens', startRefusal(policy, START - 15 * MINUTE_MS - 1, START), /chat opens/],
    ['start when it opens', startRefusal(policy, START - 15 * MINUTE_MS, START), null],
    ['complete before the start', completionRefusal(START - 1, START), /before it has started/],
    ['complete at the start', completionRefusal(START, START), null],
    ['no-show after nine minutes', noShowRefusal(START + 10 * MINUTE_MS - 1, START), /ten minutes/],
    ['no-show after ten', noShowRefusal(START + 10 * MINUTE_MS, START), null],
    ['correct within a day', correctionRefusal(policy, END + 24 * HOUR_MS, END), null],
    ['correct after a day', correctionRefusal(policy, END + 24 * HOUR_MS + 1, END), /time to correct/],
    ['move with notice', patientRescheduleRefusal(policy, START - 2 * HOUR_MS, START, 2), null],
    ['move too late', patientRescheduleRefusal(policy, START - 2 * HOUR_MS + 1, START, 0), /too close/],
    ['move a fourth time', patientRescheduleRefusal(policy, START - 99 * HOUR_MS, START, 3), /at most 3 times/],
  ] as const;
  for (const [name, answer, expected] of cases) {
    it(name, () => {
      if (expected === null) assert.equal(answer, null);
      else assert.match(answer ?? 'allowed', expected);
    });
  }
});
