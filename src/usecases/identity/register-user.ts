import { ANONYMOUS, may, type UserActor, VISITED, VISITOR } from '../../domain/actor.js';
import { type SecurityRules, strictestRules } from '../../domain/clinics/public.js';
import { assertValid, DomainError, type FieldError, invalid, notFound } from '../../domain/errors.js';
import { parseEmail } from '../../domain/identity/email.js';
import { nameProblems } from '../../domain/identity/names.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import type { MemberRole } from '../../domain/roles.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicRow, ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { acceptanceProblems } from './accept-documents.js';
import { type AccountMail, type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { type PasswordChoiceDeps, passwordChoiceProblem } from './choose-password.js';
import { openAccount, type Registration } from './pending-registration.js';
import { assertTakesPatients } from './person-rules.js';

type Scope = ClinicsScope & IdentityScope;

export interface RegisterUser {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: MemberRole;
  /** The caller's own, or the first one, when null. */
  readonly clinicId: string | null;
  /** In the clinic's local form or E.164. */
  readonly phone: string | null;
  /** The clinic's when left out. */
  readonly timezone: string | null;
  /** What a patient who registers has read and accepted of the clinic's documents. */
  readonly acceptedDocuments: readonly string[];
  readonly requestKey: RequestKey | null;
}

export interface Registered {
  readonly user: UserRecord;
  readonly role: MemberRole;
  readonly clinicId: string;
  /** Nothing counts until the mailbox has answered. */
  readonly verificationRequired: boolean;
}

export interface RegisterUserDeps extends PasswordChoiceDeps, AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** Whether an address must be confirmed before the first sign-in. */
  readonly requireVerifiedEmail: boolean;
  readonly now: () => Date;
}

/**
 * Opens an account. Anyone may become a patient of any clinic. Every other role needs somebody with `users:manage`, in
 * that person's clinic, or with `clinics:manage`, in any. Where addresses must be confirmed, nobody else has an account until
 * the mailbox has answered, and a taken address is answered like a free one.
 * @throws DomainError forbidden, not_found, validation_failed (each bad field; `email` when the address is taken).
 */
export function registerUser(deps: RegisterUserDeps) {
  const { unitOfWork, passwords, requireVerifiedEmail, now } = deps;
  return async (actor: UserActor | null, command: RegisterUser): Promise<Registered> => {
    if (command.role !== 'patient' && !manages(actor)) {
      throw new DomainError('forbidden', 'Only an administrator may open an account of this role.');
    }
    const email = parseEmail(command.email)?.address ?? '';
    const timezone = command.timezone === null ? null : canonicalTimezone(command.timezone);
    const at = now();
    const asked = await unitOfWork.withScope(
      actor ?? VISITOR,
      (scope) => askedToJoin(scope, deps.security, { actor, command, at }),
      VISITED,
    );
    assertValid(await problems(deps, command, { email, timezone, ...asked }));
    // Before the lookup: a taken address takes as long as a free one.
    const passwordHash = await passwords.hash(command.password);
    const id = deriveId(command.requestKey, 'user');
    const unconfirmed = requireVerifiedEmail && !manages(actor);
    const opens = { account: id, person: id, mailbox: email, clinics: 'all' } as const;
    const open = async (scope: Scope): Promise<Outcome> => {
      const clinic = await clinicToJoin(scope, actor, command);
      assertTakesPatients(clinic);
      const phone = command.phone === null ? null : toE164(command.phone, phoneRegionOf(clinic.currency));
      if (phone === null && command.phone !== null) throw invalid('phone_number', 'This is not a valid phone number.');
      const account = {
        id,
        email,
        passwordHash,
        firstName: command.firstName,
        lastName: command.lastName,
        phone,
        timezone: timezone ?? clinic.timezone,
      };
      const accepted = { documentIds: command.acceptedDocuments, at: at.toISOString() };
      const registration: Registration = { user: account, role: command.role, clinicId: clinic.id, accepted };
      return unconfirmed ? askMailbox(deps, scope, registration, at) : openFor(deps, scope, registration, at);
    };
    const registered = await unitOfWork.withScope(actor ?? ANONYMOUS, open, { opens });
    if (registered.mailId) await sendAccountMail(deps, registered.mailId);
    return registered.answer;
  };
}

/** Whoever may open accounts for others. */
function manages(actor: UserActor | null): boolean {
  return may(actor, 'users:manage') || may(actor, 'clinics:manage');
}

interface Outcome {
  readonly answer: Registered;
  readonly mailId: string | null;
}

/** Opens the account at once. Where addresses must be confirmed, its mailbox is asked before the first sign-in. */
async function openFor(deps: RegisterUserDeps, scope: Scope, registration: Registration, at: Date): Promise<Outcome> {
  const user = await openAccount(scope, registration, null, at);
  // Not created but there under this very id: the first run of the same request did it and could not say so.
  if (!user) throw invalid('email', 'An account with this mail address exists already.');
  const { role, clinicId } = registration;
  const link = { purpose: 'verify', details: { email: user.email } } as const;
  const mailId = deps.requireVerifiedEmail
    ? await addAccountMail(
        deps,
        scope,
        { ...mailTo(registration), kind: 'email_verification', userId: user.id, link },
        at,
      )
    : null;
  return { answer: { user, role, clinicId, verificationRequired: deps.requireVerifiedEmail }, mailId };
}

/**
 * Keeps the registration in its link: there is no account until the mailbox has answered. Whoever holds a taken address is
 * told by mail; the answer is the same.
 */
async function askMailbox(
  deps: RegisterUserDeps,
  scope: Scope,
  registration: Registration,
  at: Date,
): Promise<Outcome> {
  const { user, role, clinicId } = registration;
  const holder = await scope.users.findByEmail(user.email);
  const mail: AccountMail = holder
    ? { ...mailTo(registration), firstName: holder.firstName, kind: 'account_exists', userId: holder.id, link: null }
    : {
        ...mailTo(registration),
        kind: 'email_verification',
        userId: null,
        link: { purpose: 'verify', details: { registration } },
      };
  const mailId = await addAccountMail(deps, scope, mail, at);
  const answered = { ...user, isActive: true, emailVerifiedAt: null, createdAt: at };
  return { answer: { user: answered, role, clinicId, verificationRequired: true }, mailId };
}

function mailTo({ user, clinicId }: Registration) {
  return { recipient: user.email, firstName: user.firstName, zone: user.timezone, clinicId };
}

interface Understood {
  /** Empty for what is no address. */
  readonly email: string;
  readonly timezone: string | null;
  readonly rules: SecurityRules;
  /** What is wrong with the documents that were accepted. */
  readonly acceptance: readonly FieldError[];
}

async function problems(
  deps: PasswordChoiceDeps,
  command: RegisterUser,
  { email, timezone, rules, acceptance }: Understood,
): Promise<FieldError[]> {
  const found: FieldError[] = [];
  if (!email) found.push({ field: 'email', message: 'This is not a valid mail address.' });
  const { firstName, lastName } = command;
  const password = await passwordChoiceProblem(deps, command.password, { email, firstName, lastName }, rules);
  if (password) found.push({ field: 'password', message: password });
  found.push(...nameProblems(command));
  if (command.timezone !== null && timezone === null) found.push({ field: 'timezone', message: TIMEZONE_PROBLEM });
  return [...found, ...acceptance];
}

/**
 * What the clinic asks of a new account's password, and of a patient who registers by themselves; a clinic that cannot be
 * joined is refused afterwards.
 */
async function askedToJoin(
  scope: Scope,
  security: SecurityRules,
  { actor, command, at }: { readonly actor: UserActor | null; readonly command: RegisterUser; readonly at: Date },
): Promise<Pick<Understood, 'rules' | 'acceptance'>> {
  const named = command.clinicId ?? (may(actor, 'users:manage') ? actor?.clinicIds[0] : undefined);
  const clinicId = named ?? (await scope.clinics.default())?.id;
  if (!clinicId) return { rules: strictestRules(security, []), acceptance: [] };
  const rules = strictestRules(security, await scope.securitySettings.ofClinic(clinicId));
  const documentIds = command.acceptedDocuments;
  if (!manages(actor)) {
    return { rules, acceptance: await acceptanceProblems(scope, { clinicId, patientId: null, documentIds }, at) };
  }
  const message =
    'Nobody accepts for another person: leave this out, and the patient is asked before the first booking.';
  return { rules, acceptance: documentIds.length === 0 ? [] : [{ field: 'accepted_documents', message }] };
}

/**
 * The clinic that is named, else that of whoever manages users, else the first.
 * @throws DomainError not_found for one that does not exist, or whose staff the caller does not manage
 */
export async function clinicToJoin(
  scope: Scope,
  actor: UserActor | null,
  { role, clinicId }: Pick<RegisterUser, 'role' | 'clinicId'>,
): Promise<ClinicRow> {
  const own = may(actor, 'users:manage') ? actor?.clinicIds[0] : undefined;
  const isForeign = role !== 'patient' && !may(actor, 'clinics:manage') && clinicId !== null && clinicId !== own;
  if (isForeign) throw notFound('Clinic');
  const named = clinicId ?? own;
  const clinic = named ? await scope.clinics.find(named) : await scope.clinics.default();
  if (!clinic && named) throw notFound('Clinic');
  if (!clinic) throw new Error('there is no clinic to join: run the migrations and create one');
  return clinic;
}
