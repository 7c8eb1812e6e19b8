import { type ClinicSpan, type ListedSpan, needsZone, type Period, spanOf } from '../../domain/periods.js';
import type { ClinicRepository } from '../../models/repositories/clinics/clinics.js';

type Zones = Pick<ClinicRepository, 'timezones'>;

/** A period in each clinic's own zone. */
export async function clinicSpans(
  clinics: Zones,
  clinicIds: readonly string[],
  period: Period,
): Promise<readonly ClinicSpan[]> {
  const zones = await clinics.timezones(clinicIds);
  return zones.map(({ id, timezone }) => ({
    ...spanOf(period, timezone),
    clinicId: id,
    zone: period.zone ?? timezone,
  }));
}

/** What bounds a list over several clinics. The clinics are read only when a day has to be found on their walls. */
export async function listedSpan(clinics: Zones, clinicIds: readonly string[], period: Period): Promise<ListedSpan> {
  if (!needsZone(period)) return { ...spanOf(period, 'UTC'), byClinic: [] };
  const byClinic = await clinicSpans(clinics, clinicIds, period);
  if (byClinic.length === 0) return { ...spanOf(period, 'UTC'), byClinic };
  const times = (bound: 'from' | 'to') => byClinic.flatMap((span) => span[bound]?.getTime() ?? []);
  const widest = {
    from: period.from === null ? undefined : new Date(Math.min(...times('from'))),
    to: period.to === null ? undefined : new Date(Math.max(...times('to'))),
  };
  const isOneZone = new Set(byClinic.map((span) => span.zone)).size === 1;
  return { ...widest, byClinic: isOneZone ? [] : byClinic };
}
