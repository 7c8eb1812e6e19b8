import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import type { UserActor } from '../../domain/actor.js';
import { assertValid, type FieldError, notFound } from '../../domain/errors.js';
import { nameProblem, type PostalAddress, postalLines } from '../../domain/identity/public.js';
import { parseBilling } from '../../domain/payments/public.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = ClinicsScope;

/** What a clinic is called and where it is. */
export type Clinic = Pick<ClinicRow, 'id' | 'name' | 'slug' | 'timezone' | 'currency' | 'phone' | 'addresses'>;

/** What is to change; a member that is left out stays as it is. */
export interface ClinicDetailsChange {
  readonly name?: string | undefined;
  readonly timezone?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly addresses?: readonly PostalAddress[] | undefined;
}

export interface ClinicDetailsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/** A clinic of the caller. @throws DomainError not_found */
export function readClinic(deps: Pick<ClinicDetailsDeps, 'unitOfWork'>) {
  return (actor: UserActor, clinicId: string): Promise<Clinic> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
      if (!clinic) throw notFound('Clinic');
      return clinic;
    });
}

/**
 * Changes what a clinic is called and where it is, all of it or nothing. Appointments and slots stay at their instants: a
 * new zone changes on which day and at what time of the wall they are shown. Documents that were issued stay as they are.
 * @throws DomainError not_found, validation_failed with each bad field
 */
export function changeClinic(deps: ClinicDetailsDeps) {
  return (actor: UserActor, clinicId: string, change: ClinicDetailsChange): Promise<Clinic> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      if (!actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      const { row, errors } = changedRow(deps.characters, clinic, change);
      assertValid(errors);
      const changed = await scope.clinics.update(clinic.id, row);
      await scope.audit.record(
        {
          action: 'clinic.details_changed',
          entity: 'clinic',
          entityId: clinic.id,
          clinicId: clinic.id,
          details: { changed: Object.keys(change).join(',') },
        },
        deps.now(),
      );
      return changed;
    });
}

function changedRow(
  { missing }: PrintableCharacters,
  clinic: ClinicRow,
  change: ClinicDetailsChange,
): {
  readonly row: Pick<ClinicRow, 'name' | 'timezone' | 'phone' | 'addresses'>;
  readonly errors: readonly FieldError[];
} {
  const errors: FieldError[] = [];
  const row = {
    name: change.name?.trim() ?? clinic.name,
    timezone: change.timezone === undefined ? clinic.timezone : canonicalTimezone(change.timezone),
    phone:
      change.phone === undefined ? clinic.phone : change.phone && toE164(change.phone, phoneRegionOf(clinic.currency)),
    addresses: change.addresses ?? clinic.addresses,
  };
  const problem = nameProblem(row.name);
  if (problem) errors.push({ field: 'name', message: problem });
  const { legalName, latinName } = parseBilling(clinic.billing, row.name);
  if (!problem && latinName === null && missing(legalName).length > 0) {
    const message =
      'Documents cannot show all characters of this name: give billing.latin_name in the payment settings first.';
    errors.push({ field: 'name', message });
  }
  if (row.timezone === null) errors.push({ field: 'timezone', message: TIMEZONE_PROBLEM });
  if (change.phone && !row.phone) errors.push({ field: 'phone', message: 'This is not a valid phone number.' });
  row.addresses.forEach((address, at) => {
    const [character] = missing(postalLines(address).join(' '));
    if (character)
      errors.push({ field: `addresses.${at}`, message: `Documents cannot show the character ${character}.` });
  });
  return { row: { ...row, timezone: row.timezone ?? clinic.timezone, phone: row.phone || null }, errors };
}
