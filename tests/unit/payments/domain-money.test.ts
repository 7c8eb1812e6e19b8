import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FIXED_POLICY } from '../../../src/domain/appointments/policies.js';
import { appointmentPolicy, type ClinicPolicy, clinicPolicy } from '../../../src/domain/clinics/policy.js';
import { fromDecimal, percentOf, toDecimal } from '../../../src/domain/money.js';
import { ledger } from '../../../src/domain/payments/ledger.js';
import { SESSION_LIFETIME_MS, SESSION_MAX_MS } from '../../../src/domain/payments/orders.js';
import { SETTLE_OUTCOMES } from '../../../src/domain/payments/settlement.js';

describe('amounts', () => {
  const decimals = [
    [0, '0.00'],
    [5, '0.05'],
    [99, '0.99'],
    [100, '1.00'],
    [8000, '80.00'],
    [123456789, '1234567.89'],
    [-5, '-0.05'],
    [-8000, '-80.00'],
  ] as const;
  for (const [minor, text] of decimals) it(`${minor} is ${text}`, () => assert.equal(toDecimal(minor), text));

  const parsed = [
    ['80', 8000],
    ['80.5', 8050],
    [' 80.05 ', 8005],
    ['0', 0],
    ['9999999.99', 999999999],
    ['', null],
    ['80.', null],
    ['.5', null],
    ['80.005', null],
    ['-1', null],
    ['1e3', null],
    ['80,00', null],
    ['10000000', null],
  ] as const;
  for (const [text, minor] of parsed) it(`"${text}" reads as ${minor}`, () => assert.equal(fromDecimal(text), minor));

  it('there and back again', () => {
    for (let minor = 0; minor < 2_000; minor += 7) assert.equal(fromDecimal(toDecimal(minor)), minor);
  });

  it('a share is rounded half up', () => {
    assert.deepEqual([percentOf(8000, 50), percentOf(1, 50), percentOf(1, 49), percentOf(333, 0)], [4000, 1, 0, 0]);
    assert.equal(percentOf(8001, 100), 8001);
  });
});

describe('postings', () => {
  const all = [
    [ledger.captured(8000, 'aud', 'pi_1'), 'captured', { provider: 8000, patient: -8000 }],
    [ledger.fee(230, 'aud', 'pi_1'), 'fee', { fees: 230, provider: -230 }],
    [ledger.refunded(4000, 'aud', 're_1'), 'refund', { patient: 4000, provider: -4000 }],
    [ledger.refundReversed(4000, 'aud', 're_1'), 'refund_reversed', { provider: 4000, patient: -4000 }],
  ] as const;
  for (const [posting, kind, lines] of all) {
    it(`${kind} moves money from one account to another and balances`, () => {
      assert.equal(posting.kind, kind);
      assert.deepEqual(Object.fromEntries(posting.lines.map((line) => [line.account, line.amount])), lines);
      assert.equal(
        posting.lines.reduce((sum, line) => sum + line.amount, 0),
        0,
      );
    });
  }

  it('a refund and its reversal leave nothing', () => {
    const both = [...ledger.refunded(4000, 'aud', 're_1').lines, ...ledger.refundReversed(4000, 'aud', 're_1').lines];
    for (const account of ['provider', 'patient']) {
      assert.equal(
        both.filter((line) => line.account === account).reduce((sum, line) => sum + line.amount, 0),
        0,
      );
    }
  });
});

it("a payment page outlives Stripe's shortest session and never asks for more than its longest", () => {
  assert.ok(SESSION_LIFETIME_MS > 30 * 60_000);
  assert.ok(SESSION_MAX_MS < 24 * 3_600_000);
});

it('outcomes of a look-up are told apart', () => assert.equal(new Set(SETTLE_OUTCOMES).size, SETTLE_OUTCOMES.length));

describe("a clinic's policy", () => {
  const defaults: ClinicPolicy = {
    ...FIXED_POLICY,
    paymentWindowMs: 900_000,
    paymentWarningMs: 300_000,
    processingLimitMs: 7_200_000,
    refundTiers: [{ noticeMs: 0, percent: 0 }],
    remindersMs: [3_600_000],
    chatOpensMs: 900_000,
    checkInOpensMs: 3_600_000,
    noShowAfterMs: 1_800_000,
    feeNew: 8000,
    feeReturning: 5000,
    slotShortMs: 900_000,
    slotLongMs: 1_800_000,
    chatArchiveMs: 2_592_000_000,
    chatEditWindowMs: 900_000,
    chatReopenMs: 1_209_600_000,
    treatingMs: 63_072_000_000,
    prescribeWithinMs: 604_800_000,
    maxRepeats: 11,
    s8MaxRepeats: 0,
    documentReminderMs: 172_800_000,
    importMaxErrors: 25,
    importMaxDeactivated: 20,
    importMaxPriceChange: 50,
    importPreviewTtlMs: 604_800_000,
    usageWindowMs: 4_838_400_000,
    reorderCoverMs: 2_419_200_000,
  };

  it('is the defaults with its own numbers over them', () => {
    const own = clinicPolicy(defaults, { feeNew: 12_000, paymentWindowMs: 0, rescheduleLimit: 1 });
    assert.deepEqual(own, { ...defaults, feeNew: 12_000, paymentWindowMs: 0, rescheduleLimit: 1 });
  });

  for (const bad of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '9000', null, undefined, [1], 2 ** 60]) {
    it(`ignores ${String(bad)}`, () => assert.deepEqual(clinicPolicy(defaults, { feeNew: bad }), defaults));
  }

  it('ignores names that are no numbers of a policy', () => {
    assert.deepEqual(clinicPolicy(defaults, { refundTiers: [], toString: 1, unknown: 4 }), defaults);
  });

  it('an appointment keeps what it lives by, not what priced it or is prescribed by', () => {
    const kept = appointmentPolicy(defaults);
    assert.deepEqual(
      Object.keys(defaults)
        .filter((key) => !(key in kept))
        .sort(),
      [
        'documentReminderMs',
        'feeNew',
        'feeReturning',
        'importMaxDeactivated',
        'importMaxErrors',
        'importMaxPriceChange',
        'importPreviewTtlMs',
        'maxRepeats',
        'prescribeWithinMs',
        'reorderCoverMs',
        's8MaxRepeats',
        'slotLongMs',
        'slotShortMs',
        'treatingMs',
        'usageWindowMs',
      ],
    );
    assert.equal(kept.rescheduleLimit, 3);
  });
});
