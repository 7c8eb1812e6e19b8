import { randomBytes, randomUUID } from 'node:crypto';
import { argon2Hasher } from '../adapters/passwords/argon2.js';
import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { parseEmail } from '../domain/identity/email.js';
import { Unfit } from './unfit.js';

/**
 * `admin:create --email <mail>`: the first administrator of an installation, with its clinic if there is none.
 * Prints a password that is shown once; it is changed after the first login.
 */
export async function createAdmin(settings: Settings, args: readonly string[]): Promise<void> {
  const email = args.includes('--email') ? parseEmail(args[args.indexOf('--email') + 1] ?? '')?.address : undefined;
  if (!email) throw new Unfit('admin:create takes --email <mail address>.');
  const core = compose(settings, 'admin');
  const password = `${randomBytes(12).toString('base64url')}1a`;
  try {
    const passwordHash = await argon2Hasher().hash(password);
    const created = await core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const present = await scope.clinics.default();
      const clinic = present ?? {
        id: randomUUID(),
        name: 'Clinic',
        slug: 'clinic',
        timezone: 'Australia/Sydney',
        currency: settings.CURRENCY,
        phone: null,
      };
      if (!present) await scope.clinics.create(clinic);
      const id = randomUUID();
      const now = core.now();
      const isNew = await scope.users.create({
        id,
        role: 'admin',
        email,
        passwordHash,
        firstName: 'Clinic',
        lastName: 'Administrator',
        phone: null,
        timezone: clinic.timezone,
        emailVerifiedAt: now,
        createdAt: now,
      });
      if (!isNew) return false;
      await scope.users.addMembership(id, clinic.id, 'admin');
      await scope.audit.record(
        { action: 'user.registered', entity: 'user', entityId: id, clinicId: clinic.id, details: { role: 'admin' } },
        now,
      );
      return true;
    });
    if (!created) throw new Unfit('An account with this mail address exists already.');
    console.log(
      `Administrator created. Sign in at ${settings.PUBLIC_URL} with this password, and change it:\n${password}`,
    );
  } finally {
    await core.close();
  }
}
