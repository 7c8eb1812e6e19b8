import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import { actorLabel, type UserActor, VISITED } from '../../domain/actor.js';
import { assertValid, type FieldError, invalid } from '../../domain/errors.js';
import { nameProblems } from '../../domain/identity/names.js';
import { postalLines } from '../../domain/identity/postal-address.js';
import type { DoctorDocument, Patch, PatientDocument } from '../../domain/identity/profile-documents.js';
import { changeDoctor, changePatient, latestDay } from '../../domain/identity/profile-rules.js';
import { type PhoneRegion, phoneRegionOf, toE164 } from '../../domain/phone.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { AccountChange, UserRecord } from '../../models/repositories/identity/users.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
import { claimIdentifiers } from './claim-identifiers.js';
import { loadProfile, type Profile } from './read-profile.js';

type Scope = ClinicsScope & IdentityScope & SupportScope;

/** What is left out stays; null clears where a field may be empty. */
export interface UpdateProfile {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly timezone?: string | undefined;
  readonly doctor?: Patch<DoctorDocument> | undefined;
  readonly patient?: Patch<PatientDocument> | undefined;
}

export interface UpdatedProfile extends Profile {
  /** Stored all the same, but worth a second look. */
  readonly warnings: readonly FieldError[];
}

export interface UpdateProfileDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

const LATIN_NAME_NEEDED: FieldError = {
  field: 'patient_profile.latin_name',
  message: 'Documents cannot show all characters of this name. Please give it in Latin letters, too.',
};

/**
 * Changes the caller's own profile, all of it or nothing.
 * @throws DomainError validation_failed with each bad field, identifier_taken with each number of another account
 */
export function updateProfile({ unitOfWork, characters, now }: UpdateProfileDeps) {
  return (actor: UserActor, command: UpdateProfile): Promise<UpdatedProfile> => {
    const update = async (scope: Scope): Promise<UpdatedProfile> => {
      const at = now();
      const account = await scope.users.lock(actor.userId);
      if (!account) throw unauthenticated();
      const { user } = account;
      if (command.doctor && actor.role !== 'doctor')
        throw invalid('doctor_profile', 'Only a doctor has a doctor_profile.');
      if (command.patient && actor.role !== 'patient')
        throw invalid('patient_profile', 'Only a patient has a patient_profile.');
      const clinicId = actor.clinicIds[0] ?? null;
      const clinic = clinicId ? await scope.clinics.find(clinicId) : null;
      const region = clinic ? phoneRegionOf(clinic.currency) : null;

      const changed = accountChange(user, command, region);
      const doctorBefore = await scope.users.doctorDocument(user.id);
      const doctor = command.doctor ? changeDoctor(doctorBefore, command.doctor, region) : null;
      const patientBefore = await scope.users.patientDocument(user.id);
      const patient = command.patient ? changePatient(patientBefore, command.patient, latestDay(at), region) : null;
      const places = doctor ? await foreignLocations(scope, user.id, doctor.document) : [];
      assertValid([...changed.errors, ...(doctor?.errors ?? []), ...places, ...(patient?.errors ?? [])]);

      await scope.users.updateAccount(user.id, changed.account, at);
      if (doctor) await scope.users.saveDoctorDocument(user.id, doctor.document, at);
      if (patient) await scope.users.savePatientDocument(user.id, patient.document, at);
      await claimIdentifiers(scope, user.id, { doctor: doctor?.document ?? null, patient: patient?.document ?? null });
      const changes = [
        ...changedMembers(user, { ...user, ...changed.account }),
        ...(doctor ? changedMembers(doctorBefore, doctor.document, 'doctor_profile') : []),
        ...(patient ? changedMembers(patientBefore, patient.document, 'patient_profile') : []),
      ];
      await applyChange(scope, actor, changes, at);
      const profile = await loadProfile(scope, actor, characters);
      if (isPrintable(profile, characters)) {
        await scope.attention.closeUnprintable({ kind: 'patient', id: actor.userId }, actorLabel(actor), at);
      }
      const warnings = [...(doctor?.warnings ?? []), ...(patient?.warnings ?? [])];
      return { ...profile, warnings: profile.latinNameNeeded ? [...warnings, LATIN_NAME_NEEDED] : warnings };
    };
    // A provider number may belong to a location of another clinic of the doctor.
    return unitOfWork.withScope(actor, update, VISITED);
  };
}

/** Provider numbers that name a location of no clinic in which the doctor works. */
async function foreignLocations(
  scope: Scope,
  userId: string,
  { providerNumbers }: DoctorDocument,
): Promise<FieldError[]> {
  const named = providerNumbers.flatMap(({ locationId }) => locationId ?? []);
  if (named.length === 0) return [];
  const clinics = (await scope.memberships.active(userId)).flatMap(({ clinicId }) => clinicId ?? []);
  const known = await scope.places.knownLocations(named, clinics);
  return providerNumbers.flatMap(({ locationId }, at) =>
    !locationId || known.includes(locationId)
      ? []
      : [
          {
            field: `doctor_profile.provider_numbers.${at}.location_id`,
            message: 'This is no location of a clinic of yours.',
          },
        ],
  );
}

function accountChange(
  user: UserRecord,
  command: UpdateProfile,
  region: PhoneRegion | null,
): { readonly account: AccountChange; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const timezone = command.timezone === undefined ? user.timezone : canonicalTimezone(command.timezone);
  const account = {
    firstName: command.firstName ?? user.firstName,
    lastName: command.lastName ?? user.lastName,
    timezone: timezone ?? user.timezone,
    phone: command.phone === undefined ? user.phone : command.phone && toE164(command.phone, region),
  };
  errors.push(...nameProblems(account));
  if (timezone === null) errors.push({ field: 'timezone', message: TIMEZONE_PROBLEM });
  if (command.phone && !account.phone)
    errors.push({ field: 'phone_number', message: 'This is not a valid phone number.' });
  return { account: { ...account, phone: account.phone || null }, errors };
}

/** Whether documents can show the name and the address of this patient: nothing asks for a Latin name any more. */
function isPrintable({ patient, latinNameNeeded }: Profile, characters: PrintableCharacters): boolean {
  if (patient === null || latinNameNeeded) return false;
  return characters.missing(postalLines(patient.address).join(' ')).length === 0;
}

/** Which members changed, and whether each had something (`+`) or nothing (`-`) before and after: never what. */
function changedMembers(before: object, after: object, within?: string): readonly string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const sign = (value: unknown) =>
    value === null || value === undefined || value === '' || isEmptyList(value) ? '-' : '+';
  return Object.entries(after)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name)))
    .map(([name, value]) => `${within ? `${within}.` : ''}${name}:${sign(old.get(name))}${sign(value)}`);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

async function applyChange(scope: Scope, actor: UserActor, changes: readonly string[], at: Date): Promise<void> {
  const { userId } = actor;
  const clinicId = actor.clinicIds[0] ?? null;
  const patientId = actor.role === 'patient' ? userId : null;
  await scope.audit.record(
    {
      action: 'user.profile_updated',
      entity: 'user',
      entityId: userId,
      clinicId,
      patientId,
      details: { changes: changes.join(',') },
    },
    at,
  );
}
