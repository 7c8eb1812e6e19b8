import { checkAges } from './age.js';
import { ageInYears } from './age-in-years.js';
import { checkAllergies } from './allergy.js';
import { checkDirections } from './directions.js';
import { checkDoses } from './dose.js';
import { checkDuplicates } from './duplicate.js';
import type { Checked, ChecksInput } from './input.js';
import { checkInteractions } from './interaction.js';
import { type ChecksOutcome, concluded, type Findings } from './outcome.js';
import { checkPregnancy } from './pregnancy.js';
import { ALERT_SEVERITIES, CHECKS, type CheckName } from './rule.js';
import { takenOfItems, takenOfRecord } from './taken.js';

const RUNS: Readonly<Record<CheckName, (checked: Checked) => Findings>> = {
  allergy: checkAllergies,
  interaction: checkInteractions,
  duplicate: checkDuplicates,
  dose: checkDoses,
  age: checkAges,
  pregnancy: checkPregnancy,
  directions: checkDirections,
};

/**
 * Checks what is to be prescribed against what is known of the patient. A check is `clear` only when nothing was found and all that
 * it needs was known; what was not known is named in its reasons, also beside alerts.
 */
export function runChecks({ birthDate, today, ...input }: ChecksInput): ChecksOutcome {
  const checked: Checked = {
    ...input,
    prescribed: takenOfItems(input.items),
    current: takenOfRecord(input.record),
    age: birthDate === null ? null : ageInYears(birthDate, today),
  };
  const done = CHECKS.map((check) => ({ check, ...concluded(RUNS[check](checked)) }));
  const checks = Object.fromEntries(done.map(({ check, outcome }) => [check, outcome])) as ChecksOutcome['checks'];
  const alerts = done.flatMap((one) => one.alerts);
  const weight = ({ severity }: (typeof alerts)[number]) => ALERT_SEVERITIES.indexOf(severity);
  return { checks, alerts: [...alerts].sort((one, other) => weight(one) - weight(other)) };
}
