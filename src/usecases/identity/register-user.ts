import type { PasswordHasher } from '../../adapters/passwords/port.js';
import { ANONYMOUS, may, type UserActor } from '../../domain/actor.js';
import { assertValid, DomainError, type FieldError, invalid } from '../../domain/errors.js';
import { parseEmail } from '../../domain/identity/email.js';
import { nameProblems } from '../../domain/identity/names.js';
import { passwordProblem } from '../../domain/identity/passwords.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import type { Role } from '../../domain/roles.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';

type Scope = ClinicsScope & IdentityScope;

export interface RegisterUser {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
  /** In the clinic's local form or E.164. */
  readonly phone: string | null;
  /** The clinic's when left out. */
  readonly timezone: string | null;
  readonly requestKey: RequestKey | null;
}

export interface Registered {
  readonly user: UserRecord;
  readonly clinicId: string;
}

export interface RegisterUserDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly now: () => Date;
}

/**
 * Opens an account. Anyone may become a patient of the default clinic; every other role needs somebody with
 * `users:manage`, whose clinic the new member joins.
 * @throws DomainError forbidden, validation_failed (each bad field; `email` when the address is taken).
 */
export function registerUser({ unitOfWork, passwords, now }: RegisterUserDeps) {
  return async (actor: UserActor | null, command: RegisterUser): Promise<Registered> => {
    const manager = may(actor, 'users:manage') ? actor : null;
    if (command.role !== 'patient' && !manager) {
      throw new DomainError('forbidden', 'Only an administrator may open an account of this role.');
    }
    const email = parseEmail(command.email)?.address ?? '';
    const timezone = command.timezone === null ? null : canonicalTimezone(command.timezone);
    assertValid(problems(command, email, timezone));
    // Before the lookup: a taken address takes as long as a free one.
    const passwordHash = await passwords.hash(command.password);
    const id = deriveId(command.requestKey, 'user');
    const at = now();
    return unitOfWork.withScope(actor ?? ANONYMOUS, async (scope) => {
      const clinic = await clinicToJoin(scope, actor);
      const phone = command.phone === null ? null : toE164(command.phone, phoneRegionOf(clinic.currency));
      if (phone === null && command.phone !== null) throw invalid('phone_number', 'This is not a valid phone number.');
      const created = await scope.users.create({
        id,
        role: command.role,
        email,
        passwordHash,
        firstName: command.firstName,
        lastName: command.lastName,
        phone,
        timezone: timezone ?? clinic.timezone,
        emailVerifiedAt: null,
        createdAt: at,
      });
      const user = await scope.users.findById(id);
      // Not created but there under this very id: the first run of the same request did it and could not say so.
      if (!user) throw invalid('email', 'An account with this mail address exists already.');
      if (created) {
        await scope.users.addMembership(id, clinic.id, command.role);
        const patientId = command.role === 'patient' ? id : null;
        await scope.audit.record(
          {
            action: 'user.registered',
            entity: 'user',
            entityId: id,
            clinicId: clinic.id,
            patientId,
            details: { role: command.role },
          },
          at,
        );
      }
      return { user, clinicId: clinic.id };
    });
  };
}

function problems(command: RegisterUser, email: string, timezone: string | null): FieldError[] {
  const found: FieldError[] = [];
  if (!email) found.push({ field: 'email', message: 'This is not a valid mail address.' });
  const password = passwordProblem(command.password, email);
  if (password) found.push({ field: 'password', message: password });
  found.push(...nameProblems(command));
  if (command.timezone !== null && timezone === null) found.push({ field: 'timezone', message: TIMEZONE_PROBLEM });
  return found;
}

/** The clinic of whoever manages users, and the default one for everybody else. */
export async function clinicToJoin(scope: Scope, actor: UserActor | null) {
  const own = may(actor, 'users:manage') ? actor?.clinicIds[0] : undefined;
  const clinic = own ? await scope.clinics.find(own) : await scope.clinics.default();
  if (!clinic) throw new Error('there is no clinic to join: run the migrations and create one');
  return clinic;
}
