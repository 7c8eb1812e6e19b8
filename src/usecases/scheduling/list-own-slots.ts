import type { Caller } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { shownOf } from '../../domain/pages.js';
import type { Period } from '../../domain/periods.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/slice.js';
import type { OwnSlotRow } from '../../models/repositories/scheduling/slots.js';
import type { UnitOfWork } from '../../models/scope.js';
import { listedSpan } from '../clinics/public.js';

type Scope = ClinicsScope & SchedulingScope;

/** A slot as the doctor and the clinic that offer it see it, with the appointment that has it. */
export type OwnSlot = OwnSlotRow;

export interface OwnSlotsQuery {
  readonly doctorId?: string | undefined;
  readonly clinicId?: string | undefined;
  /** Of the start. */
  readonly period: Period;
  /** Only booked ones, only free ones, or all of them when left out. */
  readonly booked?: boolean | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/**
 * A doctor's own slots, or all of the clinics that the caller works for: booked and past ones too, earliest first. One audit
 * row says whose appointments have them.
 * @throws DomainError forbidden (another doctor's), not_found (clinic)
 */
export function listOwnSlots(deps: { readonly unitOfWork: UnitOfWork<Scope>; readonly now: () => Date }) {
  return async (actor: Caller, query: OwnSlotsQuery): Promise<readonly OwnSlot[]> => {
    const isDoctor = actor.role === 'doctor';
    if (isDoctor && (query.doctorId ?? actor.userId) !== actor.userId) {
      throw new DomainError('forbidden', 'You can only see your own slots.');
    }
    if (query.clinicId !== undefined && !actor.clinicIds.includes(query.clinicId)) throw notFound('Clinic');
    const clinicIds = query.clinicId === undefined ? actor.clinicIds : [query.clinicId];
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const slots = await scope.slots.listOwn({
        ...(await listedSpan(scope.clinics, clinicIds, query.period)),
        clinicIds,
        doctorId: isDoctor ? actor.userId : query.doctorId,
        booked: query.booked,
        cursor: query.after && { start: query.after.at, id: query.after.id },
        limit: query.limit,
      });
      const patientIds = shownOf(slots, query.limit).flatMap(({ patientId }) => patientId ?? []);
      const [clinicId = null] = clinicIds;
      const about = { entity: 'clinic', entityId: clinicId ?? '', clinicId, patientIds } as const;
      await scope.audit.record({ action: 'slot.listed', ...about }, deps.now());
      return slots;
    });
  };
}
