import type { UserActor } from '../../domain/actor.js';
import { type ClinicPolicy, clinicPolicy, ownPolicies, policyProblem } from '../../domain/clinics/policy.js';
import { assertValid, type FieldError, notFound } from '../../domain/errors.js';
import type { Currency } from '../../domain/money.js';
import { feeRefusal, type GatewayName, offeredGateways } from '../../domain/payments/public.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { InstalledGateways } from './installed-gateways.js';

type Scope = ClinicsScope;

/** The rules that a clinic's bookings follow, and which of them are its own. */
export interface ClinicPolicies {
  readonly clinicId: string;
  readonly policy: ClinicPolicy;
  readonly own: readonly (keyof ClinicPolicy)[];
}

export interface PolicyChange {
  /** The caller's name of the rule. */
  readonly field: string;
  readonly key: keyof ClinicPolicy;
  /** Null takes the installation's. */
  readonly value: ClinicPolicy[keyof ClinicPolicy] | null;
}

export interface PoliciesDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: ClinicPolicy;
  readonly payments: Pick<InstalledGateways, 'gateways'>;
  readonly now: () => Date;
}

/** @throws DomainError not_found */
export function readClinicPolicies(deps: PoliciesDeps) {
  return (actor: UserActor, clinicId: string): Promise<ClinicPolicies> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return policiesOf(deps, clinic);
    });
}

/**
 * Changes a clinic's policies for bookings from now on: what was agreed with a patient stays as it was.
 * @throws DomainError not_found, validation_failed with each bad rule
 */
export function changeClinicPolicies(deps: PoliciesDeps) {
  return (actor: UserActor, clinicId: string, changes: readonly PolicyChange[]): Promise<ClinicPolicies> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      const gateways = offeredGateways({ installed: deps.payments.gateways, clinic: clinic.paymentProviders });
      assertValid(
        changes.flatMap((change) => [...problemOf(change), ...feeProblem(change, clinic.currency, gateways)]),
      );
      const given = Object.fromEntries(changes.map(({ key, value }) => [key, value]));
      const kept = Object.entries({ ...clinic.policy, ...given }).filter(([, value]) => value !== null);
      const changed = await scope.clinics.update(clinic.id, { policy: Object.fromEntries(kept) });
      await scope.audit.record(
        {
          action: 'clinic.settings_changed',
          entity: 'clinic',
          entityId: clinic.id,
          clinicId: clinic.id,
          details: { changed: changes.map(({ field }) => field).join(',') },
        },
        deps.now(),
      );
      return policiesOf(deps, changed);
    });
}

function problemOf({ field, key, value }: PolicyChange): readonly FieldError[] {
  const problem = value === null ? null : policyProblem(key, value);
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

function policiesOf(deps: PoliciesDeps, clinic: ClinicRow): ClinicPolicies {
  return { clinicId: clinic.id, policy: clinicPolicy(deps.policy, clinic.policy), own: ownPolicies(clinic.policy) };
}
