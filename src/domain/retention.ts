import type { Day } from './days.js';

/**
 * Until when a health record must be kept: seven years from its last entry; of somebody who was under 18 then, at least until
 * their 25th birthday. Source: Health Records and Information Privacy Act 2002 (NSW) s 25, Health Records Act 2001 (Vic) HPP 4.2.
 */
export function keepUntil(lastEntry: Day, dateOfBirth: Day | null): Day {
  const seven = yearsAfter(lastEntry, 7);
  if (dateOfBirth === null || yearsAfter(dateOfBirth, 18) <= lastEntry) return seven;
  const grown = yearsAfter(dateOfBirth, 25);
  return grown > seven ? grown : seven;
}

/** The same day of a later year; 29 February becomes 1 March where there is none. */
function yearsAfter(day: Day, years: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10);
}
