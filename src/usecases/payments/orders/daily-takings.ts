import type { Caller } from '../../../domain/actor.js';
import { addDays, localDay } from '../../../domain/days.js';
import { notFound } from '../../../domain/errors.js';
import { assertPeriod, DEFAULT_DAYS, dayOf, type Taking } from '../../../domain/payments/takings.js';
import type { Period } from '../../../domain/periods.js';
import { visibleTo } from '../../../domain/visibility.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { clinicSpans } from '../../clinics/public.js';

type Scope = ClinicsScope & PaymentsScope;

export interface TakingsQuery {
  readonly period: Period;
  readonly clinicId: string | null;
}

export interface TakingsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/**
 * What the caller's clinics took, day by day, from the ledger. Without `to` until today, without `from` the week up to
 * `to`. @throws DomainError validation_failed, not_found
 */
export function dailyTakings(deps: TakingsDeps) {
  return async (actor: Caller, query: TakingsQuery): Promise<readonly Taking[]> => {
    const clinicIds = visibleTo(actor, 'takings:read')?.clinicIds ?? [];
    if (query.clinicId !== null && !clinicIds.includes(query.clinicId)) throw notFound('Clinic');
    const asked = query.clinicId === null ? clinicIds : [query.clinicId];
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const { zone } = query.period;
      const to = query.period.to ?? { day: await today(scope, asked, zone, deps.now()) };
      const from = query.period.from ?? { day: addDays(dayOf(to), 1 - DEFAULT_DAYS) };
      assertPeriod(from, to);
      return scope.takings.daily(await clinicSpans(scope.clinics, asked, { from, to, zone }));
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
