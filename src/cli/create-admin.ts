import { randomBytes, randomUUID } from 'node:crypto';
import { argon2Hasher } from '../adapters/passwords/argon2.js';
import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { LINK_LIVES_MS, linkUrl } from '../domain/identity/account-mails.js';
import { parseEmail } from '../domain/identity/email.js';
import { Unfit } from './unfit.js';

/**
 * `admin:create --email <mail>`: the first platform administrator of an installation, who belongs to no clinic. Prints a link
 * that works once and for an hour, by which the password is chosen: nobody else ever knows it. Run again for an administrator
 * who has not chosen one yet, it prints a new link.
 */
export async function createAdmin(settings: Settings, args: readonly string[]): Promise<void> {
  const email = args.includes('--email') ? parseEmail(args[args.indexOf('--email') + 1] ?? '')?.address : undefined;
  if (!email) throw new Unfit('admin:create takes --email <mail address>.');
  const core = compose(settings, 'admin');
  const token = randomBytes(32).toString('base64url');
  try {
    // Of a text that nobody knows: until the link is used, there is no password.
    const passwordHash = await argon2Hasher().hash(randomBytes(32).toString('base64url'));
    const created = await core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const now = core.now();
      const waiting = await scope.users.findByEmail(email);
      const userId = waiting?.id ?? randomUUID();
      if (waiting && !(await scope.oneTimeTokens.isOpen(userId, 'setup'))) return false;
      await scope.oneTimeTokens.voidAll(userId, 'setup', now);
      if (!waiting) {
        const names = { firstName: 'Platform', lastName: 'Administrator', phone: null, timezone: 'UTC' };
        await scope.users.create({ id: userId, email, passwordHash, ...names, emailVerifiedAt: now, createdAt: now });
        const role = 'platform_admin';
        await scope.memberships.add({ userId, clinicId: null, role }, now);
        await scope.audit.record(
          { action: 'user.registered', entity: 'user', entityId: userId, clinicId: null, details: { role } },
          now,
        );
      }
      const expiresAt = new Date(now.getTime() + LINK_LIVES_MS.setup);
      await scope.oneTimeTokens.add({
        purpose: 'setup',
        userId,
        email,
        token,
        details: null,
        createdAt: now,
        expiresAt,
      });
      return true;
    });
    if (!created) throw new Unfit('An account with this mail address exists already.');
    const link = linkUrl(settings.FRONTEND_URL ?? settings.PUBLIC_URL, { purpose: 'setup', token });
    console.log(`Administrator created. This link works once, for an hour; choose the password there:\n${link}`);
  } finally {
    await core.close();
  }
}
