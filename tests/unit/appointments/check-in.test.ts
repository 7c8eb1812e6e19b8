import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CheckInView, checkInError } from '../../../src/domain/appointments/check-in.js';
import { APPOINTMENT_STATUSES } from '../../../src/domain/appointments/states.js';
import { canCheckIn } from '../../../src/domain/appointments/status-requests.js';
import type { AppointmentPolicy } from '../../../src/domain/clinics/policy.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { ROLES, type Role } from '../../../src/domain/roles.js';
import { CALM_POLICY } from '../../support/fake-activities.js';

const policy: AppointmentPolicy = { ...CALM_POLICY, checkInOpensMs: HOUR_MS };
/** 9:30 to 9:45 in Sydney, which is the evening before in UTC. */
const START = Date.parse('2026-11-28T22:30:00Z');
const END = START + 15 * MINUTE_MS;
const view = (more: Partial<CheckInView> = {}): CheckInView => ({
  status: 'booked',
  policy,
  startsAt: new Date(START),
  endsAt: new Date(END),
  timezone: 'Australia/Sydney',
  ...more,
});
const refused = (by: 'patient' | 'staff', at: number | string, more: Partial<CheckInView> = {}) =>
  checkInError(view(more), by, new Date(at))?.message ?? null;

describe('a check-in', () => {
  it('by the patient opens before the start and ends with the visit', () => {
    assert.match(refused('patient', START - HOUR_MS - 1) ?? '', /opens 60 minutes before the start/);
    assert.equal(refused('patient', START - HOUR_MS), null);
    assert.equal(refused('patient', END), null);
    assert.match(refused('patient', END + 1) ?? '', /is over/);
  });

  it("by staff is open on the whole day of the clinic's wall clock, and on no other", () => {
    assert.match(refused('staff', '2026-11-28T12:59:59.999Z') ?? '', /on the day/, 'still the 28th in Sydney');
    assert.equal(refused('staff', '2026-11-28T13:00:00Z'), null, 'midnight in Sydney');
    assert.equal(refused('staff', '2026-11-29T12:59:59.999Z'), null);
    assert.match(refused('staff', '2026-11-29T13:00:00Z') ?? '', /on the day/);
    assert.equal(
      refused('staff', '2026-11-29T13:00:00Z', { timezone: 'Pacific/Honolulu' }),
      'Staff can check a patient in on the day of the appointment only.',
    );
  });

  it('by staff goes on over midnight with the visit', () => {
    const night = { startsAt: new Date('2026-11-29T12:50:00Z'), endsAt: new Date('2026-11-29T13:20:00Z') };
    assert.equal(refused('staff', '2026-11-29T13:10:00Z', night), null);
    assert.notEqual(refused('staff', '2026-11-29T13:21:00Z', night), null);
  });

  it('needs a visit that is booked or running, and says what it is instead', () => {
    for (const status of APPOINTMENT_STATUSES) {
      const refusal = checkInError(view({ status }), 'staff', new Date(START));
      if (status === 'booked' || status === 'in_progress') assert.equal(refusal, null, status);
      else {
        assert.equal(refusal?.code, 'invalid_transition', status);
        assert.match(refusal?.message ?? '', new RegExp(status.replaceAll('_', ' ')));
      }
    }
  });

  it('is for the patient and the clinic: the same roles by right and by permission', () => {
    const may = (role: Role) =>
      canCheckIn({
        kind: 'user',
        membershipId: null,
        userId: 'u',
        role,
        permissions: [],
        clinicIds: [],
        sessionId: 's',
      });
    assert.deepEqual(ROLES.filter(may), ['admin', 'patient', 'receptionist', 'nurse']);
    assert.deepEqual(
      ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('appointments:check-in')),
      ROLES.filter(may),
    );
  });
});
