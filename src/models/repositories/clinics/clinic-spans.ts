import type { ClinicSpan } from '../../../domain/periods.js';

/** Keeps a row of alias `a` whose `column` lies in the span of its own clinic; `$at` to `$at + 2` are `clinicSpanValues`. */
export function withinClinicSpan(column: string, at: number): string {
  return `and not exists (
       select 1 from unnest($${at}::uuid[], $${at + 1}::timestamptz[], $${at + 2}::timestamptz[]) as span(clinic_id, starts, ends)
        where span.clinic_id = a.clinic_id and (a.${column} < span.starts or a.${column} >= span.ends))`;
}

export function clinicSpanValues(spans: readonly ClinicSpan[]): readonly unknown[] {
  return [
    spans.map((span) => span.clinicId),
    spans.map((span) => span.from ?? null),
    spans.map((span) => span.to ?? null),
  ];
}
