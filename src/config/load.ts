import { existsSync, readFileSync } from 'node:fs';
import { SECRET_SETTINGS, type Settings, settingsSchema } from './schema.js';

/** A setting that is missing or wrong: one line that names it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads and checks the settings once. `.env` of the working directory fills what the environment leaves out.
 * @throws SettingsError naming the first bad setting.
 */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  if (env === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  Object.assign(present, secretsFromFiles(present));
  const parsed = settingsSchema.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = issue?.path.join('.') ?? 'settings';
    const missing = !(name in present);
    throw new SettingsError(
      missing ? `${name} is missing: it is required.` : `${name} ${issue?.message ?? 'is invalid'}.`,
    );
  }
  return check(parsed.data);
}

/** What stands in the files that `<NAME>_FILE` names, by setting; the line end that editors add does not count. */
function secretsFromFiles(present: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const name of SECRET_SETTINGS) {
    const path = present[`${name}_FILE`];
    if (path === undefined) continue;
    if (present[name] !== undefined) throw new SettingsError(`${name} and ${name}_FILE are both set: remove one.`);
    try {
      secrets[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown error';
      throw new SettingsError(`${name}_FILE cannot be read (${code}).`);
    }
    if (secrets[name] === '') throw new SettingsError(`${name}_FILE names an empty file.`);
  }
  return secrets;
}

function check(settings: Settings): Settings {
  const { PAYMENTS_ENABLED, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, PAYSTACK_SECRET_KEY } = settings;
  if (PAYMENTS_ENABLED && !STRIPE_SECRET_KEY && !PAYSTACK_SECRET_KEY) {
    throw new SettingsError(
      'STRIPE_SECRET_KEY is missing: set it or PAYSTACK_SECRET_KEY, or set PAYMENTS_ENABLED=false.',
    );
  }
  if (PAYMENTS_ENABLED && STRIPE_SECRET_KEY && !STRIPE_WEBHOOK_SECRET) {
    throw new SettingsError('STRIPE_WEBHOOK_SECRET is missing: webhooks could not be verified.');
  }
  return settings;
}
