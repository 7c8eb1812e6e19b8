import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import { may, type UserActor, VISITED } from '../../domain/actor.js';
import type { ClinicRegion, ClinicType } from '../../domain/clinics/clinic-kinds.js';
import { assertValid, DomainError, type FieldError, notFound } from '../../domain/errors.js';
import { nameProblem, type PostalAddress, postalLines } from '../../domain/identity/public.js';
import { parseBilling } from '../../domain/payments/public.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { assertOrganisation, enterOrganisation } from './organisation-clinics.js';

type Scope = ClinicsScope & IdentityScope;

/** What is said of a clinic to whoever looks for one. */
export interface Clinic
  extends Pick<
    ClinicRow,
    'id' | 'name' | 'slug' | 'type' | 'region' | 'timezone' | 'currency' | 'phone' | 'addresses' | 'organisationId'
  > {
  /** Of its doctors. */
  readonly specialties: readonly string[];
  /** Null while it is open. */
  readonly suspendedAt: Date | null;
  /** Only for who looks after the platform. */
  readonly suspensionReason: string | null;
}

/** What is to change; a member that is left out stays as it is. */
export interface ClinicDetailsChange {
  readonly name?: string | undefined;
  readonly timezone?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly addresses?: readonly PostalAddress[] | undefined;
  /** The next three only by who looks after the platform. */
  readonly type?: ClinicType | undefined;
  readonly region?: ClinicRegion | undefined;
  /** Null takes the clinic out of its organisation. */
  readonly organisationId?: string | null | undefined;
}

export interface ClinicDetailsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/** Any clinic. @throws DomainError not_found */
export function readClinic(deps: Pick<ClinicDetailsDeps, 'unitOfWork'>) {
  return (actor: UserActor, clinicId: string): Promise<Clinic> =>
    deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const clinic = await scope.clinics.find(clinicId);
        if (!clinic) throw notFound('Clinic');
        return shown(scope, actor, clinic);
      },
      VISITED,
    );
}

export interface ListClinics {
  /** A part of the name. */
  readonly search: string | undefined;
  readonly type: ClinicType | undefined;
  readonly after: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** A clinic with the moment by which the list is sorted. */
export type ListedClinic = Clinic & Pick<ClinicRow, 'createdAt'>;

/** Clinics, the oldest first. Those that are suspended only for who looks after the platform. */
export function listClinics(deps: Pick<ClinicDetailsDeps, 'unitOfWork'>) {
  return (actor: UserActor, filter: ListClinics): Promise<readonly ListedClinic[]> =>
    deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const rows = await scope.clinics.list({ ...filter, openOnly: !may(actor, 'clinics:manage') });
        const specialties = await scope.clinics.specialties(rows.map(({ id }) => id));
        return rows.map((row) => ({ ...present(scope, actor, row, specialties), createdAt: row.createdAt }));
      },
      VISITED,
    );
}

/**
 * Changes what a clinic is called and where it is, all of it or nothing. Appointments and slots stay at their instants: a
 * new zone changes on which day and at what time of the wall they are shown. Documents that were issued stay as they are.
 * @throws DomainError not_found, forbidden for what only who looks after the platform changes, validation_failed with each
 *   bad field, invalid_transition where a clinic would leave its only admin behind in an organisation
 */
export function changeClinic(deps: ClinicDetailsDeps) {
  return (actor: UserActor, clinicId: string, change: ClinicDetailsChange): Promise<Clinic> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const managesAll = may(actor, 'clinics:manage');
      if (!managesAll && !actor.clinicIds.includes(clinicId)) throw notFound('Clinic');
      const { type, region, organisationId } = change;
      if (!managesAll && [type, region, organisationId].some((value) => value !== undefined)) {
        throw new DomainError(
          'forbidden',
          'Type, region and organisation are changed by who looks after the platform.',
        );
      }
      // Locked: of two changes at once, the second goes on from the first.
      const clinic = await scope.clinics.lock(clinicId);
      if (!clinic) throw notFound('Clinic');
      const { row, errors } = changedRow(deps.characters, clinic, change);
      assertValid(errors);
      if (organisationId) await assertOrganisation(scope, organisationId);
      const placement = {
        type: type ?? clinic.type,
        region: region ?? clinic.region,
        organisationId: organisationId === undefined ? clinic.organisationId : organisationId,
      };
      const changed = await scope.clinics.update(clinic.id, { ...row, ...placement });
      if (changed.organisationId !== clinic.organisationId) await enterOrganisation(scope, changed, deps.now());
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
      return shown(scope, actor, changed);
    });
}

/** A clinic as this caller is shown it. */
export async function shown(scope: ClinicsScope, actor: UserActor, clinic: ClinicRow): Promise<Clinic> {
  return present(scope, actor, clinic, await scope.clinics.specialties([clinic.id]));
}

function present(
  scope: ClinicsScope,
  actor: UserActor,
  clinic: ClinicRow,
  specialties: ReadonlyMap<string, readonly string[]>,
): Clinic {
  const suspensionReason = may(actor, 'clinics:manage') ? scope.clinics.suspensionReason(clinic) : null;
  return { ...clinic, specialties: specialties.get(clinic.id) ?? [], suspensionReason };
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
