/** How a day relates to the reader's own calendar. */
export type DayRelation = 'yesterday' | 'today' | 'tomorrow' | 'other';

const DAY_MS = 86_400_000;

/**
 * Relation between two local dates, both `YYYY-MM-DD` in the reader's zone. Comparing dates rather than
 * hours keeps "tomorrow" true for an appointment booked two hours ahead, across midnight and across DST.
 */
export function dayRelation(today: string, date: string): DayRelation {
  const days = Math.round((Date.parse(date) - Date.parse(today)) / DAY_MS);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days === -1 ? 'yesterday' : 'other';
}

/** Parts of a moment, already formatted in the reader's zone. */
export interface SpokenTime {
  readonly relation: DayRelation;
  /** `Monday 5 October 2026` */
  readonly longDate: string;
  /** `9:00 am` */
  readonly clock: string;
  /** `AEDT` or `GMT+8` */
  readonly zone: string;
}

/** `tomorrow at 9:00 am AEDT`, or `on Monday 5 October 2026 at 9:00 am AEDT`. */
export function spokenTime(time: SpokenTime): string {
  const day = time.relation === 'other' ? `on ${time.longDate}` : time.relation;
  return `${day} at ${time.clock} ${time.zone}`;
}

// A message leaves a moment after its timer fired: 4 min 58 s is still "5 minutes" to its reader.
const GRACE_MS = 10_000;

/**
 * Time left as a person says it, rounded down to whole units: `2 hours`, `5 minutes`, `less than a minute`.
 * @param milliseconds may be negative; then there is less than a minute too
 */
export function timeLeft(milliseconds: number): string {
  const minutes = Math.floor((milliseconds + GRACE_MS) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes === 1) return '1 minute';
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`;
}

const DOLLAR_CURRENCIES: ReadonlySet<string> = new Set(['aud', 'usd', 'nzd', 'cad', 'sgd']);

/**
 * An amount for people: `$80.00 AUD`, `NGN 5000.00`. The code is always named because readers and doctors sit in
 * different countries, and only GSM-7 characters are used (no peso or naira sign).
 * @param amount decimal string with two places
 * @param currency ISO 4217, any case
 */
export function spokenMoney(amount: string, currency: string): string {
  const code = currency.toUpperCase();
  return DOLLAR_CURRENCIES.has(currency.toLowerCase()) ? `$${amount} ${code}` : `${code} ${amount}`;
}

/** True for a decimal amount above zero. */
export function isPositiveAmount(amount: string | undefined): amount is string {
  return amount !== undefined && Number(amount) > 0;
}
