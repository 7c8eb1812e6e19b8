import { hasVisibleText } from '../../text.js';
import type { Alert, ChecksOutcome } from './outcome.js';
import type { AlertSeverity, CheckName } from './rule.js';

/** A doctor's answer to an alert. */
export interface Override {
  readonly key: string;
  readonly reason: string;
}

/** A doctor's word that they know what a check did not. */
export interface Acknowledgement {
  readonly check: CheckName;
  readonly reason: string;
}

const SHORTEST_REASON = 10;
const INTERRUPTING: readonly AlertSeverity[] = ['contraindicated', 'major'];
const ACKNOWLEDGED: readonly CheckName[] = ['allergy', 'interaction'];

export interface OpenAlerts {
  /** Alerts that interrupt and have no override. */
  readonly alerts: readonly Alert[];
  /** Checks that lacked something, which nobody has acknowledged. */
  readonly checks: readonly CheckName[];
}

/**
 * What stands between a prescription and its issuing: every contraindicated or major alert without an override, and an allergy or
 * interaction check that did not know all it needs without an acknowledgement, whatever else it has found: an alert beside it must
 * not hide that. An override of a key that no alert has is passed over: its cause has gone, or it never was; an alert that the doctor
 * meant instead is still open.
 */
export function openAlerts(
  { checks, alerts }: ChecksOutcome,
  overrides: readonly Override[],
  acknowledged: readonly Acknowledgement[],
): OpenAlerts {
  return {
    alerts: alerts.filter(({ key, severity }) => INTERRUPTING.includes(severity) && !overrideOf(key, overrides)),
    checks: ACKNOWLEDGED.filter(
      (name) =>
        checks[name].reasons.length > 0 && !acknowledged.some(({ check, reason }) => check === name && says(reason)),
    ),
  };
}

/** What is kept of the overrides: those that answer an alert, with the severity that it had. */
export function alertsOverridden(
  { alerts }: ChecksOutcome,
  overrides: readonly Override[],
): readonly (Override & { readonly severity: AlertSeverity })[] {
  return alerts.flatMap(({ key, severity }) => {
    const override = overrideOf(key, overrides);
    return override ? [{ key, severity, reason: override.reason }] : [];
  });
}

function overrideOf(of: string, overrides: readonly Override[]): Override | undefined {
  return overrides.find(({ key, reason }) => key === of && says(reason));
}

/** Blanks, and marks that nobody sees, are no reason. */
function says(reason: string): boolean {
  return [...reason].filter(hasVisibleText).length >= SHORTEST_REASON;
}
