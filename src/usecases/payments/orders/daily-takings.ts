import type { UserActor } from '../../../domain/actor.js';
import { visibleTo } from '../../../domain/appointments/visibility.js';
import { addDays, localDay } from '../../../domain/days.js';
import { notFound } from '../../../domain/errors.js';
import { toDecimal } from '../../../domain/money.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import { DEFAULT_DAYS, dayOf, refuseOddPeriod, type Taking } from '../../../domain/payments/takings.js';
import type { Period } from '../../../domain/periods.js';
import type { Count, CurrencyCode, Day, Decimal, Uuid } from '../../../domain/wire-formats.js';
import type { Scope, UnitOfWork } from '../../../models/unit-of-work.js';
import { clinicSpans } from '../../clinics/clinic-spans.js';

/** One clinic's day by provider, method and currency. Amounts are decimals with two places. */
export interface TakingAnswer {
  /** `YYYY-MM-DD`, on the clinic's own calendar or that of the `timezone` asked for. */
  date: Day;
  /** The clinic's id. */
  clinic: Uuid;
  provider: ProviderName;
  /** In the provider's own word; null where it told none. */
  method: string | null;
  /** Lower-case ISO 4217. */
  currency: CurrencyCode;
  /** How many payments were captured. */
  payments: Count;
  captured: Decimal;
  /** Given back on this day, whenever it had been paid. Below zero when a refund failed that an earlier day counts. */
  refunded: Decimal;
  /** What the provider charged. */
  fees: Decimal;
  /** What banks took back in disputes, less what they returned. */
  disputes: Decimal;
  /** `captured` less `refunded`, `fees` and `disputes`. */
  net: Decimal;
}

export interface TakingsQuery {
  readonly period: Period;
  readonly clinicId: string | null;
}

export interface TakingsDeps {
  readonly unitOfWork: UnitOfWork;
  readonly now: () => Date;
}

/**
 * What the caller's clinics took, day by day, from the ledger. Without `to` until today, without `from` the week up to
 * `to`. @throws DomainError validation_failed, not_found
 */
export function dailyTakings(deps: TakingsDeps) {
  return async (actor: UserActor, query: TakingsQuery): Promise<TakingAnswer[]> => {
    const clinicIds = visibleTo(actor).clinicIds ?? [];
    if (query.clinicId !== null && !clinicIds.includes(query.clinicId)) throw notFound('Clinic');
    const asked = query.clinicId === null ? clinicIds : [query.clinicId];
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const { zone } = query.period;
      const to = query.period.to ?? { day: await today(scope, asked, zone, deps.now()) };
      const from = query.period.from ?? { day: addDays(dayOf(to), 1 - DEFAULT_DAYS) };
      refuseOddPeriod(from, to);
      return (await scope.takings.daily(await clinicSpans(scope.clinics, asked, { from, to, zone }))).map(answer);
    });
  };
}

/** Where the calendar is furthest ahead: no clinic's today is left out. */
async function today(scope: Scope, clinicIds: readonly string[], zone: string | null, now: Date): Promise<string> {
  if (zone !== null) return localDay(now, zone);
  const clinics = await scope.clinics.timezones(clinicIds);
  const days = clinics.map(({ timezone }) => localDay(now, timezone));
  return [localDay(now, 'UTC'), ...days].sort().at(-1) ?? '';
}

function answer(taking: Taking): TakingAnswer {
  return {
    date: taking.day,
    clinic: taking.clinicId,
    provider: taking.provider,
    method: taking.method,
    currency: taking.currency,
    payments: taking.payments,
    captured: toDecimal(taking.captured),
    refunded: toDecimal(taking.refunded),
    fees: toDecimal(taking.fees),
    disputes: toDecimal(taking.disputes),
    net: toDecimal(taking.net),
  };
}

const COLUMNS = [
  'date',
  'clinic',
  'provider',
  'method',
  'currency',
  'payments',
  'captured',
  'refunded',
  'fees',
  'disputes',
  'net',
] as const satisfies readonly (keyof TakingAnswer)[];

/** The same as CSV (RFC 4180), with a heading. */
export function takingsCsv(takings: readonly TakingAnswer[]): string {
  const rows = takings.map((taking) => COLUMNS.map((column) => csvField(taking[column])).join(','));
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}

/** Words that a spreadsheet would take for a formula are quoted as text; figures, negative ones too, stay figures. */
function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const figure = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !figure && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
