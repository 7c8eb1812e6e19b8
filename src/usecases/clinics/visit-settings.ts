import type { UserActor } from '../../domain/actor.js';
import { type ClinicPolicy, clinicPolicy, ownPolicies } from '../../domain/clinics/policy.js';
import { type VisitNotice, visitNoticeProblems } from '../../domain/clinics/visit-notice.js';
import { assertValid, notFound } from '../../domain/errors.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { mergedPolicy, type PolicyChange, type PolicyRules, problemOf } from './policies.js';

/** What a clinic's visits follow. */
export interface VisitSettings {
  readonly clinicId: string;
  readonly policy: ClinicPolicy;
  /** Rules that the clinic has set for itself. */
  readonly own: readonly (keyof PolicyRules)[];
  readonly notice: VisitNotice;
}

export interface VisitSettingsChange {
  readonly policies: readonly PolicyChange[];
  /** What it leaves out stays. */
  readonly notice: Partial<VisitNotice>;
}

export interface VisitSettingsDeps {
  readonly unitOfWork: UnitOfWork<ClinicsScope>;
  /** The installation's. */
  readonly policy: ClinicPolicy;
  readonly now: () => Date;
}

/** @throws DomainError not_found */
export function readVisitSettings(deps: Pick<VisitSettingsDeps, 'unitOfWork' | 'policy'>) {
  return (actor: UserActor, clinicId: string): Promise<VisitSettings> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return settingsOf(deps, clinic);
    });
}

/**
 * Changes what a clinic's visits follow. Rules hold for visits that are booked from now on: what was agreed with a patient stays. The
 * notice, and whether notes are shown, hold at once for all of them.
 * @throws DomainError not_found, validation_failed with each bad setting
 */
export function changeVisitSettings(deps: VisitSettingsDeps) {
  return (actor: UserActor, clinicId: string, { policies, notice }: VisitSettingsChange): Promise<VisitSettings> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      assertValid([...policies.flatMap(problemOf), ...visitNoticeProblems(notice)]);
      const changed = await scope.clinics.update(clinicId, { policy: mergedPolicy(clinic, policies), ...notice });
      const about = { action: 'clinic.settings_changed', entity: 'clinic', entityId: clinicId, clinicId } as const;
      const names = [...policies.map(({ field }) => field), ...Object.keys(notice)];
      await scope.audit.record({ ...about, details: { changed: names.join(',') } }, deps.now());
      return settingsOf(deps, changed);
    });
}

function settingsOf({ policy }: Pick<VisitSettingsDeps, 'policy'>, clinic: ClinicRow): VisitSettings {
  const { id: clinicId, chatNotice, notesVisible } = clinic;
  return {
    clinicId,
    policy: clinicPolicy(policy, clinic.policy),
    own: ownPolicies(clinic.policy),
    notice: { chatNotice, notesVisible },
  };
}
