import { SYSTEM } from '../../domain/actor.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { snapshotOf } from './request-snapshot.js';

export interface RunOf {
  readonly requestId: string;
  readonly runId: string;
}

interface Deps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope>;
}

/**
 * Settles whether a run has issued that does not know it. Issued: the run goes on with that. Not issued: it never can be from here on,
 * and null says so.
 */
export function settleIssue({ unitOfWork }: Deps) {
  return ({ requestId, runId }: RunOf): Promise<RequestSnapshot | null> =>
    unitOfWork.withScope(
      SYSTEM,
      async (scope) => {
        if (await scope.prescriptions.findRequest(requestId)) return snapshotOf(scope, requestId);
        await scope.prescriptions.giveUp(requestId, runId);
        return null;
      },
      { exclusively: lockOf(requestId) },
    );
}

/** Moves a request to a new run after the one before was terminated, lost or had closed. @throws DomainError not_found */
export function resumePrescriptions({ unitOfWork }: Deps) {
  return ({ requestId, runId }: RunOf): Promise<RequestSnapshot> =>
    unitOfWork.withScope(SYSTEM, async (scope) => {
      await scope.prescriptions.takeOver(requestId, runId);
      return snapshotOf(scope, requestId);
    });
}

/** How a request stands now. @throws DomainError not_found */
export function readPrescriptions({ unitOfWork }: Deps) {
  return ({ requestId }: Pick<RunOf, 'requestId'>): Promise<RequestSnapshot> =>
    unitOfWork.withScope(SYSTEM, (scope) => snapshotOf(scope, requestId));
}
