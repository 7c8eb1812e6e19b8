import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import {
  currentStatus,
  NO_AUTHORITY,
  type VerificationFindings,
  type VerificationStatus,
} from '../../domain/identity/verification.js';
import { visibleTo } from '../../domain/visibility.js';
import type { DoctorVerification } from '../../models/repositories/identity/doctor-verifications.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = IdentityScope;

export interface VerificationDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** Where a doctor stands at a clinic: the latest check, and what it is worth now. */
export interface Verification extends Omit<VerificationFindings, 'status'> {
  /** Null for a doctor whom nobody has checked. */
  readonly id: string | null;
  readonly clinicId: string;
  readonly userId: string;
  readonly status: VerificationStatus;
  readonly checkedBy: string | null;
  readonly checkedAt: Date | null;
}

/** @throws DomainError not_found for whoever is no doctor of the clinic that the caller acts in */
export function readVerification({ unitOfWork, now }: VerificationDeps) {
  return (actor: UserActor, userId: string): Promise<Verification> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinicId = await clinicOfDoctor(scope, actor, userId);
      await recordReading(scope, { clinicId, userId }, now());
      return currentVerification(scope, { clinicId, userId }, now());
    });
}

/** Every check of a doctor at the caller's clinic as it was recorded, the newest first. @throws DomainError not_found */
export function readVerificationHistory({ unitOfWork, now }: VerificationDeps) {
  return (actor: UserActor, userId: string): Promise<readonly DoctorVerification[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinicId = await clinicOfDoctor(scope, actor, userId);
      await recordReading(scope, { clinicId, userId }, now());
      return scope.doctorVerifications.list(clinicId, userId);
    });
}

/** The clinic in which the caller checks this doctor. @throws DomainError not_found */
export async function clinicOfDoctor(scope: Scope, actor: UserActor, userId: string): Promise<string> {
  const [clinicId] = visibleTo(actor, 'doctors:verify')?.clinicIds ?? [];
  const membership = clinicId ? await scope.memberships.findIn(clinicId, userId) : null;
  if (!clinicId || membership?.role !== 'doctor' || membership.status === 'ended') throw notFound('Doctor');
  return clinicId;
}

export async function currentVerification(
  scope: Scope,
  { clinicId, userId }: Pick<Verification, 'clinicId' | 'userId'>,
  now: Date,
): Promise<Verification> {
  const standing = await scope.doctorStandings.find(clinicId, userId);
  const latest = standing && (await scope.doctorVerifications.find(standing.verificationId));
  return { ...(latest ?? { ...UNCHECKED, clinicId, userId }), status: currentStatus(standing, now) };
}

const UNCHECKED = {
  id: null,
  checkedBy: null,
  checkedAt: null,
  expiresOn: null,
  nextCheckOn: null,
  specialties: [],
  registrationType: null,
  conditions: null,
  evidence: null,
  authority: NO_AUTHORITY,
} as const;

function recordReading(
  scope: Scope,
  { clinicId, userId }: Pick<Verification, 'clinicId' | 'userId'>,
  now: Date,
): Promise<void> {
  return scope.audit.record({ action: 'verification.read', entity: 'user', entityId: userId, clinicId }, now);
}
