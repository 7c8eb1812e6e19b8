import { addDays, type Day } from '../../days.js';

/**
 * The last day of a prescription that is good for some calendar months: one day before the same day of that month, or of the last
 * day of a shorter one (31 August and 6 months: 28 February, so 27 February).
 */
export function validUntil(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = year * 12 + (month - 1) + months;
  const daysInMonth = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate();
  const first = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
  return addDays(`${first}-${String(Math.min(date, daysInMonth)).padStart(2, '0')}`, -1);
}

/** Full years of life on a day. A birthday of 29 February is kept on 1 March. */
export function ageOn(birthDate: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
