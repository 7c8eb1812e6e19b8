import type { AlertSeverity, CheckName, RuleInForce } from './rule.js';

/** `clear`: nothing was found, and all that the check needs was known. `alerts` says nothing of that: its reasons do. */
export const CHECK_STATES = ['clear', 'alerts', 'partial', 'not_available'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** What a check did not know, or was told not to look for. */
export const CHECK_REASONS = [
  'allergies_not_recorded',
  'allergy_not_coded',
  'medicines_not_reviewed',
  'medicine_not_coded',
  'item_not_classified',
  'other_clinics_not_visible',
  'age_unknown',
  'weight_unknown',
  'pregnancy_unknown',
  'dose_not_computable',
  'rules_inactive',
] as const;
export type CheckReason = (typeof CHECK_REASONS)[number];

export interface CheckOutcome {
  readonly state: CheckState;
  /** In the order of `CHECK_REASONS`, also of a check with alerts. */
  readonly reasons: readonly CheckReason[];
}

export interface Alert {
  /** Stays the same while its cause does: whatever the order of items, their names, and the wording of the rule. */
  readonly key: string;
  readonly check: CheckName;
  readonly severity: AlertSeverity;
  /** Which of the items that were checked, from 0. */
  readonly item: number;
  /** What it stands against, as the doctor knows it: a medicine, another item, an allergy. */
  readonly with: string | null;
  readonly title: string;
  readonly advice: string;
  readonly source: string;
  readonly asOf: string;
  readonly rule: string;
}

/** What all checks of some items come to. */
export interface ChecksOutcome {
  readonly checks: Readonly<Record<CheckName, CheckOutcome>>;
  /** The gravest first. */
  readonly alerts: readonly Alert[];
}

/** A rule that applies, and to what. */
export interface Finding {
  readonly rule: RuleInForce;
  readonly item: number;
  /** Codes and amounts that make the cause, in an order of their own. */
  readonly cause: readonly string[];
  readonly with: string | null;
  /** Where it is not the rule's. */
  readonly severity?: AlertSeverity;
}

/** What one check has found, and what it did not know. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly reasons: readonly CheckReason[];
  /** False: it could not look at anything. */
  readonly isAvailable: boolean;
}

/** The outcome and alerts of one check. A rule that is switched off makes no alert, but the check is not clear then. */
export function concluded({ findings, reasons, isAvailable }: Findings): {
  readonly outcome: CheckOutcome;
  readonly alerts: readonly Alert[];
} {
  const inForce = findings.filter(({ rule }) => rule.active);
  const alerts = new Map<string, Finding>();
  // One cause is one alert, and one override answers it, however many items have it.
  for (const finding of inForce) if (!alerts.has(keyOf(finding))) alerts.set(keyOf(finding), finding);
  const unknown = new Set<CheckReason>(reasons);
  if (inForce.length < findings.length) unknown.add('rules_inactive');
  const ordered = CHECK_REASONS.filter((reason) => unknown.has(reason));
  return {
    outcome: { state: stateOf(alerts.size > 0, ordered.length > 0, isAvailable), reasons: ordered },
    alerts: [...alerts].map(([key, finding]) => alertOf(key, finding)),
  };
}

/** An alert is never hidden behind what was not known, and what was not known stays with it. */
function stateOf(hasAlerts: boolean, hasReasons: boolean, isAvailable: boolean): CheckState {
  if (hasAlerts) return 'alerts';
  if (!hasReasons) return 'clear';
  return isAvailable ? 'partial' : 'not_available';
}

function keyOf({ rule, cause }: Finding): string {
  return [rule.check, rule.id, ...cause].join(':');
}

function alertOf(key: string, { rule, item, with: against, severity = rule.severity }: Finding): Alert {
  const { check, title, advice, source, asOf, id } = rule;
  return { key, check, severity, item, with: against, title, advice, source, asOf, rule: id };
}
