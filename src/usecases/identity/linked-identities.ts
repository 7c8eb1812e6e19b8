import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { LinkedIdentity } from '../../models/repositories/identity/oauth-identities.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { unauthenticated } from './authenticate.js';
import { clinicOfMails } from './pending-registration.js';
import { assertFresh } from './reauthenticate.js';

export type { LinkedIdentity };

type Scope = ClinicsScope & IdentityScope;

export interface LinkedIdentitiesDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/** The accounts at providers that sign in to the caller's. */
export function listIdentities({ unitOfWork }: Pick<LinkedIdentitiesDeps, 'unitOfWork'>) {
  return (actor: UserActor): Promise<readonly LinkedIdentity[]> =>
    unitOfWork.withScope(actor, (scope) => scope.oauthIdentities.list(actor.userId));
}

/** Unlinks one, and tells the person. @throws DomainError not_found, reauthentication_required */
export function unlinkIdentity(deps: LinkedIdentitiesDeps) {
  return async (actor: UserActor, id: string): Promise<void> => {
    const { unitOfWork, sessionRules, now } = deps;
    const at = now();
    const { userId } = actor;
    const mailId = await unitOfWork.withScope(actor, async (scope) => {
      const account = await scope.users.lock(userId);
      if (!account) throw unauthenticated();
      if (!(await scope.oauthIdentities.remove(userId, id))) throw notFound('Identity');
      await assertFresh(scope, actor, sessionRules, at);
      const clinicId = await clinicOfMails(scope, userId, actor);
      await scope.audit.record({ action: 'user.identity_unlinked', entity: 'user', entityId: userId, clinicId }, at);
      const { email: recipient, firstName, timezone: zone } = account.user;
      const notice = { kind: 'security_notice', notice: 'google_unlinked', link: null } as const;
      return addAccountMail(deps, scope, { ...notice, userId, recipient, firstName, zone, clinicId }, at);
    });
    await sendAccountMail(deps, mailId);
  };
}
