import { milligramsOf } from '../../formulary/public.js';
import type { Dose } from '../dose.js';
import type { PrescribedDrug } from '../item.js';
import { doseInDay, unitsInDay } from './dose-in-day.js';

/**
 * Whether a dose stays within the item's greatest amount for a day, which is an adult's. `not_computable` without such an amount,
 * without a dose, or when the dose cannot be counted in its unit.
 */
export function dosageWithinLimits(
  item: Pick<PrescribedDrug, 'form' | 'ingredients' | 'maxDailyDose'>,
  dose: Dose | 'not_computable',
): boolean | 'not_computable' {
  const limit = item.maxDailyDose;
  if (limit === null || dose === 'not_computable') return 'not_computable';
  if (limit.unit === 'mL') {
    const units = dose.unit === 'mL' ? unitsInDay(dose) : null;
    return units === null ? 'not_computable' : isAtMost(units, limit.amount);
  }
  const inDay = doseInDay(dose, item);
  // Of a medicine with several ingredients the limit does not say whose it is.
  const amount = inDay === 'not_computable' || inDay.length !== 1 ? null : (inDay[0]?.amount ?? null);
  if (amount === null) return 'not_computable';
  const most = milligramsOf(limit);
  if (most !== null && amount.unit === 'mg') return isAtMost(amount.amount, most);
  return amount.unit === limit.unit ? isAtMost(amount.amount, limit.amount) : 'not_computable';
}

/** Six doses of 0.05 are not more than 0.3, whatever the computer's arithmetic says. */
export function isAtMost(amount: number, most: number): boolean {
  return amount <= most * (1 + 1e-9);
}
