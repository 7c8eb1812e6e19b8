import type { UserActor } from '../../domain/actor.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { isRequiredOf } from './change-second-factors.js';
import { type SecondFactorDeps, trustedSince } from './second-factor-rules.js';

export interface ReadFactorsDeps extends Pick<SecondFactorDeps, 'mfaRoles' | 'security'> {
  readonly unitOfWork: UnitOfWork<ClinicsScope & IdentityScope>;
  readonly now: () => Date;
}

/** The second factors of an account, without their secrets. */
export interface OwnFactors {
  /** Whether one of the person's roles needs one. */
  readonly required: boolean;
  /** Since when an authenticator app counts; null without one. */
  readonly totpSince: Date | null;
  readonly recoveryCodesLeft: number;
  readonly trustedDevices: number;
}

/** What the caller has beside a password. */
export function readSecondFactors({ unitOfWork, mfaRoles, security, now }: ReadFactorsDeps) {
  return (actor: UserActor): Promise<OwnFactors> =>
    unitOfWork.withScope(actor, async (scope) => {
      const { userId } = actor;
      const since = await trustedSince(scope, security, userId, now());
      return {
        required: await isRequiredOf(scope, { mfaRoles }, userId),
        totpSince: await scope.secondFactors.confirmedSince(userId),
        recoveryCodesLeft: await scope.secondFactors.countRecoveryCodes(userId),
        trustedDevices: since === null ? 0 : await scope.devices.countTrusted(userId, since),
      };
    });
}
