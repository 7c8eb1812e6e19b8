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
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import type { Role } from '../../../src/domain/roles.js';
import { canSee, maySeeSymptoms, visibleTo } from '../../../src/domain/visibility.js';

const actor = (role: Role, userId: string = role): UserActor => ({
  kind: 'user',
  userId,
  role,
  permissions: ROLE_PERMISSIONS[role],
  clinicIds: ['here'],
  sessionId: 's',
});
const record = { clinicId: 'here', patientId: 'patient', doctorId: 'doctor' };

describe('who sees an appointment', () => {
  it('is its patient, its doctor and the staff of its clinic', () => {
    for (const role of ['patient', 'doctor', 'receptionist', 'nurse', 'admin', 'accountant'] as const) {
      assert.equal(canSee(actor(role), record), true, role);
    }
    assert.equal(canSee(SYSTEM, record), true);
  });
  it('is nobody else, whatever clinics they share', () => {
    assert.equal(canSee(actor('patient', 'another'), record), false);
    assert.equal(canSee(actor('doctor', 'another'), record), false);
    for (const role of ['receptionist', 'nurse', 'admin', 'accountant'] as const) {
      assert.equal(canSee(actor(role), { ...record, clinicId: 'there' }), false, role);
    }
  });
  it('agrees with the filter of lists', () => {
    assert.deepEqual(visibleTo(actor('patient')), { patientId: 'patient' });
    assert.deepEqual(visibleTo(actor('doctor')), { doctorId: 'doctor' });
    assert.deepEqual(visibleTo(actor('accountant')), { clinicIds: ['here'] });
  });
  it('shows a doctor no order, which names none', () => {
    assert.equal(canSee(actor('doctor'), { clinicId: 'here', patientId: 'patient' }), false);
  });
  it('shows symptoms to patient and doctor only', () => {
    const readers = (['patient', 'doctor', 'receptionist', 'nurse', 'admin', 'accountant'] as const).filter((role) =>
      maySeeSymptoms(actor(role), record),
    );
    assert.deepEqual(readers, ['patient', 'doctor']);
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
