import { type SecurityRules, strictestRules } from '../../domain/clinics/public.js';
import { DomainError } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { ClinicsScope, MemberRules } from '../../models/repositories/clinics/public.js';

type Scope = Pick<ClinicsScope, 'securitySettings'>;

/** What the installation asks and every clinic of which the person is an active member: of each rule the strictest. */
export async function rulesOfPerson(
  { securitySettings }: Scope,
  installation: SecurityRules,
  userId: string,
): Promise<SecurityRules> {
  return strictestRules(installation, await securitySettings.ofPerson(userId));
}

/** How long a person's sessions live. What a clinic has set for idle sessions counts for those that are remembered, too. */
export async function sessionRulesOfPerson(
  { securitySettings }: Scope,
  installation: SessionRules,
  userId: string,
): Promise<SessionRules> {
  return sessionRulesWith(installation, await securitySettings.ofPerson(userId));
}

/** The same, where it was already read what the person's clinics ask. */
export function sessionRulesWith(installation: SessionRules, clinics: readonly MemberRules[]): SessionRules {
  const own = clinics.flatMap(({ sessionIdleSeconds }) =>
    sessionIdleSeconds === null ? [] : sessionIdleSeconds * 1000,
  );
  return { ...installation, idleMs: Math.min(installation.idleMs, ...own) };
}

/** Whether somebody may act in a membership as far as its clinic goes: not while that is suspended. */
export async function isClinicOpen(
  { clinics }: Pick<ClinicsScope, 'clinics'>,
  { clinicId }: { readonly clinicId: string | null },
): Promise<boolean> {
  return clinicId === null || clinics.isOpen(clinicId);
}

/** @throws DomainError invalid_transition while the clinic is suspended: nobody joins it then */
export function assertTakesPatients({ suspendedAt }: { readonly suspendedAt: Date | null }): void {
  if (suspendedAt === null) return;
  const sentence = 'This clinic is suspended: nobody can join it at present.';
  throw new DomainError('invalid_transition', sentence, { status: 'suspended', allowed: [] });
}
