import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type HoldStep,
  nextHoldStep,
  nextReminder,
  nextVisitStep,
  outdatedWarnings,
  remindersPassed,
  type VisitStep,
  type VisitView,
} from '../../../src/domain/appointments/clock.js';
import { FIXED_POLICY } from '../../../src/domain/appointments/policies.js';
import { APPOINTMENT_STATUSES } from '../../../src/domain/appointments/states.js';
import type { AppointmentPolicy } from '../../../src/domain/clinics/policy.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';

const START = Date.parse('2031-03-04T12:00:00Z');
const END = START + 15 * MINUTE_MS;

const policy: AppointmentPolicy = {
  ...FIXED_POLICY,
  paymentWindowMs: 15 * MINUTE_MS,
  paymentWarningMs: 5 * MINUTE_MS,
  processingLimitMs: 2 * HOUR_MS,
  refundTiers: [],
  remindersMs: [24 * HOUR_MS, HOUR_MS],
  chatOpensMs: 15 * MINUTE_MS,
  checkInOpensMs: HOUR_MS,
  noShowAfterMs: 30 * MINUTE_MS,
};

describe("the hold's clock", () => {
  const BOOKED = START - 24 * HOUR_MS;
  const next = (done: readonly HoldStep[], more: { windowMs?: number; paymentWarningMs?: number } = {}) => {
    const { windowMs = policy.paymentWindowMs, ...changed } = more;
    const hold = { bookedAt: BOOKED, expiresAt: BOOKED + windowMs, policy: { ...policy, ...changed } };
    const { at, step } = nextHoldStep(hold, new Set(done));
    return [step, (at - BOOKED) / MINUTE_MS];
  };

  it('looks checkout sessions up a minute after booking, then warns, then ends the hold', () => {
    assert.deepEqual(next([]), ['first_lookup', 1]);
    assert.deepEqual(next(['first_lookup']), ['warning', 10]);
    assert.deepEqual(next(['first_lookup', 'warning']), ['end', 15]);
  });

  it('warns nobody where the window has no room for it, or none is wanted', () => {
    assert.deepEqual(next(['first_lookup'], { windowMs: 5 * MINUTE_MS }), ['end', 5]);
    assert.deepEqual(next(['first_lookup'], { paymentWarningMs: 0 }), ['end', 15]);
  });

  it('lets no lookup delay the warning or the end', () => {
    assert.deepEqual(next([], { windowMs: MINUTE_MS }), ['end', 1]);
    assert.deepEqual(next([], { windowMs: 5.5 * MINUTE_MS }), ['warning', 0.5]);
    assert.deepEqual(next(['warning'], { windowMs: 5.5 * MINUTE_MS }), ['first_lookup', 1]);
  });
});

describe("the visit's clock", () => {
  const view = (more: Partial<VisitView>): VisitView => ({
    status: 'booked',
    startsAt: START,
    endsAt: END,
    statusSince: START - 48 * HOUR_MS,
    reminded: [],
    patientSeen: false,
    raised: [],
    ...more,
  });

  const cases: readonly [string, Partial<VisitView>, number, VisitStep][] = [
    ['a visit nobody started', {}, END + 30 * MINUTE_MS, 'unattended'],
    ['an absent doctor', { raised: ['doctor_absent'] }, END + 24 * HOUR_MS, 'doctor_absent_over'],
    ['nobody seen: no timer decides', { raised: ['absence_undecided'] }, Number.POSITIVE_INFINITY, 'absence_undecided'],
    [
      'the patient checked in after all',
      { raised: ['absence_undecided'], patientSeen: true },
      END + 30 * MINUTE_MS,
      'unattended',
    ],
    ['a visit left running', { status: 'in_progress' }, END + 2 * HOUR_MS, 'overrun'],
    ['... for a day', { status: 'in_progress', raised: ['overrun'] }, END + 24 * HOUR_MS, 'auto_complete'],
    ['a no-show', { status: 'no_show', statusSince: END }, END + 24 * HOUR_MS, 'correction_over'],
  ];
  for (const [name, more, at, step] of cases) {
    it(name, () => assert.deepEqual(nextVisitStep(policy, view(more)), { at, step }));
  }

  it('takes back a warning that is not true any more, and no other', () => {
    const warnings = ['doctor_absent', 'absence_undecided', 'overrun', 'dispute'] as const;
    const outdated = (more: Partial<VisitView>, now = END) => outdatedWarnings(view(more), warnings, now);
    assert.deepEqual(outdated({}), ['doctor_absent', 'overrun']);
    assert.deepEqual(outdated({ patientSeen: true }), ['absence_undecided', 'overrun']);
    assert.deepEqual(outdated({}, END - 1), ['doctor_absent', 'absence_undecided', 'overrun'], 'before the end');
    assert.deepEqual(outdated({ status: 'in_progress' }), ['doctor_absent', 'absence_undecided']);
    for (const status of ['completed', 'no_show', 'cancelled_by_doctor'] as const) {
      assert.deepEqual(outdated({ status }), ['doctor_absent', 'absence_undecided', 'overrun'], status);
    }
  });

  it('stands still in every other status', () => {
    for (const status of APPOINTMENT_STATUSES.filter((s) => !['booked', 'in_progress', 'no_show'].includes(s))) {
      assert.equal(nextVisitStep(policy, view({ status })), null, status);
    }
  });

  it('reminds in order of time, however the setting is written', () => {
    const shuffled = { ...policy, remindersMs: [HOUR_MS, 48 * HOUR_MS, 24 * HOUR_MS] };
    assert.deepEqual(nextReminder(shuffled, view({})), { at: START - 48 * HOUR_MS, beforeMs: 48 * HOUR_MS });
    assert.deepEqual(nextReminder(policy, view({ reminded: [24 * HOUR_MS] }))?.beforeMs, HOUR_MS);
    assert.equal(nextReminder(policy, view({ reminded: [HOUR_MS, 24 * HOUR_MS] })), null);
  });

  it('skips the reminders whose moment has passed', () => {
    assert.deepEqual(remindersPassed(policy, START - 24 * HOUR_MS - 1, START), []);
    assert.deepEqual(remindersPassed(policy, START - 24 * HOUR_MS, START), [24 * HOUR_MS]);
    assert.deepEqual(remindersPassed(policy, START - MINUTE_MS, START), [24 * HOUR_MS, HOUR_MS]);
  });
});
