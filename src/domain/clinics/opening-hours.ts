import type { FieldError } from '../errors.js';

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** On the wall of the place's zone, `HH:mm`; until `24:00` is the whole evening. */
export interface OpeningHours {
  readonly day: (typeof DAYS)[number];
  readonly from: string;
  readonly to: string;
}

/** Each entry that ends before it begins, or overlaps another one of its day. */
export function openingHoursProblems(hours: readonly OpeningHours[]): readonly FieldError[] {
  return hours.flatMap(({ day, from, to }, at) => {
    const field = `opening_hours.${at}`;
    if (to <= from) return [{ field, message: 'These hours must end after they begin.' }];
    const overlaps = hours.some((other, n) => n < at && other.day === day && other.from < to && from < other.to);
    return overlaps ? [{ field, message: `These hours overlap others of ${day}.` }] : [];
  });
}
