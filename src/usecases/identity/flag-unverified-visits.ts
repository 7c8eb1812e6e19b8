import type { Actor } from '../../domain/actor.js';
import { actorLabel } from '../../domain/actor.js';
import type { UnverifiedVisit } from '../../models/repositories/identity/doctor-standings.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
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
 * Opens `verification_expired` on every booked visit whose doctor may not work at its clinic any more, once for each check,
 * and closes it where the doctor may again or the visit went to another one. Each visit is a transaction of its own: a lock on
 * many appointments at once would wait for, and hold up, whatever else happens to them. Whoever records a check runs it for the
 * own clinic; maintenance runs it for all, for verifications that end by themselves and for a process that died in between.
 * Returns how many entries were opened.
 */
export function flagUnverifiedVisits({ unitOfWork, requireVerifiedDoctors: required, now }: FlagVisitsDeps) {
  return async (actor: Actor): Promise<number> => {
    const [open, settled] = await unitOfWork.withScope(actor, async ({ doctorStandings }) => [
      await doctorStandings.listUnverifiedVisits(now(), required, MOST),
      await doctorStandings.listSettledVisits(now(), required),
    ]);
    const by = actorLabel(actor);
    for (const subjectId of settled) {
      const resolution = { subjectId, codes: ['verification_expired'], by, note: 'It settled by itself.' } as const;
      await unitOfWork.withScope(actor, (scope) => scope.attention.resolve(resolution, now()));
    }
    let opened = 0;
    for (const visit of open) {
      if (await unitOfWork.withScope(actor, (scope) => flag(scope, visit, now()))) opened += 1;
    }
    return opened;
  };
}

async function flag(scope: Scope, visit: UnverifiedVisit, now: Date): Promise<boolean> {
  const { appointmentId, clinicId, patientId, verificationId } = visit;
  const code = 'verification_expired';
  const about = `verification/${verificationId}`;
  const context = { verification: verificationId };
  const entry = await scope.attention.open({ clinicId, subjectId: appointmentId, code, about, context }, now);
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
