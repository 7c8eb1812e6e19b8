import type { UserActor } from '../../domain/actor.js';
import { localDay } from '../../domain/days.js';
import { notFound } from '../../domain/errors.js';
import { prescriptionNumber } from '../../domain/prescriptions/numbers.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { clinicOf } from './shown-prescription.js';

type Scope = PrescriptionsScope & ClinicsScope;

/** The most gaps that are named. */
const MOST = 1_000;

/** Numbers of a year, as they are printed. */
export interface NumberAudit {
  readonly year: number;
  /** Of the caller's clinic; null while it has prescribed nothing. */
  readonly first: string | null;
  readonly last: string | null;
  readonly count: number;
  /** Taken, and no prescription of the installation has it: the first 1,000 of them. */
  readonly missing: readonly string[];
}

/**
 * Whether the numbers of a year are complete. Numbers are taken for the whole installation, and a row that is gone does not say whose it was:
 * so every clinic sees every gap, and nothing else of other clinics' prescriptions. Left out, the year is this one on the clinic's calendar.
 * @throws DomainError not_found
 */
export function auditNumbers({
  unitOfWork,
  now,
}: {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}) {
  return (actor: UserActor, asked: number | undefined): Promise<NumberAudit> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinicId = clinicOf(actor);
      const clinic = await scope.clinics.find(clinicId);
      if (!clinic) throw notFound('Clinic');
      const year = asked ?? Number(localDay(now(), clinic.timezone).slice(0, 4));
      const { first, last, count } = await scope.register.ownNumbers(clinicId, year);
      const missing = await scope.register.missingNumbers(year, MOST);
      const printed = (ordinal: number | null) => (ordinal === null ? null : prescriptionNumber(year, ordinal));
      return {
        ...{ year, count, first: printed(first), last: printed(last) },
        missing: missing.map((ordinal) => prescriptionNumber(year, ordinal)),
      };
    });
}
