import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { KeyRing } from '../../../src/config/key-ring.js';
import { loadSettings, SettingsError } from '../../../src/config/load.js';
import { SECRET_SETTINGS } from '../../../src/config/schema.js';
import { TokenKeys } from '../../../src/config/token-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'keepwell-secrets-'));
const VALUES: Readonly<Record<(typeof SECRET_SETTINGS)[number], string>> = {
  DATABASE_URL: 'postgres://db.invalid/keepwell',
  DATABASE_URL_API: 'postgres://api@db.invalid/keepwell',
  DATABASE_URL_WORKER: 'postgres://worker@db.invalid/keepwell',
  JWT_SECRET: randomBytes(32).toString('hex'),
  TOKEN_KEYS: `t1:${randomBytes(32).toString('base64')}`,
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  GOOGLE_CLIENT_SECRET: 'google secret',
  STRIPE_SECRET_KEY: 'sk_test_secret_files',
  STRIPE_WEBHOOK_SECRET: 'whsec_secret_files',
  PAYSTACK_SECRET_KEY: 'sk_test_paystack',
  SMTP_URL: 'smtp://mail.invalid:25',
  REDIS_URL: 'redis://:secret@redis:6379',
  S3_ACCESS_KEY: 'an-access-key',
  S3_SECRET_KEY: 'a-secret-key',
  SIGNING_PFX_PASSWORD: 'the password of a file',
  TEMPORAL_API_KEY: 'an-api-key',
  METRICS_TOKEN: 'a-token-of-a-scraper',
};
const OTHERS = {
  PUBLIC_URL: 'https://clinic.invalid',
  TEMPORAL_ADDRESS: 'temporal.invalid:7233',
  GOOGLE_CLIENT_ID: 'keepwell',
};

function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('secrets in files', () => {
  it('takes each from the file that its name with _FILE names, without the line end of an editor', () => {
    const env = Object.fromEntries(SECRET_SETTINGS.map((name) => [`${name}_FILE`, fileOf(name, `${VALUES[name]}\n`)]));
    const settings = loadSettings({ ...OTHERS, ...env });
    for (const name of SECRET_SETTINGS) {
      if (name !== 'ENCRYPTION_KEYS' && name !== 'TOKEN_KEYS') assert.equal(settings[name], VALUES[name], name);
    }
    assert.deepEqual(settings.TOKEN_KEYS, TokenKeys.parse(VALUES.TOKEN_KEYS));
    const sealed = settings.ENCRYPTION_KEYS.seal(Buffer.from('text'), 'a');
    assert.deepEqual(KeyRing.parse(VALUES.ENCRYPTION_KEYS).open(sealed, 'a'), Buffer.from('text'));
  });

  const env = { ...OTHERS, ...VALUES };
  const refused = (change: Readonly<Record<string, string | undefined>>, message: RegExp) =>
    assert.throws(
      () => loadSettings({ ...env, ...change }),
      (error) => error instanceof SettingsError && message.test(error.message),
    );

  it('refuses a secret that is given twice', () => {
    refused({ JWT_SECRET_FILE: fileOf('twice', 'x') }, /^JWT_SECRET and JWT_SECRET_FILE are both set/);
  });

  it('refuses a file that is missing or empty in one line that names the setting and not its value', () => {
    refused(
      { JWT_SECRET: undefined, JWT_SECRET_FILE: join(folder, 'nowhere') },
      /^JWT_SECRET_FILE cannot be read \(ENOENT\)\.$/,
    );
    refused(
      { JWT_SECRET: undefined, JWT_SECRET_FILE: fileOf('empty', '\n') },
      /^JWT_SECRET_FILE names an empty file\.$/,
    );
  });
});
