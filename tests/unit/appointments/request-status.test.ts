import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppointmentWorkflows, UpdateRequest } from '../../../src/adapters/temporal/port.js';
import type { UserActor } from '../../../src/domain/actor.js';
import type { UpdateName } from '../../../src/domain/appointments/commands.js';
import type { AppointmentStatus } from '../../../src/domain/appointments/states.js';
import { DomainError } from '../../../src/domain/errors.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import type { UnitOfWork, WholeScope } from '../../../src/models/scope.js';
import { requestReschedule } from '../../../src/usecases/appointments/request-reschedule.js';
import { requestStatus } from '../../../src/usecases/appointments/request-status.js';

const ID = '123e4567-e89b-12d3-a456-426614174000';
const patient: UserActor = {
  kind: 'user',
  membershipId: null,
  userId: 'p1',
  role: 'patient',
  permissions: ROLE_PERMISSIONS.patient,
  clinicIds: ['c1'],
  sessionId: 's1',
};
const CANCEL = { status: 'cancelled_by_patient', reason: null, consultation: null } as const;

/** The use cases over one appointment in this status; counts the transactions and notes what the engine is sent. */
function world(status: AppointmentStatus, { isDone = false, patientId = 'p1' } = {}) {
  const seen = { scopes: 0, sent: [] as UpdateName[] };
  const facts = { clinicId: 'c1', patientId, doctorId: 'd1', status, deletedAt: null, isDone };
  const scope = {
    actor: { kind: 'user', role: 'patient' },
    audit: { hasRowOfRequest: async () => true },
    appointments: { view: async () => ({ id: ID, patientId, doctorId: 'd1', status: 'cancelled_by_patient' }) },
    payments: {
      refundsForSubject: async () => [
        {
          id: 'r1',
          orderId: 'o1',
          amount: 8_000,
          currency: 'aud',
          status: 'requested',
          reason: 'cancelled_by_patient',
        },
      ],
    },
    orders: { find: async () => ({ provider: 'stripe' }) },
  };
  const deps = {
    reads: () => ({ appointments: { requestFacts: async () => facts } }),
    engine: {
      update: async ({ name }: UpdateRequest<UpdateName>) => void seen.sent.push(name),
    } as unknown as AppointmentWorkflows,
    unitOfWork: {
      withScope: async (_actor: unknown, work: (given: unknown) => unknown) => {
        seen.scopes += 1;
        return work(scope);
      },
    } as unknown as UnitOfWork<WholeScope>,
    now: () => new Date(),
  };
  return { seen, cancel: requestStatus(deps), reschedule: requestReschedule(deps) };
}

const refusedWith = (code: string) => (error: unknown) => error instanceof DomainError && error.code === code;

describe('a cancellation that is asked for', () => {
  it('is one update and one transaction, which reads the appointment and its refund', async () => {
    const { seen, cancel } = world('booked');
    const { appointment, refund } = await cancel(patient, ID, CANCEL, null);
    assert.deepEqual([appointment.status, refund?.id, refund?.amount], ['cancelled_by_patient', 'r1', 8_000]);
    assert.deepEqual(seen, { scopes: 1, sent: ['cancel'] });
  });

  it('is judged by the workflow, whatever the status of an appointment that is not over', async () => {
    const { seen, cancel } = world('in_progress');
    await cancel(patient, ID, CANCEL, null);
    assert.deepEqual(seen.sent, ['cancel']);
  });

  it('starts no workflow for an appointment that is over', async () => {
    const { seen, cancel, reschedule } = world('completed');
    await assert.rejects(cancel(patient, ID, CANCEL, null), refusedWith('invalid_transition'));
    await assert.rejects(reschedule(patient, ID, 'slot', null), refusedWith('invalid_transition'));
    assert.deepEqual(seen, { scopes: 0, sent: [] });
  });

  it('is answered without the workflow when it has had its effect before', async () => {
    const { seen, cancel, reschedule } = world('cancelled_by_patient', { isDone: true });
    await cancel(patient, ID, CANCEL, { caller: 'user:p1', key: 'k' });
    await reschedule(patient, ID, 'slot', { caller: 'user:p1', key: 'k' });
    assert.deepEqual(seen, { scopes: 2, sent: [] });
  });

  it('does not exist for whoever may not see the appointment', async () => {
    const { seen, cancel } = world('booked', { patientId: 'p2' });
    await assert.rejects(cancel(patient, ID, CANCEL, null), refusedWith('not_found'));
    assert.deepEqual(seen, { scopes: 0, sent: [] });
  });
});

describe('a reschedule that is asked for', () => {
  it('is one update and one transaction', async () => {
    const { seen, reschedule } = world('booked');
    await reschedule(patient, ID, 'slot', null);
    assert.deepEqual(seen, { scopes: 1, sent: ['reschedule'] });
  });
});
