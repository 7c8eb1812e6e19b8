import { randomUUID } from 'node:crypto';
import type { DoctorRegister, RegisterEntry } from '../../adapters/registers/port.js';
import type { UserActor } from '../../domain/actor.js';
import { addDays, type Day, localDay } from '../../domain/days.js';
import { assertValid, DomainError, type FieldError, notFound } from '../../domain/errors.js';
import type { PrescribingAuthority, VerificationFindings } from '../../domain/identity/verification.js';
import { endOfDay } from '../../domain/wall-clock.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { type FlagVisitsDeps, flagVisits } from './flag-visits.js';
import { clinicOfDoctor, currentVerification, type Verification } from './read-verification.js';

type Scope = ClinicsScope & IdentityScope & SupportScope;

/** Registrations are renewed every year: a check that names no end is good for one. */
const USUAL_DAYS = 365;
/** A register that answers by itself is asked again at least this often. */
const AUTOMATIC_CHECK_DAYS = 30;

export interface RecordVerification extends Omit<VerificationFindings, 'authority'> {
  readonly authority: PrescribingAuthority;
  /** When the register was looked at; now when null. */
  readonly checkedAt: Date | null;
  /** Only the caller checks: whoever names somebody else is refused. */
  readonly checkedBy: string | null;
}

export interface RecordVerificationDeps extends FlagVisitsDeps<Scope> {
  readonly register: DoctorRegister;
}

/**
 * Writes down what a check of a doctor's registration came to: a new row, which counts from now on at the caller's clinic.
 * Booked visits of a doctor who may not work any more become attention at once, those of one who may again cease to be.
 * @throws DomainError not_found, validation_failed, compliance_violation when the register says otherwise, unavailable
 */
export function recordVerification(deps: RecordVerificationDeps) {
  const { unitOfWork, register, now } = deps;
  const flag = flagVisits(deps);
  return async (actor: UserActor, userId: string, command: RecordVerification): Promise<Verification> => {
    const number = await unitOfWork.withScope(actor, async (scope) => {
      await clinicOfDoctor(scope, actor, userId);
      return (await scope.users.doctorDocument(userId)).medicalRegistrationNumber;
    });
    const entry = number === null ? null : await register.lookUp(number);
    const verification = await unitOfWork.withScope(
      actor,
      (scope) => record(scope, actor, { userId, command, entry, now: now() }),
      // Of two checks at once, the one that ends last counts, and is the newest in the history.
      { exclusively: `verification of ${userId}` },
    );
    await flag(actor);
    return verification;
  };
}

interface Recorded {
  readonly userId: string;
  readonly command: RecordVerification;
  readonly entry: RegisterEntry | null;
  readonly now: Date;
}

async function record(
  scope: Scope,
  actor: UserActor,
  { userId, command, entry, now }: Recorded,
): Promise<Verification> {
  const clinicId = await clinicOfDoctor(scope, actor, userId);
  const clinic = await scope.clinics.find(clinicId);
  if (!clinic) throw notFound('Doctor');
  const today = localDay(now, clinic.timezone);
  const findings = completed(command, entry, today);
  assertValid(problemsOf(actor, findings, command, { today, now }));
  if (command.status === 'verified' && entry?.isRegistered === false) {
    throw new DomainError('compliance_violation', 'The register does not show this doctor as registered.', {
      complianceViolation: true,
    });
  }
  const id = randomUUID();
  const { checkedBy: _named, checkedAt, ...rest } = command;
  await scope.doctorVerifications.add({
    ...rest,
    ...findings,
    id,
    clinicId,
    userId,
    checkedBy: actor.userId,
    checkedAt: checkedAt ?? now,
    recordedAt: now,
  });
  const { status, expiresOn } = findings;
  const verifiedUntil = status === 'verified' && expiresOn ? endOfDay(expiresOn, clinic.timezone) : null;
  await scope.doctorStandings.replace({ clinicId, userId, verificationId: id, status, verifiedUntil });
  const details = { status, verification: id };
  await scope.audit.record(
    { action: 'verification.recorded', entity: 'user', entityId: userId, clinicId, details },
    now,
  );
  return currentVerification(scope, { clinicId, userId }, now);
}

/** What was left open is what the register says, and for an end a year. */
function completed(command: RecordVerification, entry: RegisterEntry | null, today: Day): VerificationFindings {
  const verified = command.status === 'verified';
  const nextAutomatic = entry ? addDays(today, AUTOMATIC_CHECK_DAYS) : null;
  const { nextCheckOn } = command;
  return {
    status: command.status,
    specialties: command.specialties,
    evidence: command.evidence,
    authority: command.authority,
    registrationType: command.registrationType ?? entry?.registrationType ?? null,
    conditions: command.conditions ?? entry?.conditions ?? null,
    expiresOn: command.expiresOn ?? entry?.expiresOn ?? (verified ? addDays(today, USUAL_DAYS) : null),
    nextCheckOn: nextAutomatic && (nextCheckOn === null || nextCheckOn > nextAutomatic) ? nextAutomatic : nextCheckOn,
  };
}

function problemsOf(
  actor: UserActor,
  { status, expiresOn, nextCheckOn }: VerificationFindings,
  { checkedAt, checkedBy }: RecordVerification,
  { today, now }: { readonly today: Day; readonly now: Date },
): readonly FieldError[] {
  const problems: FieldError[] = [];
  const wrong = (field: string, message: string) => problems.push({ field, message });
  if (status === 'verified' && expiresOn !== null && expiresOn < today) {
    wrong('expires_on', 'A registration that has ended cannot be verified: record it as expired.');
  }
  if (nextCheckOn !== null && nextCheckOn < today) wrong('next_check_on', 'The next check is not in the past.');
  if (checkedAt !== null && checkedAt > now) wrong('checked_at', 'A check is not in the future.');
  if (checkedBy !== null && checkedBy !== actor.userId) {
    wrong('checked_by', 'A check is recorded by who has made it: leave this out.');
  }
  return problems;
}
