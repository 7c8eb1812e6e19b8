import { randomBytes } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import type { UserActor } from '../../domain/actor.js';
import { assertValid, type FieldError, invalid, notFound } from '../../domain/errors.js';
import {
  changePatient,
  EMPTY_PATIENT,
  latestDay,
  nameProblems,
  type Patch,
  type PatientDocument,
  parseEmail,
  withVerifiedNin,
} from '../../domain/identity/public.js';
import { type PossibleDuplicate, type TwinField, togetherOf, twinTerms } from '../../domain/patients/duplicates.js';
import { type PhoneRegion, phoneRegionOf, toE164 } from '../../domain/phone.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope, UserRecord } from '../../models/repositories/identity/public.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import {
  type AccountMailDeps,
  addAccountMail,
  claimIdentifiers,
  openAccount,
  sendAccountMail,
} from '../identity/public.js';
import type { PatientRecord } from './read-patient.js';

type Scope = ClinicsScope & IdentityScope & PatientsScope;

export interface RegisterPatientDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly now: () => Date;
}

export interface RegisterPatient {
  readonly clinicId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** In the clinic's local form or E.164. */
  readonly phone: string | null;
  readonly document: Patch<PatientDocument>;
  /** Who registers has compared the NIN with the register. */
  readonly isNinVerified: boolean;
  readonly requestKey: RequestKey | null;
}

export interface RegisteredPatient extends PatientRecord {
  /** Patients of the clinic who may be the same person. */
  readonly possibleDuplicates: readonly PossibleDuplicate[];
}

/**
 * Registers a patient at the desk. The person gets an account of their own, and a link to choose its password: nobody else ever
 * knows it. A mailbox that has an account keeps it as it is; its holder is told, and may join the clinic.
 * @throws DomainError not_found, validation_failed with each bad field, on `email` for an address that has an account,
 *   identifier_taken
 */
export function registerPatient(deps: RegisterPatientDeps) {
  return async (actor: UserActor, command: RegisterPatient): Promise<RegisteredPatient> => {
    if (!actor.clinicIds.includes(command.clinicId)) throw notFound('Clinic');
    const email = parseEmail(command.email)?.address ?? '';
    assertValid([
      ...(email ? [] : [{ field: 'email', message: 'This is not a valid mail address.' }]),
      ...nameProblems(command),
    ]);
    // Of a text that nobody knows: until the link is used, there is no password.
    const passwordHash = await deps.passwords.hash(randomBytes(32).toString('base64url'));
    const id = deriveId(command.requestKey, 'patient');
    const register = (scope: Scope) => openFor(deps, scope, actor, { ...command, id, email, passwordHash });
    const opens = { account: id, person: id, mailbox: email, profile: id };
    const { registered, mail } = await deps.unitOfWork.withScope(actor, register, { opens });
    if (mail) await sendAccountMail(deps, mail);
    if (!registered)
      throw invalid('email', 'This mail address has an account already. Its holder can join the clinic.');
    return registered;
  };
}

type Registering = RegisterPatient & { readonly id: string; readonly passwordHash: string };

interface Outcome {
  /** Null: the mailbox has an account already. */
  readonly registered: RegisteredPatient | null;
  readonly mail: string | null;
}

async function openFor(
  deps: RegisterPatientDeps,
  scope: Scope,
  actor: UserActor,
  command: Registering,
): Promise<Outcome> {
  const { id, clinicId, email, firstName, lastName } = command;
  const at = deps.now();
  const clinic = await scope.clinics.find(clinicId);
  if (!clinic) throw notFound('Clinic');
  const { phone, document } = understood(command, phoneRegionOf(clinic.currency), at);
  const holder = await scope.users.findByEmail(email);
  const common = { recipient: email, clinicId, link: null } as const;
  if (holder && holder.id !== id) {
    const told = {
      kind: 'account_exists',
      userId: holder.id,
      firstName: holder.firstName,
      zone: holder.timezone,
    } as const;
    return { registered: null, mail: await addAccountMail(deps, scope, { ...common, ...told }, at) };
  }
  const possibleDuplicates = await duplicatesOf(scope, clinicId, { lastName, phone, document }, id);
  const user = { id, email, passwordHash: command.passwordHash, firstName, lastName, phone, timezone: clinic.timezone };
  const account = await openAccount(scope, { user, role: 'patient', clinicId }, null, at);
  if (!account) return { registered: null, mail: null };
  if (holder) return { registered: await answer(scope, account, possibleDuplicates), mail: null };
  const kept = command.isNinVerified ? withVerifiedNin(document, actor.userId, at) : document;
  await scope.users.savePatientDocument(id, kept, at);
  await claimIdentifiers(scope, id, { doctor: null, patient: kept });
  await noteDuplicates(scope, { id, clinicId }, possibleDuplicates, at);
  const link = { purpose: 'setup', details: null } as const;
  const invitation = { kind: 'invitation', userId: id, firstName, zone: clinic.timezone, link } as const;
  const mail = await addAccountMail(deps, scope, { ...common, ...invitation }, at);
  return { registered: await answer(scope, account, possibleDuplicates), mail };
}

function understood(
  command: RegisterPatient,
  region: PhoneRegion | null,
  at: Date,
): { readonly phone: string | null; readonly document: PatientDocument } {
  const phone = command.phone === null ? null : toE164(command.phone, region);
  const checked = changePatient(EMPTY_PATIENT, command.document, latestDay(at), region);
  const wrong: FieldError[] = checked.errors.map(({ field, message }) => ({
    field: field.replace(/^patient_profile\./, ''),
    message,
  }));
  if (phone === null && command.phone !== null) {
    wrong.push({ field: 'phone_number', message: 'This is not a valid phone number.' });
  }
  if (command.isNinVerified && checked.document.nin === null) {
    wrong.push({ field: 'nin_verified', message: 'There is no NIN that could have been verified.' });
  }
  assertValid(wrong);
  return { phone, document: checked.document };
}

/** Most that are named: whoever resembles more has typed a number of the clinic's own. */
const MOST_NAMED = 10;

async function duplicatesOf(
  scope: Scope,
  clinicId: string,
  person: Parameters<typeof twinTerms>[0],
  id: string,
): Promise<readonly PossibleDuplicate[]> {
  const found: { readonly id: string; readonly on: readonly TwinField[] }[] = [];
  for (const { on, terms } of twinTerms(person)) {
    const twins = await scope.patients.search({ clinicId, meanings: [terms], reach: 'clinic', limit: MOST_NAMED });
    found.push(...twins.map((twin) => ({ id: twin.id, on })));
  }
  return togetherOf(found.filter((one) => one.id !== id));
}

async function noteDuplicates(
  scope: Scope,
  { id, clinicId }: { readonly id: string; readonly clinicId: string },
  duplicates: readonly PossibleDuplicate[],
  at: Date,
): Promise<void> {
  if (duplicates.length === 0) return;
  const details = { patients: duplicates.map((one) => one.id).join(',') };
  await scope.audit.record(
    { action: 'patient.duplicates_shown', entity: 'patient', entityId: id, clinicId, patientId: id, details },
    at,
  );
}

async function answer(
  scope: Scope,
  user: UserRecord,
  possibleDuplicates: readonly PossibleDuplicate[],
): Promise<RegisteredPatient> {
  const document = await scope.users.patientDocument(user.id);
  return { user, document, emergencyContacts: null, possibleDuplicates };
}
