import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { APPOINTMENT_STATUSES } from '../../../src/domain/appointments/states.js';
import {
  canRequest,
  canReschedule,
  REQUESTED_STATUSES,
  updateFor,
} from '../../../src/domain/appointments/status-requests.js';
import { canTransition } from '../../../src/domain/appointments/transitions.js';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { ROLES, type Role } from '../../../src/domain/roles.js';
import { canSee, mayRead, visibleTo } from '../../../src/domain/visibility.js';

const actor = (role: Role, userId: string = role): UserActor => ({
  kind: 'user',
  membershipId: null,
  userId,
  role,
  permissions: ROLE_PERMISSIONS[role],
  clinicIds: ['here'],
  sessionId: 's',
});
const record = { clinicId: 'here', patientId: 'patient', doctorId: 'doctor' };

describe('who sees an appointment', () => {
  it('is its patient, its doctor and the staff of its clinic', () => {
    for (const role of ['patient', 'doctor', 'receptionist', 'nurse', 'admin'] as const) {
      assert.equal(canSee(actor(role), record, 'appointments:read'), true, role);
    }
    for (const role of ['accountant', 'platform_admin'] as const) {
      assert.equal(canSee(actor(role), record, 'appointments:read'), false, role);
    }
    assert.equal(canSee(actor('accountant'), record, 'orders:read'), true);
    assert.equal(canSee(SYSTEM, record, 'appointments:read'), true);
  });
  it('is nobody else, whatever clinics they share', () => {
    assert.equal(canSee(actor('patient', 'another'), record, 'appointments:read'), false);
    assert.equal(canSee(actor('doctor', 'another'), record, 'appointments:read'), false);
    assert.equal(
      canSee(actor('doctor'), { ...record, clinicId: 'there' }, 'appointments:read'),
      false,
      'a doctor acts in one clinic',
    );
    for (const role of ROLES.filter((one) => one !== 'patient')) {
      for (const permission of PERMISSIONS) {
        assert.equal(canSee(actor(role), { ...record, clinicId: 'there' }, permission), false, `${role} ${permission}`);
      }
    }
  });
  it('agrees with the filter of lists', () => {
    assert.deepEqual(visibleTo(actor('patient'), 'appointments:read'), { patientId: 'patient' });
    assert.deepEqual(visibleTo(actor('doctor'), 'appointments:read'), { doctorId: 'doctor', clinicIds: ['here'] });
    assert.deepEqual(visibleTo(actor('accountant'), 'takings:read'), { clinicIds: ['here'] });
  });
  it('shows a doctor no order, which names none', () => {
    assert.equal(canSee(actor('doctor'), { clinicId: 'here', patientId: 'patient' }, 'orders:read'), false);
    assert.equal(visibleTo(actor('doctor'), 'orders:read'), null);
  });
  it('shows a doctor who is a patient elsewhere nothing of the patient', () => {
    const own = { clinicId: 'there', patientId: 'doctor', doctorId: 'another' };
    assert.deepEqual(
      [canSee(actor('doctor'), own, 'appointments:read'), mayRead(actor('doctor'), 'symptoms', own)],
      [false, false],
    );
    assert.equal(mayRead(actor('patient', 'doctor'), 'symptoms', own), true);
  });
  it('shows symptoms to patient and doctor only', () => {
    const readers = ROLES.filter((role) => mayRead(actor(role), 'symptoms', record));
    assert.deepEqual(readers, ['doctor', 'patient']);
  });
});

describe('who asks for which status', () => {
  const allowed = (role: Role, status: (typeof APPOINTMENT_STATUSES)[number], userId?: string) =>
    REQUESTED_STATUSES.filter((to) => canRequest(actor(role, userId), to, { ...record, status }));

  it('follows the design’s table', () => {
    assert.deepEqual(allowed('doctor', 'booked'), ['in_progress', 'completed', 'no_show', 'cancelled_by_doctor']);
    assert.deepEqual(allowed('patient', 'booked'), ['cancelled_by_patient']);
    for (const role of ['receptionist', 'nurse', 'admin'] as const) {
      assert.deepEqual(allowed(role, 'booked'), ['cancelled_by_clinic']);
    }
    assert.deepEqual(allowed('accountant', 'booked'), []);
  });
  it('lets the clinic correct a no-show', () => {
    assert.deepEqual(allowed('receptionist', 'no_show'), ['completed', 'cancelled_by_doctor', 'cancelled_by_clinic']);
    assert.deepEqual(allowed('accountant', 'no_show'), []);
  });
  it('gives nothing to another doctor or patient', () => {
    assert.deepEqual(allowed('doctor', 'booked', 'another'), []);
    assert.deepEqual(allowed('patient', 'booked', 'another'), []);
  });
  it('names an update for every status, and every status can be reached', () => {
    assert.deepEqual(REQUESTED_STATUSES.map(updateFor), ['start', 'complete', 'noShow', 'cancel', 'cancel', 'cancel']);
    for (const to of REQUESTED_STATUSES)
      assert.ok(
        APPOINTMENT_STATUSES.some((from) => canTransition(from, to)),
        to,
      );
  });
  it('lets everybody but the accountant reschedule', () => {
    assert.equal(canReschedule(actor('accountant')), false);
    for (const role of ['patient', 'doctor', 'receptionist'] as const) assert.equal(canReschedule(actor(role)), true);
  });
});
