import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import { snapshotOf } from './snapshot.js';

type Scope = AppointmentsScope & SupportScope;

export interface ReleaseInput {
  readonly appointmentId: string;
  readonly runId: string;
}

/**
 * Settles a claim whose outcome the run does not know. Committed: the row is returned and the run goes on
 * with it, so that the hold ends like any other. Not committed: it never can be from here on, and null says so.
 */
export function releaseClaim(deps: { readonly unitOfWork: UnitOfWork<Scope> }) {
  return async (input: ReleaseInput): Promise<AppointmentSnapshot | null> => {
    const release = async (scope: Scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (row && row.runId === input.runId) return snapshotOf(scope, row);
      await scope.claims.release(input.appointmentId, input.runId);
      return null;
    };
    const result = await deps.unitOfWork.withScope(SYSTEM, release, { exclusively: input.appointmentId });
    failPoint('release.committed');
    return result;
  };
}
