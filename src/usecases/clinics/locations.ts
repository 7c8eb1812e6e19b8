import { type UserActor, VISITED } from '../../domain/actor.js';
import { type OpeningHours, openingHoursProblems } from '../../domain/clinics/opening-hours.js';
import { assertValid, type FieldError, notFound } from '../../domain/errors.js';
import { nameProblem, type PostalAddress } from '../../domain/identity/public.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { Location, LocationChange } from '../../models/repositories/clinics/places.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';

type Scope = ClinicsScope;

/** Where a clinic works, with the zone that its hours are of. */
export type ShownLocation = Location & { readonly zone: string };

/** What is to be said of a location. */
export interface LocationInput {
  readonly name: string;
  readonly address: PostalAddress;
  readonly phone: string | null;
  /** Null: the clinic's. */
  readonly timezone: string | null;
  readonly openingHours: readonly OpeningHours[];
}

export interface PlaceDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** Where a clinic works: for anybody who is signed in. @throws DomainError not_found */
export function listLocations({ unitOfWork }: PlaceDeps) {
  return (actor: UserActor, clinicId: string): Promise<readonly ShownLocation[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const clinic = await scope.clinics.find(clinicId);
        if (!clinic) throw notFound('Clinic');
        return (await scope.places.locations(clinicId)).map((location) => shown(clinic, location));
      },
      VISITED,
    );
}

/** @throws DomainError not_found, validation_failed with each bad field */
export function addLocation({ unitOfWork, now }: PlaceDeps) {
  return (
    actor: UserActor,
    clinicId: string,
    input: LocationInput,
    requestKey: RequestKey | null,
  ): Promise<ShownLocation> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinic = await ownClinic(scope, actor, clinicId);
      const id = deriveId(requestKey, 'location');
      const made = await scope.places.findLocation(clinicId, id);
      if (made) return shown(clinic, made);
      const at = now();
      const times = { createdAt: at, updatedAt: at };
      const location = await scope.places.addLocation({ id, clinicId, ...checked(clinic, input), ...times });
      await scope.audit.record({ action: 'location.added', entity: 'location', entityId: id, clinicId }, at);
      return shown(clinic, location);
    });
}

/** Changes what is given of it. @throws DomainError not_found, validation_failed with each bad field */
export function changeLocation({ unitOfWork, now }: PlaceDeps) {
  return (actor: UserActor, clinicId: string, id: string, change: Partial<LocationInput>): Promise<ShownLocation> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinic = await ownClinic(scope, actor, clinicId);
      const location = await scope.places.findLocation(clinicId, id);
      if (!location) throw notFound('Location');
      const at = now();
      const changed = await scope.places.changeLocation(id, checked(clinic, { ...location, ...change }), at);
      await scope.audit.record(
        {
          ...{ action: 'location.changed', entity: 'location', entityId: id, clinicId },
          details: { changed: Object.keys(change).join(',') },
        },
        at,
      );
      return shown(clinic, changed);
    });
}

/** Its departments have no location then. @throws DomainError not_found */
export function removeLocation({ unitOfWork, now }: PlaceDeps) {
  return (actor: UserActor, clinicId: string, id: string): Promise<void> =>
    unitOfWork.withScope(actor, async (scope) => {
      await ownClinic(scope, actor, clinicId);
      if (!(await scope.places.findLocation(clinicId, id))) throw notFound('Location');
      await scope.places.removeLocation(id);
      await scope.audit.record({ action: 'location.removed', entity: 'location', entityId: id, clinicId }, now());
    });
}

/** The clinic that the caller acts in, locked: of two changes at once, the second goes on from the first. */
export async function ownClinic(scope: Scope, actor: UserActor, clinicId: string): Promise<ClinicRow> {
  const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.lock(clinicId) : null;
  if (!clinic) throw notFound('Clinic');
  return clinic;
}

function shown(clinic: ClinicRow, location: Location): ShownLocation {
  return { ...location, zone: location.timezone ?? clinic.timezone };
}

function checked(clinic: ClinicRow, { name, address, phone, timezone, openingHours }: LocationInput): LocationChange {
  const errors: FieldError[] = [...openingHoursProblems(openingHours)];
  const problem = nameProblem(name.trim());
  if (problem) errors.push({ field: 'name', message: problem });
  const zone = timezone === null ? null : canonicalTimezone(timezone);
  if (timezone !== null && zone === null) errors.push({ field: 'timezone', message: TIMEZONE_PROBLEM });
  const number = phone && toE164(phone, phoneRegionOf(clinic.currency));
  if (phone && !number) errors.push({ field: 'phone', message: 'This is not a valid phone number.' });
  assertValid(errors);
  return { name: name.trim(), address, phone: number || null, timezone: zone, openingHours };
}
