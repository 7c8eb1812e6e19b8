import type { Amount, SubstanceClass } from '../../formulary/public.js';

export const CHECKS = ['allergy', 'interaction', 'duplicate', 'dose', 'age', 'pregnancy', 'directions'] as const;
export type CheckName = (typeof CHECKS)[number];

/** The gravest first. The first two interrupt: a doctor has to override them. */
export const ALERT_SEVERITIES = ['contraindicated', 'major', 'moderate', 'minor'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** Substances by their codes or classes: one that any of the two names belongs to it. */
export interface SubstanceGroup {
  readonly substances?: readonly string[];
  readonly classes?: readonly SubstanceClass[];
  readonly except?: readonly string[];
  /** Not what acts where it is applied, such as a cream or eye drops. A current medicine counts: its form is not recorded. */
  readonly systemic?: true;
}

/** `same_substance`, `named_class`: what the allergy itself names. Otherwise what cross-reacts with it. */
export type AllergyCondition =
  | { readonly allergy: 'same_substance' | 'named_class' }
  | { readonly allergicTo: SubstanceGroup; readonly prescribed: SubstanceGroup };

/** All of these together, each of another substance: two or three. */
export interface InteractionCondition {
  readonly together: readonly SubstanceGroup[];
}

/**
 * `item`: the list has this very item. `medicine`: another item with the same ingredients. `ingredient`: another item that shares
 * some of them. `twoOf`: two substances of a group that are not taken together.
 */
export type DuplicateCondition =
  | { readonly same: 'item' | 'medicine' | 'ingredient' }
  | { readonly twoOf: SubstanceGroup };

/** More than the item's own limit for a day; more of a substance in all items together; or more for each kg of a child's weight. */
export type DoseCondition =
  | { readonly above: 'item_limit' }
  | { readonly inDay: string; readonly above: Amount; readonly fromAge?: number }
  | { readonly inDayPerKg: string; readonly above: Amount; readonly underAge: number };

/** Ages are whole years. */
export interface AgeCondition {
  readonly prescribed: SubstanceGroup;
  readonly underAge?: number;
  readonly fromAge?: number;
}

export type PregnancyCondition = { readonly prescribed: SubstanceGroup } | { readonly category: string };

/** `dose_disagrees`: with the words beside it. `notWeekly`: not once a week on a day that the words name, by mouth. */
export type DirectionsCondition = { readonly says: 'dose_disagrees' } | { readonly notWeekly: SubstanceGroup };

interface Conditions {
  readonly allergy: AllergyCondition;
  readonly interaction: InteractionCondition;
  readonly duplicate: DuplicateCondition;
  readonly dose: DoseCondition;
  readonly age: AgeCondition;
  readonly pregnancy: PregnancyCondition;
  readonly directions: DirectionsCondition;
}

/** What a check looks for, and what it then says. Rules are data: a clinic can switch one off or weigh it otherwise. */
export interface RuleOf<Check extends CheckName> {
  /** Stays the same whatever the rule says: overrides and clinics' changes refer to it. */
  readonly id: string;
  readonly check: Check;
  readonly when: Conditions[Check];
  readonly severity: AlertSeverity;
  readonly title: string;
  /** What the doctor can do. */
  readonly advice: string;
  readonly source: string;
  /** The day on which the source was looked at. */
  readonly asOf: string;
}
export type ClinicalRule = { readonly [Check in CheckName]: RuleOf<Check> }[CheckName];

/** What a clinic has changed of a rule, in its latest version. */
export interface RuleChange {
  readonly rule: string;
  readonly version?: number;
  readonly active?: boolean;
  /** Null: as it is delivered. */
  readonly severity?: AlertSeverity | null;
}

/** A rule as it stands at a clinic, version 1 as it is delivered. One that is switched off still says that it would have applied. */
export type RuleInForce<Check extends CheckName = CheckName> = RuleOf<Check> & {
  readonly active: boolean;
  readonly version: number;
};

/** Rules with a clinic's changes. A change of a rule that is there no more has no effect. */
export function rulesInForce(rules: readonly ClinicalRule[], changes: readonly RuleChange[]): readonly RuleInForce[] {
  const byRule = new Map(changes.map((change) => [change.rule, change]));
  return rules.map((rule) => {
    const { active = true, severity, version = 1 } = byRule.get(rule.id) ?? {};
    return { ...rule, active, version, severity: severity ?? rule.severity };
  });
}

/** Those of one check. */
export function rulesOf<Check extends CheckName>(
  rules: readonly RuleInForce[],
  check: Check,
): readonly RuleInForce<Check>[] {
  return rules.filter((rule): rule is RuleInForce<Check> => rule.check === check);
}

/** Writes rules of one check that have one source. */
export function rulesFrom<Check extends CheckName>(check: Check, source: string, asOf: string) {
  return (
    id: string,
    when: Conditions[Check],
    severity: AlertSeverity,
    { title, advice }: { readonly title: string; readonly advice: string },
  ): RuleOf<Check> => ({ id, check, when, severity, title, advice, source, asOf });
}
