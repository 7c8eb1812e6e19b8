import type { UserActor } from '../../domain/actor.js';
import type { MemberRole } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { NewUser, UserRecord } from '../../models/repositories/identity/users.js';
import { giveConsents } from './accept-documents.js';

type Scope = ClinicsScope & IdentityScope;

/** Somebody who registers, understood and ready to be stored. */
export interface Registration {
  readonly user: Omit<NewUser, 'createdAt' | 'emailVerifiedAt'>;
  readonly role: MemberRole;
  readonly clinicId: string;
  /** What the person has accepted, and when; absent where somebody else registers them. */
  readonly accepted?: { readonly documentIds: readonly string[]; readonly at: string };
}

/** Opens the account and its membership; null when its address is taken by another account. */
export async function openAccount(
  scope: Scope,
  { user, role, clinicId, accepted }: Registration,
  emailVerifiedAt: Date | null,
  at: Date,
): Promise<UserRecord | null> {
  const created = await scope.users.create({ ...user, emailVerifiedAt, createdAt: at });
  const account = await scope.users.findById(user.id);
  if (!account || !created) return account;
  await scope.memberships.add({ userId: user.id, clinicId, role }, at);
  const patientId = role === 'patient' ? user.id : null;
  await scope.audit.record(
    { action: 'user.registered', entity: 'user', entityId: user.id, clinicId, patientId, details: { role } },
    at,
  );
  if (accepted) await giveConsents(scope, user.id, accepted.documentIds, new Date(accepted.at));
  return account;
}

/** A registration that waits for its mailbox, read back from its link. */
export function registrationOf(details: unknown): Registration | null {
  const { registration } = (details ?? {}) as { readonly registration?: Registration };
  return registration ?? null;
}

/** The clinic that an account's mails speak for: the person's own, or the first one; null while there is none. */
export async function clinicOfMails(scope: Scope, userId: string, actor?: UserActor): Promise<string | null> {
  const own = actor?.clinicIds[0] ?? (await scope.memberships.active(userId)).find((one) => one.clinicId)?.clinicId;
  return own ?? (await scope.clinics.default())?.id ?? null;
}
