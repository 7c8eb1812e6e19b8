import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { CLINICAL_RULES } from '../../domain/prescriptions/checks/data/clinical-rules.js';
import {
  type AlertSeverity,
  type CheckName,
  type RuleInForce,
  rulesInForce,
} from '../../domain/prescriptions/checks/rule.js';
import { hasVisibleText } from '../../domain/text.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope>;
  readonly now: () => Date;
}

export interface RulesQuery {
  readonly check?: CheckName | undefined;
  readonly active?: boolean | undefined;
}

/** Every rule of checks as it stands at the caller's clinic, in the order in which they are delivered. */
export function listClinicalRules({ unitOfWork }: Deps) {
  return async (actor: UserActor, { check, active }: RulesQuery): Promise<readonly RuleInForce[]> => {
    const clinicId = clinicOf(actor);
    const rules = await unitOfWork.withScope(actor, (scope) => readClinicalRules(scope, clinicId));
    return rules.filter(
      (rule) => (check === undefined || rule.check === check) && (active === undefined || rule.active === active),
    );
  };
}

/** The rules by which a clinic's prescriptions are checked. */
export async function readClinicalRules(scope: PrescriptionsScope, clinicId: string): Promise<readonly RuleInForce[]> {
  return rulesInForce(CLINICAL_RULES, await scope.clinicalRuleChanges.listLatest(clinicId));
}

export interface ClinicalRuleChange {
  readonly active?: boolean | undefined;
  readonly severity?: AlertSeverity | undefined;
  readonly reason: string;
  readonly version: number;
}

/**
 * Writes the next version of a rule for the caller's clinic. Two changes of one version: the second is refused. A change that
 * changes nothing makes no version. A severity that is the delivered one follows what is delivered from then on.
 * @throws DomainError not_found, version_conflict with the version that there is, validation_failed
 */
export function changeClinicalRule({ unitOfWork, now }: Deps) {
  return async (actor: UserActor, id: string, change: ClinicalRuleChange): Promise<RuleInForce> => {
    const { reason, version } = change;
    if (!hasVisibleText(reason)) throw invalid('reason', 'Give a reason.');
    if (change.active === undefined && change.severity === undefined) {
      throw invalid('active', 'Say what changes: active, severity, or both.');
    }
    const clinicId = clinicOf(actor);
    const write = async (scope: PrescriptionsScope) => {
      const found = await readRule(scope, clinicId, id);
      if (found.version !== version) throw conflict(found.version);
      const { active = found.active, severity = found.severity } = change;
      if (active === found.active && severity === found.severity) return found;
      const delivered = CLINICAL_RULES.find((rule) => rule.id === id)?.severity;
      const next = { clinicId, rule: id, version: version + 1, active };
      const stored = { ...next, severity: severity === delivered ? null : severity, changedBy: actor.userId };
      await scope.clinicalRuleChanges.record(stored, now());
      const details = { version: next.version, active, severity };
      const of = { entity: 'clinical_rule', entityId: id, clinicId } as const;
      await scope.audit.record({ ...of, action: 'clinical_rule.changed', reason, details }, now());
      return readRule(scope, clinicId, id);
    };
    // A rule's first change has no row yet that two of them could wait for.
    return unitOfWork.withScope(actor, write, { exclusively: `clinical-rule/${clinicId}/${id}` });
  };
}

async function readRule(scope: PrescriptionsScope, clinicId: string, id: string): Promise<RuleInForce> {
  const found = (await readClinicalRules(scope, clinicId)).find((rule) => rule.id === id);
  if (!found) throw notFound('Clinical rule');
  return found;
}

function conflict(version: number): DomainError {
  const sentence = 'Somebody has changed this rule meanwhile: read it again, and send your change with its version.';
  return new DomainError('version_conflict', sentence, { version });
}

function clinicOf(actor: UserActor): string {
  const [clinicId] = actor.clinicIds;
  if (!clinicId) throw notFound('Clinic');
  return clinicId;
}
