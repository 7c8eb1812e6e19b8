import type { Day } from '../../days.js';

/** Whole years from birth to `today`; somebody born on 29 February is older on 1 March. Null for a day of birth that lies ahead. */
export function ageInYears(birthDate: Day, today: Day): number | null {
  if (birthDate > today) return null;
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
