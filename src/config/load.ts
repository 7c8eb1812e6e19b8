import { existsSync } from 'node:fs';
import { type Settings, settingsSchema } from './schema.js';

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
