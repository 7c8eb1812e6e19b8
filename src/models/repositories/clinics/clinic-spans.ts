import type { ClinicSpan } from '../../../domain/periods.js';

/** Keeps a row of alias `a` whose `column` lies in the span of its own clinic; its three values are `clinicSpanValues`. */
export function outsideNoSpan(column: string): string {
  return `not exists (
       select 1 from unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) as span(clinic_id, starts, ends)
        where span.clinic_id = a.clinic_id and (a.${column} < span.starts or a.${column} >= span.ends))`;
}

export function clinicSpanValues(spans: readonly ClinicSpan[]): readonly unknown[] {
  return [
    spans.map((span) => span.clinicId),
    spans.map((span) => span.from ?? null),
    spans.map((span) => span.to ?? null),
  ];
}
