import { existsSync, readFileSync } from 'node:fs';
import { SECRET_SETTINGS, type Settings, settingsSchema } from './schema.js';
import { TokenKeys } from './token-keys.js';

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

/** The keys that tokens are signed and verified with. @throws SettingsError without any, or with two of one id */
export function tokenKeysOf({ TOKEN_KEYS = [], JWT_SECRET }: Pick<Settings, 'TOKEN_KEYS' | 'JWT_SECRET'>): TokenKeys {
  const old = JWT_SECRET === undefined ? [] : [{ id: 'jwt-secret', secret: new TextEncoder().encode(JWT_SECRET) }];
  const keys = [...TOKEN_KEYS, ...old];
  if (keys.length === 0) throw new SettingsError('TOKEN_KEYS is missing: it is required.');
  try {
    return TokenKeys.of(keys);
  } catch (error) {
    throw new SettingsError(`TOKEN_KEYS ${error instanceof Error ? error.message : 'is invalid'}.`);
  }
}

function check(settings: Settings): Settings {
  tokenKeysOf(settings);
  const { PAYMENTS_ENABLED, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, PAYSTACK_SECRET_KEY } = settings;
  if (PAYMENTS_ENABLED && !STRIPE_SECRET_KEY && !PAYSTACK_SECRET_KEY) {
    throw new SettingsError(
      'STRIPE_SECRET_KEY is missing: set it or PAYSTACK_SECRET_KEY, or set PAYMENTS_ENABLED=false.',
    );
  }
  if (PAYMENTS_ENABLED && STRIPE_SECRET_KEY && !STRIPE_WEBHOOK_SECRET) {
    throw new SettingsError('STRIPE_WEBHOOK_SECRET is missing: webhooks could not be verified.');
  }
  const { DOCUMENTS_URL: documents, S3_ACCESS_KEY, S3_SECRET_KEY } = settings;
  if (documents?.protocol === 's3:') {
    if (!S3_ACCESS_KEY) throw new SettingsError('S3_ACCESS_KEY is missing: DOCUMENTS_URL names a bucket.');
    if (!S3_SECRET_KEY) throw new SettingsError('S3_SECRET_KEY is missing: DOCUMENTS_URL names a bucket.');
    const endpoint = documents.searchParams.get('endpoint');
    if (endpoint !== null && !/^https?:\/\/[^/?#]+\/?$/.test(endpoint)) {
      throw new SettingsError('DOCUMENTS_URL has an endpoint that is no address such as https://s3.example.com.');
    }
  }
  if (settings.SOCKET_ADAPTER === 'redis' && !settings.REDIS_URL) {
    throw new SettingsError('REDIS_URL is missing: SOCKET_ADAPTER is redis.');
  }
  checkGoogle(settings);
  return settings;
}

function checkGoogle({ GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_ISSUER }: Settings): void {
  if (Boolean(GOOGLE_CLIENT_ID) !== Boolean(GOOGLE_CLIENT_SECRET)) {
    const missing = GOOGLE_CLIENT_ID ? 'GOOGLE_CLIENT_SECRET' : 'GOOGLE_CLIENT_ID';
    throw new SettingsError(`${missing} is missing: sign-in with Google needs both.`);
  }
  const { protocol, hostname } = new URL(GOOGLE_ISSUER);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback)) {
    throw new SettingsError('GOOGLE_ISSUER must be an https: URL, or http: on this machine.');
  }
}
