import type { Dose } from '../../../src/domain/prescriptions/dose.js';

/** One tablet, without a word of how often. */
export function aDose(changes: Partial<Dose> = {}): Dose {
  return {
    amount: 1,
    unit: 'tablet',
    timesPerDay: null,
    everyHours: null,
    onDays: [],
    asNeeded: false,
    maxPerDay: null,
    ...changes,
  };
}
