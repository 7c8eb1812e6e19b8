import type { Count, Day } from '../http/wire-formats.js';

export type CheckView = 'allergy' | 'interaction' | 'duplicate' | 'dose' | 'age' | 'pregnancy' | 'directions';
export type AlertSeverityView = 'contraindicated' | 'major' | 'moderate' | 'minor';

/** Substances by their codes or classes: one that any of the two names belongs to it. */
export interface SubstanceGroupView {
  substances?: string[];
  classes?: string[];
  /** Codes that do not belong to it, whatever their classes. */
  except?: string[];
  /** Not what acts where it is applied, such as a cream or eye drops. */
  systemic?: boolean;
}

export interface RuleAmountView {
  amount: number;
  unit: string;
}

/** What a rule looks for. Which members there are depends on the check. */
export interface ClinicalRuleConditionView {
  /** `same_substance` or `named_class`: what the allergy itself names. */
  allergy?: string;
  /** What the patient is allergic to, for `prescribed` to be wrong. */
  allergic_to?: SubstanceGroupView;
  prescribed?: SubstanceGroupView;
  /** All of these together, each of another substance. */
  together?: SubstanceGroupView[];
  /** `item`, `medicine` or `ingredient`: in which way two are the same. */
  same?: string;
  /** Two substances of this group. */
  two_of?: SubstanceGroupView;
  /** A substance, in all items of a day together. */
  in_day?: string;
  /** The same, for each kg of the patient's weight. */
  in_day_per_kg?: string;
  /** `item_limit`: the item's own greatest dose of a day. */
  above?: 'item_limit' | RuleAmountView;
  /** In whole years. */
  under_age?: Count;
  from_age?: Count;
  /** Of the Australian categorisation. */
  category?: string;
  /** `dose_disagrees`: the directions and the dose beside them. */
  says?: string;
  /** By mouth, and not once a week on a day that the directions name. */
  not_weekly?: SubstanceGroupView;
}

/** A rule by which prescriptions are checked, as it stands at the clinic. */
export interface ClinicalRuleView {
  id: string;
  check: CheckView;
  when: ClinicalRuleConditionView;
  severity: AlertSeverityView;
  title: string;
  advice: string;
  source: string;
  /** The day on which the source was looked at. */
  as_of: Day;
  /** False: it makes no alert, and a check to which it would have applied says `rules_inactive`. */
  active: boolean;
  /**
   * 1: as it is delivered.
   * @isInt
   */
  version: number;
}
