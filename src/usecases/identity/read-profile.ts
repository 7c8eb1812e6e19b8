import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import type { UserActor } from '../../domain/actor.js';
import type { DoctorDocument, PatientDocument } from '../../domain/identity/profile-documents.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';

type Scope = IdentityScope;

/** An account with the part that its role has. */
export interface Profile {
  readonly user: UserRecord;
  readonly clinicId: string | null;
  readonly doctor: DoctorDocument | null;
  readonly patient: PatientDocument | null;
  /** A patient's name has characters that documents cannot show, and no Latin name stands for it. */
  readonly latinNameNeeded: boolean;
}

export interface ReadProfileDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly characters: PrintableCharacters;
}

/** The caller's own profile. */
export function readProfile({ unitOfWork, characters }: ReadProfileDeps) {
  return (actor: UserActor): Promise<Profile> =>
    unitOfWork.withScope(actor, (scope) => loadProfile(scope, actor, characters));
}

/** @throws DomainError unauthenticated when the account was closed meanwhile. */
export async function loadProfile(scope: Scope, actor: UserActor, characters: PrintableCharacters): Promise<Profile> {
  const user = await scope.users.findById(actor.userId);
  if (!user) throw unauthenticated();
  const patient = user.role === 'patient' ? await scope.users.patientDocument(user.id) : null;
  const missing = patient ? characters.missing(`${user.firstName} ${user.lastName}`) : [];
  return {
    user,
    clinicId: actor.clinicIds[0] ?? null,
    doctor: user.role === 'doctor' ? await scope.users.doctorDocument(user.id) : null,
    patient,
    latinNameNeeded: missing.length > 0 && patient?.latinName === null,
  };
}
