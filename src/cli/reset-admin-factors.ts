import { randomBytes } from 'node:crypto';
import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { LINK_LIVES_MS, linkUrl } from '../domain/identity/account-mails.js';
import { parseEmail } from '../domain/identity/email.js';
import { Unfit } from './unfit.js';

/**
 * `admin:mfa-reset --email <mail>`: for an administrator who has lost every second factor, and whom no other administrator can
 * help. Prints a link that works once and for an hour: by it a new password is chosen, and the second factors are taken away in
 * the same transaction, so that the next sign-in sets up a new one. Until the link is used nothing has changed.
 */
export async function resetAdminFactors(settings: Settings, args: readonly string[]): Promise<void> {
  const email = args.includes('--email') ? parseEmail(args[args.indexOf('--email') + 1] ?? '')?.address : undefined;
  if (!email) throw new Unfit('admin:mfa-reset takes --email <mail address>.');
  const core = compose(settings, 'admin');
  const token = randomBytes(32).toString('base64url');
  try {
    const made = await core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const createdAt = core.now();
      const user = await scope.users.findByEmail(email);
      const memberships = user ? await scope.memberships.active(user.id) : [];
      const isAdmin = memberships.some(({ role }) => role === 'admin' || role === 'platform_admin');
      if (!user?.isActive || !isAdmin) return false;
      await scope.oneTimeTokens.voidAll(user.id, 'setup', createdAt);
      const expiresAt = new Date(createdAt.getTime() + LINK_LIVES_MS.setup);
      const link = { purpose: 'setup', userId: user.id, email, token, createdAt, expiresAt } as const;
      await scope.oneTimeTokens.add({ ...link, details: { removesFactors: true } });
      await scope.audit.record(
        { action: 'user.mfa_reset_offered', entity: 'user', entityId: user.id, clinicId: null },
        createdAt,
      );
      return true;
    });
    if (!made) throw new Unfit('No administrator has this mail address.');
    const link = linkUrl(settings.FRONTEND_URL ?? settings.PUBLIC_URL, { purpose: 'setup', token });
    console.log(
      `This link works once, for an hour. It takes the second factors away; choose a new password there:\n${link}`,
    );
  } finally {
    await core.close();
  }
}
