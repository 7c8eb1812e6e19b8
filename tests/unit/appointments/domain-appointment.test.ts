import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultReason } from '../../../src/domain/appointments/history-wording.js';
import { type AppointmentSnapshot, unsettledRefunds } from '../../../src/domain/appointments/snapshot.js';
import {
  APPOINTMENT_STATUSES,
  type AppointmentStatus,
  CANCELLED_STATUSES,
  isCancelled,
  isFinal,
  isLive,
} from '../../../src/domain/appointments/states.js';
import {
  allowedFrom,
  assertTransition,
  canTransition,
  TRANSITIONS,
  transitionError,
} from '../../../src/domain/appointments/transitions.js';
import { ATTENTION, ATTENTION_CODES } from '../../../src/domain/attention.js';
import { DomainError } from '../../../src/domain/errors.js';
import {
  PAYMENT_STATUSES,
  PAYMENT_TRANSITIONS,
  REFUND_STATUSES,
  refundStatus,
} from '../../../src/domain/payments/payment-status.js';

describe('statuses', () => {
  const LIVE = ['pending', 'booked', 'in_progress', 'completed', 'no_show'];
  const FINAL = ['payment_expired', ...CANCELLED_STATUSES, 'completed', 'no_show'];
  for (const status of APPOINTMENT_STATUSES) {
    it(`${status} is what the design says`, () => {
      assert.equal(isLive(status), LIVE.includes(status));
      assert.equal(isFinal(status), FINAL.includes(status));
      assert.equal(isCancelled(status), status.startsWith('cancelled_by_'));
    });
  }

  it('a patient reads of every payment whether money is on its way back', () => {
    const read = Object.fromEntries(PAYMENT_STATUSES.map((status) => [status, refundStatus(status)]));
    assert.deepEqual(read, {
      unpaid: null,
      paid: null,
      waived: null,
      refund_pending: 'processing',
      refunded: 'refunded',
      partially_refunded: 'partially_refunded',
      refund_failed: 'failed',
      disputed: null,
    });
    const words = new Set(Object.values(read).filter((word) => word !== null));
    assert.deepEqual([...words].sort(), [...REFUND_STATUSES].sort(), 'each word is used');
  });
});

describe('moves', () => {
  const ALLOWED: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
    pending: ['booked', 'payment_expired', 'cancelled_by_patient', 'cancelled_by_doctor', 'cancelled_by_clinic'],
    booked: [
      'cancelled_by_patient',
      'cancelled_by_doctor',
      'cancelled_by_clinic',
      'in_progress',
      'completed',
      'no_show',
    ],
    payment_expired: ['booked'],
    cancelled_by_patient: [],
    cancelled_by_doctor: [],
    cancelled_by_clinic: [],
    in_progress: ['cancelled_by_doctor', 'cancelled_by_clinic', 'completed'],
    completed: [],
    no_show: ['completed', 'cancelled_by_doctor'],
  };

  for (const from of APPOINTMENT_STATUSES) {
    it(`from ${from}: these and no other`, () => {
      assert.deepEqual([...allowedFrom(from)].sort(), [...ALLOWED[from]].sort());
      for (const to of APPOINTMENT_STATUSES) {
        const legal = ALLOWED[from].includes(to) || (from === 'booked' && to === 'booked');
        assert.equal(canTransition(from, to), legal, `${from} -> ${to}`);
        if (legal) assert.doesNotThrow(() => assertTransition(from, to));
        else assert.throws(() => assertTransition(from, to), DomainError);
      }
    });
  }

  it('begin with a hold, and only with one', () => {
    assert.deepEqual(
      APPOINTMENT_STATUSES.filter((to) => canTransition(null, to)),
      ['pending'],
    );
    assert.deepEqual(
      TRANSITIONS.filter((t) => t.from === null).map((t) => t.move),
      ['book'],
    );
  });

  it('refuse with the present status and what it allows', () => {
    const refusal = transitionError('in_progress');
    assert.equal(refusal.code, 'invalid_transition');
    assert.match(refusal.message, /while the appointment is in progress/);
    assert.deepEqual(refusal.details, { status: 'in_progress', allowed: allowedFrom('in_progress') });
    assert.equal(transitionError('booked', 'Too late.').message, 'Too late.');
  });

  it('of money name known statuses, never twice, and leave nothing stuck but what is settled', () => {
    const pairs = PAYMENT_TRANSITIONS.map(({ from, to }) => `${from}-${to}`);
    assert.equal(new Set(pairs).size, pairs.length);
    const dead = PAYMENT_STATUSES.filter((status) => !PAYMENT_TRANSITIONS.some(({ from }) => from === status));
    assert.deepEqual(dead, ['waived']);
  });
});

describe('words', () => {
  it('every move has a sentence of its own', () => {
    const moves = [...new Set(TRANSITIONS.map(({ move, to }) => `${move}/${to}`))];
    const said = moves.map((entry) => {
      const [move = '', to = ''] = entry.split('/');
      return defaultReason(move, to, 'doctor');
    });
    for (const sentence of said) assert.match(sentence, /^[A-Z][a-z ]+$/);
    assert.equal(defaultReason('book', 'pending', 'patient'), 'Appointment created by patient');
    assert.equal(defaultReason('cancel', 'cancelled_by_doctor', 'x'), 'Appointment cancelled by the doctor');
    assert.equal(defaultReason('cancel', 'elsewhere', 'x'), 'Appointment cancelled');
    assert.equal(defaultReason('window_extended', 'pending', 'x'), 'Recorded: window extended');
  });

  it('every attention entry says what happened and what to do', () => {
    for (const code of ATTENTION_CODES) assert.match(ATTENTION[code], /^[A-Z].+[.;] .+\.$/, code);
  });
});

it('refunds that are done, by the bank or by hand, are owed no more', () => {
  const states = ['requested', 'pending', 'succeeded', 'failed', 'settled_by_hand'] as const;
  const refunds = states.map((status) => ({ id: status, amount: 1, status }));
  // Only the refunds are read.
  const snapshot = { refunds } as unknown as AppointmentSnapshot;
  assert.deepEqual(
    unsettledRefunds(snapshot).map((refund) => refund.id),
    ['requested', 'pending', 'failed'],
  );
});
