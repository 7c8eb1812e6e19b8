import type { UserActor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { IssueCommand } from '../../domain/prescriptions/commands.js';
import { statusOn } from '../../domain/prescriptions/states.js';
import type { PrescribingScope } from './prescribing-deps.js';

interface Replacement {
  readonly clinicId: string;
  readonly patientId: string;
  /** The first of the prescriptions that stand in its place. */
  readonly requestId: string;
  readonly today: string;
  readonly operationId: string;
}

/**
 * Takes hold of the prescription in whose place another one is issued; null where there is none. `end` ends it, once the other one is
 * there.
 * @throws DomainError not_found for one of another clinic or patient; invalid_transition for one that has ended
 */
export async function supersede(
  scope: PrescribingScope,
  actor: UserActor,
  wanted: IssueCommand['supersedes'],
  by: Replacement,
) {
  if (!wanted) return null;
  await scope.prescriptions.holdAlone(wanted.prescriptionId);
  const old = await scope.prescriptions.find(wanted.prescriptionId);
  if (!old || old.clinicId !== by.clinicId || old.patientId !== by.patientId) throw notFound('Prescription');
  if (old.status !== 'issued') throw hasEnded(statusOn(by.today, old));
  return {
    id: old.id,
    number: old.number,
    end: async (now: Date) => {
      const end = {
        status: 'superseded',
        by: actor.userId,
        reason: wanted.reason,
        supersededBy: by.requestId,
      } as const;
      await scope.prescriptions.end(old, end, now);
      const event = {
        prescriptionId: old.id,
        operationId: by.operationId,
        event: 'superseded',
        by: actor.userId,
      } as const;
      await scope.prescriptionEvents.append({ ...event, reason: wanted.reason }, now);
      const { clinicId, patientId } = by;
      const about = { entity: 'prescription', entityId: old.id, clinicId, patientId } as const;
      await scope.audit.record(
        { ...about, action: 'prescription.superseded', details: { number: old.number, by: by.requestId } },
        now,
      );
    },
  };
}

/** Of a prescription that cannot be ended any more. */
export function hasEnded(status: 'cancelled' | 'superseded' | 'dispensed' | 'expired' | 'active'): DomainError {
  return new DomainError('invalid_transition', `This is not possible: the prescription is ${status}.`, {
    status,
    allowed: [],
  });
}
