import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import { actorLabel, type UserActor } from '../../domain/actor.js';
import { assertValid, DomainError, type FieldError, invalid } from '../../domain/errors.js';
import { nameProblems } from '../../domain/identity/names.js';
import { postalLines } from '../../domain/identity/postal-address.js';
import {
  type DoctorDocument,
  type Patch,
  type PatientDocument,
  uniqueNumbers,
} from '../../domain/identity/profile-documents.js';
import { changeDoctor, changePatient } from '../../domain/identity/profile-rules.js';
import { type PhoneRegion, phoneRegionOf, toE164 } from '../../domain/phone.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { AccountChange, UserRecord } from '../../models/repositories/identity/users.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
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

/** East of every zone: a birthday that has begun anywhere is not in the future. */
const LATEST_ZONE_MS = 14 * 3_600_000;

/**
 * Changes the caller's own profile, all of it or nothing.
 * @throws DomainError validation_failed with each bad field, identifier_taken with each number of another account
 */
export function updateProfile({ unitOfWork, characters, now }: UpdateProfileDeps) {
  return (actor: UserActor, command: UpdateProfile): Promise<UpdatedProfile> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const account = await scope.users.lock(actor.userId);
      if (!account) throw unauthenticated();
      const { user } = account;
      if (command.doctor && user.role !== 'doctor')
        throw invalid('doctor_profile', 'Only a doctor has a doctor_profile.');
      if (command.patient && user.role !== 'patient')
        throw invalid('patient_profile', 'Only a patient has a patient_profile.');
      const clinicId = actor.clinicIds[0] ?? null;
      const clinic = clinicId ? await scope.clinics.find(clinicId) : null;
      const region = clinic ? phoneRegionOf(clinic.currency) : null;

      const changed = accountChange(user, command, region);
      const today = new Date(at.getTime() + LATEST_ZONE_MS).toISOString().slice(0, 10);
      const doctor = command.doctor ? changeDoctor(await scope.users.doctorDocument(user.id), command.doctor) : null;
      const patient = command.patient
        ? changePatient(await scope.users.patientDocument(user.id), command.patient, today, region)
        : null;
      assertValid([...changed.errors, ...(doctor?.errors ?? []), ...(patient?.errors ?? [])]);

      await scope.users.updateAccount(user.id, changed.account, at);
      if (doctor) await scope.users.saveDoctorDocument(user.id, doctor.document, at);
      if (patient) await scope.users.savePatientDocument(user.id, patient.document, at);
      await claimIdentifiers(scope, user.id, { doctor: doctor?.document ?? null, patient: patient?.document ?? null });
      await applyChange(scope, actor, command, at);
      const profile = await loadProfile(scope, actor, characters);
      if (isPrintable(profile, characters)) {
        await scope.attention.closeUnprintable({ kind: 'patient', id: actor.userId }, actorLabel(actor), at);
      }
      const warnings = [...(doctor?.warnings ?? []), ...(patient?.warnings ?? [])];
      return { ...profile, warnings: profile.latinNameNeeded ? [...warnings, LATIN_NAME_NEEDED] : warnings };
    });
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

/** Numbers that only one account may have; those of a document that was not changed stay as they are. */
async function claimIdentifiers(
  scope: Scope,
  userId: string,
  documents: Parameters<typeof uniqueNumbers>[0],
): Promise<void> {
  const taken: FieldError[] = [];
  for (const { kind, field, value } of uniqueNumbers(documents)) {
    if (await scope.professionalIdentifiers.claim(userId, kind, value)) continue;
    taken.push({ field, message: 'Another account has this number: please compare the digits.' });
  }
  const [first] = taken;
  if (first) throw new DomainError('identifier_taken', first.message, { field: first.field, fields: taken });
}

/** Whether documents can show the name and the address of this patient: nothing asks for a Latin name any more. */
function isPrintable({ patient, latinNameNeeded }: Profile, characters: PrintableCharacters): boolean {
  if (patient === null || latinNameNeeded) return false;
  return characters.missing(postalLines(patient.address).join(' ')).length === 0;
}

async function applyChange(scope: Scope, actor: UserActor, command: UpdateProfile, at: Date): Promise<void> {
  const sections = Object.entries(command).filter(([, value]) => value !== undefined);
  const fields = sections.map(([name]) => name).join(',');
  const { userId } = actor;
  const clinicId = actor.clinicIds[0] ?? null;
  const patientId = actor.role === 'patient' ? userId : null;
  await scope.audit.record(
    { action: 'user.profile_updated', entity: 'user', entityId: userId, clinicId, patientId, details: { fields } },
    at,
  );
}
