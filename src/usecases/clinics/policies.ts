import type { UserActor } from '../../domain/actor.js';
import { type ClinicPolicy, clinicPolicy, ownPolicies, policyProblem } from '../../domain/clinics/policy.js';
import { type SecurityRules, strictestRules } from '../../domain/clinics/security-rules.js';
import { assertValid, type FieldError, notFound } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/public.js';
import { MINUTE_MS } from '../../domain/instants.js';
import type { Currency } from '../../domain/money.js';
import { feeRefusal, type GatewayName, offeredGateways } from '../../domain/payments/public.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { assertFresh } from '../identity/public.js';
import type { InstalledGateways } from './installed-gateways.js';
import { setSecurityRules } from './security-settings.js';

type Scope = ClinicsScope & IdentityScope;

/** Every rule that a clinic may set for itself. How long break-glass lasts is kept with its security settings. */
export interface PolicyRules extends ClinicPolicy {
  readonly breakGlassMs: number;
}

/** The rules that a clinic's bookings follow, and which of them are its own. */
export interface ClinicPolicies {
  readonly clinicId: string;
  readonly policy: PolicyRules;
  readonly own: readonly (keyof PolicyRules)[];
}

export interface PolicyChange {
  /** The caller's name of the rule. */
  readonly field: string;
  readonly key: keyof PolicyRules;
  /** Null takes the installation's. */
  readonly value: PolicyRules[keyof PolicyRules] | null;
}

export interface PoliciesDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: ClinicPolicy;
  /** The installation's. */
  readonly security: SecurityRules;
  readonly sessionRules: SessionRules;
  readonly payments: Pick<InstalledGateways, 'gateways'>;
  readonly now: () => Date;
}

/** @throws DomainError not_found */
export function readClinicPolicies(deps: Pick<PoliciesDeps, 'unitOfWork' | 'policy' | 'security'>) {
  return (actor: UserActor, clinicId: string): Promise<ClinicPolicies> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return policiesOf(deps, scope, clinic);
    });
}

/**
 * Changes a clinic's policies for bookings from now on: what was agreed with a patient stays as it was. How long break-glass
 * lasts is a security setting, so it is never longer than the installation's and asks for a fresh proof.
 * @throws DomainError not_found, validation_failed with each bad rule, reauthentication_required
 */
export function changeClinicPolicies(deps: PoliciesDeps) {
  return (actor: UserActor, clinicId: string, changes: readonly PolicyChange[]): Promise<ClinicPolicies> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      const at = deps.now();
      const glass = changes.find(isBreakGlass);
      if (glass) await assertFresh(scope, actor, deps.sessionRules, at);
      const booked = changes.filter((change) => change !== glass);
      assertValid([...bookingProblems(deps, clinic, booked), ...(glass ? glassProblem(deps.security, glass) : [])]);
      const changed = await scope.clinics.update(clinic.id, { policy: mergedPolicy(clinic, booked) });
      await scope.audit.record(
        {
          action: 'clinic.settings_changed',
          entity: 'clinic',
          entityId: clinic.id,
          clinicId: clinic.id,
          details: { changed: changes.map(({ field }) => field).join(',') },
        },
        at,
      );
      if (glass) {
        const breakGlassMinutes = glass.value === null ? null : glass.value / MINUTE_MS;
        await setSecurityRules(scope, clinic.id, { breakGlassMinutes }, at);
      }
      return policiesOf(deps, scope, changed);
    });
}

type BreakGlassChange = PolicyChange & { readonly value: number | null };

function isBreakGlass(change: PolicyChange): change is BreakGlassChange {
  return change.key === 'breakGlassMs';
}

function bookingProblems(deps: PoliciesDeps, clinic: ClinicRow, changes: readonly PolicyChange[]) {
  const gateways = offeredGateways({ installed: deps.payments.gateways, clinic: clinic.paymentProviders });
  return changes.flatMap((change) => [...problemOf(change), ...feeProblem(change, clinic.currency, gateways)]);
}

function glassProblem({ breakGlassMinutes }: SecurityRules, { field, value }: BreakGlassChange): readonly FieldError[] {
  if (value === null) return [];
  if (value % MINUTE_MS !== 0) return [{ field, message: 'Give whole minutes.' }];
  if (value <= breakGlassMinutes * MINUTE_MS) return [];
  return [{ field, message: `This installation allows at most ${breakGlassMinutes} minutes.` }];
}

/** A clinic's own rules with these changes: what is null is the installation's again. */
export function mergedPolicy(clinic: ClinicRow, changes: readonly PolicyChange[]): ClinicRow['policy'] {
  const given = Object.fromEntries(changes.map(({ key, value }) => [key, value]));
  return Object.fromEntries(Object.entries({ ...clinic.policy, ...given }).filter(([, value]) => value !== null));
}

/** Why a clinic cannot have this rule; none when it can. */
export function problemOf({ field, key, value }: PolicyChange): readonly FieldError[] {
  const problem = value === null || key === 'breakGlassMs' ? null : policyProblem(key, value);
  return problem === null ? [] : [{ field, message: problem }];
}

/** A fee below what every provider of the clinic charges would be refused of each patient. */
function feeProblem(
  { field, key, value }: PolicyChange,
  currency: Currency,
  gateways: readonly GatewayName[],
): readonly FieldError[] {
  if ((key !== 'feeNew' && key !== 'feeReturning') || typeof value !== 'number') return [];
  const problem = feeRefusal(value, currency, gateways);
  return problem === null ? [] : [{ field, message: `${field} ${problem}.` }];
}

async function policiesOf(
  deps: Pick<PoliciesDeps, 'policy' | 'security'>,
  scope: Scope,
  clinic: ClinicRow,
): Promise<ClinicPolicies> {
  const security = await scope.securitySettings.ofClinic(clinic.id);
  const breakGlassMs = strictestRules(deps.security, security).breakGlassMinutes * MINUTE_MS;
  const ownGlass = security.some(({ breakGlassMinutes }) => breakGlassMinutes !== null);
  return {
    clinicId: clinic.id,
    policy: { ...clinicPolicy(deps.policy, clinic.policy), breakGlassMs },
    own: [...ownPolicies(clinic.policy), ...(ownGlass ? (['breakGlassMs'] as const) : [])],
  };
}
