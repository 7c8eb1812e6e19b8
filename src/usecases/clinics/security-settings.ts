import type { UserActor } from '../../domain/actor.js';
import {
  laxerRules,
  type OwnSecurityRules,
  type SecurityChange,
  type SecurityRules,
  strictestRules,
} from '../../domain/clinics/security-rules.js';
import { assertValid, notFound } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/public.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { assertFresh } from '../identity/public.js';

type Scope = ClinicsScope & IdentityScope;

/** What holds at a clinic, the installation's rules and its own together. */
export interface ClinicSecurity {
  readonly clinicId: string;
  readonly rules: SecurityRules;
}

export interface SecuritySettingsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly security: SecurityRules;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/** What the clinic of the caller asks of accounts and sessions. @throws DomainError not_found */
export function readSecuritySettings({ unitOfWork, security }: Pick<SecuritySettingsDeps, 'unitOfWork' | 'security'>) {
  return (actor: UserActor, clinicId: string): Promise<ClinicSecurity> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return { clinicId, rules: strictestRules(security, await scope.securitySettings.ofClinic(clinicId)) };
    });
}

/**
 * Changes what a clinic asks, only to something stricter than the installation. It counts from the next sign-in, refresh
 * or choice of a password on.
 * @throws DomainError not_found, reauthentication_required, validation_failed with each rule that would be laxer
 */
export function changeSecuritySettings({ unitOfWork, security, sessionRules, now }: SecuritySettingsDeps) {
  return (actor: UserActor, clinicId: string, change: SecurityChange): Promise<ClinicSecurity> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      await assertFresh(scope, actor, sessionRules, at);
      assertValid(laxerRules(security, change));
      // Locked: of two changes at once, the second goes on from the first.
      if (!(await scope.clinics.lock(clinicId))) throw notFound('Clinic');
      await setSecurityRules(scope, clinicId, givenRules(change), at);
      return { clinicId, rules: strictestRules(security, await scope.securitySettings.ofClinic(clinicId)) };
    });
}

/** Stores rules that have been judged, of a clinic that is locked; the audit names each with what it is set to. */
export async function setSecurityRules(scope: Scope, clinicId: string, given: Partial<OwnSecurityRules>, at: Date) {
  await scope.securitySettings.change(clinicId, given, at);
  const about = { action: 'clinic.security_changed', entity: 'clinic', entityId: clinicId, clinicId } as const;
  await scope.audit.record({ ...about, details: detailsOf(given) }, at);
}

function givenRules({ requireMfa, ...others }: SecurityChange): Partial<OwnSecurityRules> {
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Partial<OwnSecurityRules>),
    ...(requireMfa === undefined ? {} : { requireMfa: requireMfa ?? [] }),
  };
}

/** Each rule with what it is set to. */
function detailsOf(given: Partial<OwnSecurityRules>): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(
    Object.entries(given).map(([rule, value]) => [rule, Array.isArray(value) ? value.join(',') : (value as string)]),
  );
}
