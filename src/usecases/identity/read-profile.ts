import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import type { UserActor } from '../../domain/actor.js';
import {
  type DoctorDocument,
  EMPTY_DOCTOR,
  EMPTY_PATIENT,
  type PatientDocument,
} from '../../domain/identity/profile-documents.js';
import { fieldRule } from '../../domain/permissions.js';
import type { Role } from '../../domain/roles.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';

type Scope = IdentityScope;

/** An account with the part that the role has in which its person acts. */
export interface Profile {
  readonly user: UserRecord;
  readonly role: Role;
  readonly clinicId: string | null;
  readonly doctor: DoctorDocument | null;
  readonly patient: PatientDocument | null;
  /** A patient's name has characters that documents cannot show, and no Latin name stands for it. */
  readonly latinNameNeeded: boolean;
}

export interface ReadProfileDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/** The caller's own profile. Recorded: it holds every identifier in full. */
export function readProfile({ unitOfWork, characters, now }: ReadProfileDeps) {
  return (actor: UserActor): Promise<Profile> =>
    unitOfWork.withScope(actor, async (scope) => {
      const profile = await loadProfile(scope, actor, characters);
      const patientId = profile.patient ? actor.userId : null;
      const about = { entity: 'user', entityId: actor.userId, clinicId: profile.clinicId, patientId } as const;
      await scope.audit.record({ action: 'user.profile_read', ...about }, now());
      return profile;
    });
}

/** @throws DomainError unauthenticated when the account was closed meanwhile. */
export async function loadProfile(scope: Scope, actor: UserActor, characters: PrintableCharacters): Promise<Profile> {
  const user = await scope.users.findById(actor.userId);
  if (!user) throw unauthenticated();
  const { role } = actor;
  const patient = role === 'patient' ? patientAsRead(role, await scope.users.patientDocument(user.id)) : null;
  const missing = patient ? characters.missing(`${user.firstName} ${user.lastName}`) : [];
  return {
    user,
    role,
    clinicId: actor.clinicIds[0] ?? null,
    doctor: role === 'doctor' ? doctorAsRead(role, await scope.users.doctorDocument(user.id)) : null,
    patient,
    latinNameNeeded: missing.length > 0 && patient?.latinName === null,
  };
}

function patientAsRead(role: Role, document: PatientDocument): PatientDocument {
  const { medicareNumber, irn, medicareExpiry, ihi, emergencyContacts } = EMPTY_PATIENT;
  const { dvaFileNumber, concessionNumber, nin, ninVerification, philhealthNumber, tin } = EMPTY_PATIENT;
  const national = { dvaFileNumber, concessionNumber, nin, ninVerification, philhealthNumber, tin };
  const identifiers = { medicareNumber, irn, medicareExpiry, ihi, ...national };
  return {
    ...document,
    ...(fieldRule(role, 'identifiers') ? {} : identifiers),
    ...(fieldRule(role, 'contacts') ? {} : { emergencyContacts }),
  };
}

function doctorAsRead(role: Role, document: DoctorDocument): DoctorDocument {
  const { specialty, qualifications } = document;
  return fieldRule(role, 'identifiers') ? document : { ...EMPTY_DOCTOR, specialty, qualifications };
}
