import type { Actor } from '../../domain/actor.js';
import { SYSTEM } from '../../domain/actor.js';
import { VISIT_OBSTACLES, type VisitObstacle } from '../../domain/identity/visit-obstacles.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { ObstructedVisit } from '../../models/repositories/identity/visit-obstacles.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = IdentityScope & SupportScope;

const MOST = 500;

export interface FlagVisitsDeps<S extends Scope = Scope> {
  readonly unitOfWork: UnitOfWork<S>;
  readonly requireVerifiedDoctors: boolean;
  readonly now: () => Date;
}

/**
 * Opens an attention entry on every booked visit that cannot take place as it was booked: `verification_expired` once for each
 * check, `doctor_left` and `patient_left` once for each person; and closes it where that is no longer so, the visit went to
 * another doctor or is over. Each visit is a transaction of its own: a lock on many appointments at once would wait for, and hold
 * up, whatever else happens to them. Whoever changes what somebody is runs it for the own clinic; maintenance runs it for all,
 * for verifications that end by themselves and for a process that died in between. Returns how many entries were opened.
 */
export function flagVisits(deps: FlagVisitsDeps) {
  return async (actor: Actor): Promise<number> => {
    let opened = 0;
    for (const code of VISIT_OBSTACLES) opened += await flagAll(deps, actor, code);
    return opened;
  };
}

async function flagAll(
  { unitOfWork, requireVerifiedDoctors: required, now }: FlagVisitsDeps,
  actor: Actor,
  code: VisitObstacle,
): Promise<number> {
  const [found, settled] = await unitOfWork.withScope(actor, async ({ visitObstacles }) => [
    await visitObstacles.listNew(code, now(), required, MOST),
    await visitObstacles.listSettled(code, now(), required),
  ]);
  for (const { subjectId, about } of settled) {
    // Not by the caller: what a person has resolved is not opened again.
    await unitOfWork.withScope(actor, ({ attention }) =>
      attention.resolveAbout({ subjectId, code, about }, SYSTEM.label, 'It settled by itself.', now()),
    );
  }
  let opened = 0;
  for (const visit of found) {
    if (await unitOfWork.withScope(actor, (scope) => flag(scope, code, visit, now()))) opened += 1;
  }
  return opened;
}

async function flag(
  scope: Scope,
  code: VisitObstacle,
  { appointmentId, clinicId, patientId, about }: ObstructedVisit,
  now: Date,
): Promise<boolean> {
  const [kind = '', id] = about.split('/');
  const entry = await scope.attention.open(
    { clinicId, subjectId: appointmentId, code, about, context: { [kind]: id } },
    now,
  );
  if (entry === null) return false;
  await scope.audit.record(
    {
      action: 'attention.opened',
      entity: 'attention',
      entityId: appointmentId,
      clinicId,
      patientId,
      details: { code },
    },
    now,
  );
  return true;
}
