import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, sendAccountMail } from './account-mail.js';
import { finishFactorChange } from './change-second-factors.js';
import { assertFresh } from './reauthenticate.js';
import type { SessionCache } from './session-cache.js';

export interface ResetFactorsDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<ClinicsScope & IdentityScope>;
  readonly cache: SessionCache;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

export interface ResetFactors {
  readonly userId: string;
  /** Why; it lands in the audit. */
  readonly reason: string;
}

/**
 * Takes the second factors from somebody of the clinic who has lost them. Every session of theirs ends, and they are told
 * by mail.
 * @throws DomainError reauthentication_required; not_found for who does not belong to the clinic; forbidden for oneself;
 *   validation_failed on `reason`
 */
export function resetSecondFactors(deps: ResetFactorsDeps) {
  return async (actor: UserActor, { userId, reason }: ResetFactors): Promise<void> => {
    const { unitOfWork, sessionRules, cache, now } = deps;
    const at = now();
    if (reason.trim() === '') throw invalid('reason', 'Please say why.');
    const reset = async (scope: ClinicsScope & IdentityScope) => {
      const [clinicId] = actor.clinicIds;
      const membership = clinicId === undefined ? null : await scope.memberships.findIn(clinicId, userId);
      if (!clinicId || !membership || membership.status === 'ended') throw notFound('User');
      await assertFresh(scope, actor, sessionRules, at);
      if (userId === actor.userId) {
        throw new DomainError('forbidden', 'Nobody resets their own second factor. Ask another administrator.');
      }
      if (!(await scope.users.lock(userId))) throw notFound('User');
      await scope.secondFactors.removeAll(userId);
      const patientId = membership.role === 'patient' ? userId : null;
      const audit = { action: 'user.mfa_reset', clinicId, patientId, reason: reason.trim() } as const;
      return finishFactorChange(deps, scope, { userId, keeping: null, notice: 'mfa_reset', audit }, at);
    };
    const opens = { account: userId, person: userId };
    const done = await unitOfWork.withScope(actor, reset, { opens });
    for (const id of done.ended) cache.forget(id);
    await sendAccountMail(deps, done.mailId);
  };
}
