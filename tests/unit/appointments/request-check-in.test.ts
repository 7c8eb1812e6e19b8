import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppointmentWorkflows, UpdateRequest } from '../../../src/adapters/temporal/port.js';
import type { UserActor } from '../../../src/domain/actor.js';
import type { UpdateName } from '../../../src/domain/appointments/commands.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import type { UnitOfWork, WholeScope } from '../../../src/models/scope.js';
import { requestCheckIn } from '../../../src/usecases/appointments/request-check-in.js';

const ID = '123e4567-e89b-12d3-a456-426614174000';
const STARTS_AT = new Date('2026-12-01T09:00:00Z');
const ENDS_AT = new Date('2026-12-01T09:15:00Z');
const SEEN_AT = new Date('2026-12-01T08:52:10.250Z');
const patient: UserActor = {
  kind: 'user',
  membershipId: null,
  userId: 'p1',
  role: 'patient',
  permissions: ROLE_PERMISSIONS.patient,
  clinicIds: ['c1'],
  sessionId: 's1',
};

/** The use case over one booked appointment; counts the transactions and notes what the engine is sent. */
function world(checkedInAt: Date | null) {
  const seen = { scopes: 0, sent: [] as UpdateName[] };
  const row = { id: ID, patientId: 'p1', doctorId: 'd1', clinicId: 'c1', status: 'booked', deletedAt: null };
  const times = { startsAt: STARTS_AT, endsAt: ENDS_AT, checkedInAt };
  const after = { status: 'booked', startsAt: STARTS_AT.getTime(), endsAt: ENDS_AT.getTime() };
  const deps = {
    engine: {
      update: async ({ name }: UpdateRequest<UpdateName>) => {
        seen.sent.push(name);
        return { ...after, checkedInAt: SEEN_AT.getTime() };
      },
    } as unknown as AppointmentWorkflows,
    unitOfWork: {
      withScope: async (_actor: unknown, work: (given: unknown) => unknown) => {
        seen.scopes += 1;
        const audit = { record: async () => undefined };
        const clinics = { find: async () => ({ currency: 'aud' }) };
        return work({ actor: patient, audit, clinics, appointments: { find: async () => ({ ...row, ...times }) } });
      },
    } as unknown as UnitOfWork<WholeScope>,
    now: () => SEEN_AT,
  };
  return { seen, checkIn: requestCheckIn(deps) };
}

describe('a check-in that is asked for', () => {
  it('checks nobody in where what is said of them cannot be taken', async () => {
    const { seen, checkIn } = world(null);
    await assert.rejects(checkIn(patient, ID, { phone: '12' }, null), { code: 'validation_failed' });
    assert.deepEqual(seen.sent, []);
  });

  it('reads the appointment once, and answers what the update left', async () => {
    const { seen, checkIn } = world(null);
    const answer = await checkIn(patient, ID, {}, null);
    assert.deepEqual(answer, {
      appointmentId: ID,
      checkedInAt: SEEN_AT,
      status: 'booked',
      startsAt: STARTS_AT,
      endsAt: ENDS_AT,
    });
    assert.deepEqual(seen, { scopes: 1, sent: ['checkIn'] });
  });

  it('asks no workflow for a patient who is checked in already', async () => {
    const { seen, checkIn } = world(SEEN_AT);
    const answer = await checkIn(patient, ID, {}, null);
    assert.deepEqual(answer.checkedInAt, SEEN_AT);
    assert.deepEqual(seen, { scopes: 1, sent: [] });
  });
});
