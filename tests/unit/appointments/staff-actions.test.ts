import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandError } from '../../../src/domain/appointments/command-error.js';
import type { AppointmentSnapshot } from '../../../src/domain/appointments/snapshot.js';
import { actionsFor, otherActions, type StaffAction } from '../../../src/domain/appointments/staff-actions.js';
import type { StaffPage } from '../../../src/domain/appointments/staff-page.js';
import { isStaffUpdate, STAFF_UPDATES } from '../../../src/domain/appointments/staff-updates.js';
import { APPOINTMENT_STATUSES } from '../../../src/domain/appointments/states.js';
import { ATTENTION_CODES, type AttentionCode } from '../../../src/domain/attention.js';
import { claimedName, mayBeClaimedBy } from '../../../src/domain/identity/claimed-name.js';
import { STAFF_ACTIONS } from '../../../src/usecases/support/run-staff-action.js';
import { CALM_POLICY } from '../../support/fake-activities.js';

const NOW = Date.parse('2026-11-28T02:00:00Z');
const MINUTE = 60_000;
const [STRIPE, WRONG, REFUND, DESK_REFUND, REQUEST] = [1, 2, 3, 4, 5].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
) as [string, string, string, string, string];

type Change = Partial<Omit<AppointmentSnapshot, 'page'>> & { readonly page?: Partial<StaffPage> };

const payment = (id: string, purpose = 'appointment', refundable = 8000) => ({
  id,
  purpose,
  refundable,
  words: '80.00 AUD by stripe',
  provider: { id: 'pi_1', url: null },
});

function snapshot({ page, ...change }: Change = {}): AppointmentSnapshot {
  return {
    ...{ id: STRIPE, clinicId: STRIPE, doctorId: STRIPE, patientId: STRIPE },
    ...{ status: 'booked', statusSince: NOW, paymentStatus: 'paid', price: 8000, currency: 'aud' },
    ...{ startsAt: NOW + 600 * MINUTE, endsAt: NOW + 615 * MINUTE, bookedAt: NOW, expiresAt: NOW + 15 * MINUTE },
    ...{ version: 0, revision: 1, patientSeen: false, policy: CALM_POLICY, attention: [], refunds: [], openOrders: [] },
    ...change,
    page: {
      ...{ zone: 'Australia/Sydney', readAt: NOW, startsAt: '', endsAt: '', deadline: null, entries: [], happened: [] },
      ...{ checkouts: [], payments: [payment(STRIPE)], refunds: [], refundRequests: [], mayBringMoney: false },
      ...{ chat: null, seen: [] },
      ...page,
    },
  } as AppointmentSnapshot;
}

function inputs(actions: readonly StaffAction[], name: string): readonly unknown[] {
  return actions.filter((action) => action.name === name).map(({ input }) => input);
}
const helps = (code: AttentionCode, change: Change = {}) =>
  actionsFor(code, snapshot({ attention: [code], ...change }));

/** The update behind an action of the API. */
const camelCase = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

test('every update of staff is offered in some state, and every input is one that its update takes', () => {
  const rich: Partial<StaffPage> = {
    payments: [payment(STRIPE), payment(WRONG, 'mismatch', 5000)],
    refunds: [
      { id: REFUND, provider: 'stripe', providerRefundId: null, failure: 'declined' },
      { id: DESK_REFUND, provider: 'desk', providerRefundId: null, failure: null },
    ],
    mayBringMoney: true,
  };
  const offered = new Set<string>();
  for (const status of APPOINTMENT_STATUSES) {
    for (const refundRequests of [[], [{ id: REQUEST, paymentId: STRIPE, amount: 8000, owed: false }]]) {
      const now = snapshot({
        status,
        attention: ATTENTION_CODES,
        refunds: [
          { id: REFUND, amount: 8000, status: 'failed' },
          { id: DESK_REFUND, amount: 8000, status: 'pending' },
        ],
        page: { ...rich, refundRequests },
      });
      for (const { name, by, input } of [
        ...ATTENTION_CODES.flatMap((code) => actionsFor(code, now)),
        ...otherActions(now),
      ]) {
        offered.add(name);
        if (by === 'update') {
          assert.ok(isStaffUpdate(name));
          assert.equal(commandError(name, input, false), null, JSON.stringify(input));
        } else {
          const { action, reason, refund_request_id: refundRequestId, refund_id: refundId, code } = input;
          assert.ok(STAFF_ACTIONS.some((known) => known === action));
          const command = {
            reason,
            ...(refundRequestId ? { refundRequestId } : {}),
            ...(refundId ? { refundId } : {}),
            ...(code ? { code } : {}),
          };
          assert.equal(commandError(camelCase(name) as 'approveRefund', command, true), null, JSON.stringify(input));
        }
      }
    }
  }
  const missing = Object.keys(STAFF_UPDATES).filter((name) => !offered.has(name));
  assert.deepEqual(missing, []);
});

test('the payment is looked up where an order can still bring money, and nowhere else', () => {
  for (const status of ['pending', 'payment_expired', 'cancelled_by_patient'] as const) {
    assert.equal(inputs(otherActions(snapshot({ status, page: { mayBringMoney: true } })), 'checkPayment').length, 1);
    assert.equal(inputs(otherActions(snapshot({ status })), 'checkPayment').length, 0);
  }
  for (const code of ['payment_undecided', 'payment_unresolved'] as const) {
    assert.equal(helps(code, { page: { mayBringMoney: true } })[0]?.name, 'checkPayment');
  }
});

test('money is paid out at the desk only for what the desk has taken', () => {
  const found = helps('desk_refund_due', {
    refunds: [
      { id: REFUND, amount: 100, status: 'pending' },
      { id: DESK_REFUND, amount: 200, status: 'pending' },
    ],
    page: {
      refunds: [
        { id: REFUND, provider: 'stripe', providerRefundId: 're_1', failure: null },
        { id: DESK_REFUND, provider: 'desk', providerRefundId: null, failure: null },
      ],
    },
  });
  assert.deepEqual(inputs(found, 'confirm_desk_refund'), [
    { action: 'confirm_desk_refund', reason: 'why', refund_id: DESK_REFUND },
  ]);
});

test('no more is offered to be given back than is left, and nothing that would be refused', () => {
  const amounts = (change: Change) => inputs(otherActions(snapshot(change)), 'issueRefund');
  assert.deepEqual(amounts({ page: { payments: [payment(STRIPE, 'appointment', 700)] } }), [
    { by: 'your name', reason: 'why', amount: 700 },
  ]);
  assert.deepEqual(amounts({ page: { payments: [payment(STRIPE, 'appointment', 0)] } }), []);
  assert.deepEqual(amounts({ paymentStatus: 'refund_pending' }), []);
  assert.deepEqual(amounts({ paymentStatus: 'disputed' }), []);
  const waits = [{ id: REQUEST, paymentId: STRIPE, amount: 8000, owed: false }];
  assert.deepEqual(amounts({ page: { refundRequests: waits } }), []);
  assert.deepEqual(
    inputs(helps('payment_mismatch', { page: { payments: [payment(WRONG, 'mismatch', 0)] } }), 'issueRefund'),
    [],
  );
});

test('more time to pay is more than there is, and not offered where there is none', () => {
  const minutes = (change: Change) =>
    inputs(otherActions(snapshot({ status: 'pending', ...change })), 'extendPaymentWindow');
  assert.deepEqual(minutes({ expiresAt: NOW + 50 * MINUTE }), [{ by: 'your name', reason: 'why', minutes: 80 }]);
  assert.deepEqual(minutes({ expiresAt: NOW - 5 * MINUTE }), [{ by: 'your name', reason: 'why', minutes: 30 }]);
  assert.deepEqual(minutes({ expiresAt: NOW + 600 * MINUTE }), []);
});

test('a patient who was checked in is not offered as the one who was absent', () => {
  const outcomes = (change: Change) => inputs(helps('doctor_absent', change), 'decideAbsence');
  assert.deepEqual(outcomes({ patientSeen: true }), [{ by: 'your name', reason: 'why', outcome: 'doctor_absent' }]);
  assert.equal(outcomes({}).length, 2);
  assert.deepEqual(outcomes({ status: 'completed' }), []);
});

test('a refund that waits for its dispute is not sent again', () => {
  const refunds = [{ id: REFUND, amount: 8000, status: 'failed' as const }];
  const failure = (name: string) => [{ id: REFUND, provider: 'stripe', providerRefundId: null, failure: name }];
  const names = (name: string) => otherActions(snapshot({ refunds, page: { refunds: failure(name) } }));
  assert.equal(inputs(names('in_dispute'), 'retryRefund').length, 0);
  assert.equal(inputs(names('declined'), 'retryRefund').length, 1);
});

test('a payout above the limit is recorded by API, one below it here', () => {
  const names = (amount: number) =>
    helps('refund_failed', {
      refunds: [{ id: REFUND, amount, status: 'failed' }],
      page: { refunds: [{ id: REFUND, provider: 'stripe', providerRefundId: null, failure: 'declined' }] },
    }).map(({ name }) => name);
  assert.deepEqual(names(10_000), ['retryRefund', 'resolveAttention']);
  assert.deepEqual(names(10_001), ['retryRefund', 'resolve_attention']);
});

test('what waits for a second person: both ways where both are possible, one where the patient is owed it', () => {
  const names = (change: Change, owed: boolean) =>
    helps('refund_approval', {
      ...change,
      page: { ...change.page, refundRequests: [{ id: REQUEST, paymentId: STRIPE, amount: 8000, owed }] },
    }).map(({ name }) => name);
  assert.deepEqual(names({}, false), ['approve_refund', 'rejectRefund']);
  assert.deepEqual(names({}, true), ['approve_refund']);
  assert.deepEqual(names({ page: { payments: [payment(STRIPE, 'appointment', 100)] } }, false), ['rejectRefund']);
  assert.deepEqual(names({ paymentStatus: 'refund_pending' }, false), ['rejectRefund']);
});

test('a name that was typed may be a person’s by its words, whatever their case, order or accents', () => {
  const person = { firstName: 'Zoë Anne', lastName: 'O’Hara', email: 'zoe.oh@clinic.example' };
  const claims = [
    'Zoe',
    'zoë anne',
    "O'HARA Zoë",
    'Zoe Anne O Hara, accounts',
    'zoe.oh@clinic.example',
    'ＺＯＥ',
    'it is zoe.oh',
  ];
  for (const claim of claims) assert.equal(mayBeClaimedBy(claim, person), true, claim);
  for (const claim of ['Kim', 'Kim O’Hara', 'Zoe Smith', '…'])
    assert.equal(mayBeClaimedBy(claim, person), false, claim);
  assert.equal(claimedName('temporal-ui (claims Kim (2))'), 'Kim (2)');
  assert.equal(claimedName('accountant'), null);
});
