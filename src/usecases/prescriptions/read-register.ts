import type { UserActor } from '../../domain/actor.js';
import { type Day, daysInclusive, localDay } from '../../domain/days.js';
import { invalid, notFound } from '../../domain/errors.js';
import { medicineOf } from '../../domain/prescriptions/content.js';
import { LAW_ROWS } from '../../domain/prescriptions/law/data.js';
import { type LawRow, lawInForce } from '../../domain/prescriptions/law/rules.js';
import { complianceOf, complianceRate, isLookAsked, type RegisterEntry } from '../../domain/prescriptions/register.js';
import { visibleTo } from '../../domain/visibility.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { LawScope } from '../../models/repositories/prescriptions/law-slice.js';
import type { ControlledItem } from '../../models/repositories/prescriptions/register.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { clinicOf } from './shown-prescription.js';

type Scope = PrescriptionsScope & LawScope & ClinicsScope;

const MOST_DAYS = 366;

/** Days of the clinic's calendar, both included. */
export interface RegisterQuery {
  /** Left out: the first of the month of `to`. */
  readonly from?: Day | undefined;
  /** Left out: today. */
  readonly to?: Day | undefined;
}

/** What was prescribed of Schedule 8 within a period, and what was supplied of it. */
export interface ControlledRegister {
  readonly from: Day;
  readonly to: Day;
  readonly entries: readonly RegisterEntry[];
  readonly prescriptions: number;
  /** Null without an entry. */
  readonly complianceRate: string | null;
}

/**
 * The register of Schedule 8: of an administrator the clinic's, of a doctor what they have prescribed themselves. Whom it names is recorded
 * in the audit. @throws DomainError validation_failed for a period that ends before it begins, or is too long; not_found
 */
export function readRegister({
  unitOfWork,
  now,
}: {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}) {
  return (actor: UserActor, query: RegisterQuery): Promise<ControlledRegister> =>
    unitOfWork.withScope(actor, async (scope) => {
      const [visible, clinicId] = [visibleTo(actor, 'prescriptions:audit'), clinicOf(actor)];
      const clinic = await scope.clinics.find(clinicId);
      if (!visible || !clinic) throw notFound('Clinic');
      const to = query.to ?? localDay(now(), clinic.timezone);
      const from = query.from ?? `${to.slice(0, 8)}01`;
      assertDays(from, to);
      const items = await scope.register.listControlled({ clinicId, doctorId: visible.doctorId, from, to });
      const law = [...LAW_ROWS, ...(await scope.lawRules.list())];
      const entries = items.map((item) => entryOf(item, law, clinic.region));
      const numbers = new Set(items.map(({ number }) => number));
      await scope.audit.record(
        {
          ...{ action: 'prescription.register_read', entity: 'user', entityId: actor.userId, clinicId },
          patientIds: items.map(({ patientId }) => patientId),
          details: { from, to, count: items.length },
        },
        now(),
      );
      return { from, to, entries, prescriptions: numbers.size, complianceRate: complianceRate(entries) };
    });
}

function assertDays(from: Day, to: Day): void {
  if (to < from) throw invalid('from', 'from must not be after to.');
  if (daysInclusive(from, to) > MOST_DAYS) throw invalid('from', `Ask for at most ${MOST_DAYS} days at a time.`);
}

function entryOf(item: ControlledItem, law: readonly LawRow[], region: string): RegisterEntry {
  const { number, patientId, quantity, issuedAt, issuedOn, content, details, supply, standing } = item;
  const printed = content?.items[item.position];
  return {
    ...{ number, patientId, quantity, issuedAt },
    drug: printed ? medicineOf(printed).name : null,
    doctor: content?.prescriber.name ?? null,
    patient: content?.patient.name ?? null,
    authorityCode: printed?.authorityCode ?? printed?.streamlinedCode ?? null,
    supply,
    checks: complianceOf({
      ...{ issuedAt, issuedOn, standing },
      monitoringCheck: details?.monitoringCheck ?? null,
      isLookAsked: isLookAsked(lawInForce(law, issuedOn), region),
      identityChecked: supply?.patientIdentityChecked ?? null,
      withinLimits: details?.dosageWithinLimits[item.position] ?? 'not_computable',
    }),
  };
}
