import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chdir, cwd } from 'node:process';
import { describe, it } from 'node:test';
import { mfaRolesOf } from '../../../src/composition/default-security.js';
import { formatDuration, parseDuration } from '../../../src/config/durations.js';
import { loadSettings, SettingsError } from '../../../src/config/load.js';
import { ROLES } from '../../../src/domain/roles.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

const NEEDED: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://clinic.invalid/',
  DATABASE_URL: 'postgres://keepwell:x@127.0.0.1/keepwell',
  TOKEN_KEYS: `t1:${Buffer.alloc(32, 1).toString('base64')}`,
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:25',
  ENCRYPTION_KEYS: `k1:${key(1)}`,
  STRIPE_SECRET_KEY: 'sk_test_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
};

function without(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(NEEDED).filter(([other]) => other !== name));
}

/** The one line that a bad installation is told. */
function complaint(env: Readonly<Record<string, string>>): string {
  try {
    loadSettings(env);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    assert.doesNotMatch(error.message, /\n/, 'one line');
    return error.message;
  }
  throw new Error('the settings were accepted');
}

describe('durations', () => {
  const cases = [
    ['500ms', 500],
    ['3s', 3_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['30d', 2_592_000_000],
    [' 0s ', 0],
    ['', null],
    ['15', null],
    ['m', null],
    ['-1s', null],
    ['1.5h', null],
    ['1h30m', null],
    ['1 h', null],
    ['1w', null],
  ] as const;
  for (const [text, ms] of cases) it(`"${text}" is ${ms}`, () => assert.equal(parseDuration(text), ms));

  it('are written as people say them, and read back as they were', () => {
    for (const text of ['0s', '1ms', '1500ms', '90s', '15m', '90m', '24h', '36h', '48h', '30d', '366d']) {
      const ms = parseDuration(text) ?? Number.NaN;
      assert.equal(formatDuration(ms), text);
    }
    assert.equal(formatDuration(2 * 86_400_000), '48h');
  });
});

describe('settings', () => {
  it('need no more than this, and have the defaults of the contract', () => {
    const settings = loadSettings(NEEDED);
    assert.equal(settings.PUBLIC_URL, 'https://clinic.invalid', 'without the slash at its end');
    assert.deepEqual(settings.POLICY_REFUND_TIERS, [
      { noticeMs: 86_400_000, percent: 100 },
      { noticeMs: 7_200_000, percent: 50 },
      { noticeMs: 0, percent: 0 },
    ]);
    const DEFAULTS = {
      NODE_ENV: 'production',
      KEEPWELL_EMBEDDED: false,
      PORT: 3000,
      CORS_ORIGINS: [],
      DATABASE_POOL_MAX: 20,
      ACCESS_TOKEN_TTL: 900_000,
      REFRESH_TOKEN_TTL: 2_592_000_000,
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_TASK_QUEUE: 'keepwell',
      PAYMENTS_ENABLED: true,
      CURRENCY: 'aud',
      POLICY_PAYMENT_WINDOW: 900_000,
      POLICY_PAYMENT_WARNING: 300_000,
      POLICY_PROCESSING_LIMIT: 7_200_000,
      POLICY_SLOT_SHORT: 900_000,
      POLICY_SLOT_LONG: 1_800_000,
      POLICY_REMINDERS: [86_400_000, 3_600_000],
      POLICY_CHAT_OPENS: 900_000,
      POLICY_CHECK_IN_OPENS: 3_600_000,
      POLICY_NO_SHOW_AFTER: 1_800_000,
      POLICY_FEE_NEW: 8000,
      POLICY_FEE_RETURNING: 5000,
      RATE_LIMIT_LOGIN: { points: 5, perMs: 60_000 },
      RATE_LIMIT_API: { points: 100, perMs: 60_000 },
      RATE_LIMIT_BOOKINGS: { points: 3, perMs: 3_600_000 },
      RATE_LIMIT_MESSAGES: { points: 30, perMs: 10_000 },
      REQUIRE_VERIFIED_EMAIL: undefined,
      SOCKET_ADAPTER: 'postgres',
      LOG_LEVEL: 'info',
    } as const;
    const got = settings as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(DEFAULTS)) assert.deepEqual(got[name], value, name);
  });

  it('read what they are given', () => {
    const settings = loadSettings({
      ...NEEDED,
      CORS_ORIGINS: 'https://a.invalid, https://b.invalid,',
      POLICY_REMINDERS: '',
      POLICY_FEE_NEW: '0.05',
      PAYMENTS_ENABLED: '0',
      KEEPWELL_EMBEDDED: '1',
      RATE_LIMIT_API: 'off',
      POLICY_REFUND_TIERS: '1h:10',
    });
    assert.deepEqual(settings.CORS_ORIGINS, ['https://a.invalid', 'https://b.invalid']);
    assert.deepEqual(settings.POLICY_REMINDERS, [86_400_000, 3_600_000], 'an empty text means the default');
    assert.deepEqual(
      [settings.POLICY_FEE_NEW, settings.PAYMENTS_ENABLED, settings.KEEPWELL_EMBEDDED],
      [5, false, true],
    );
    assert.equal(settings.RATE_LIMIT_API, null);
    assert.deepEqual(settings.POLICY_REFUND_TIERS, [{ noticeMs: 3_600_000, percent: 10 }]);
    assert.deepEqual(loadSettings({ ...NEEDED, POLICY_REMINDERS: ',' }).POLICY_REMINDERS, [], 'none at all');
  });

  for (const name of Object.keys(NEEDED)) {
    it(`${name} is missing: it is named`, () => {
      assert.match(complaint(without(name)), new RegExp(`^${name} is missing`));
      assert.match(complaint({ ...NEEDED, [name]: '' }), new RegExp(`^${name} is missing`), 'empty is missing too');
    });
  }

  it('no payments, no keys of a provider', () => {
    const { STRIPE_SECRET_KEY: _key, STRIPE_WEBHOOK_SECRET: _secret, ...rest } = NEEDED;
    assert.equal(loadSettings({ ...rest, PAYMENTS_ENABLED: 'false' }).PAYMENTS_ENABLED, false);
  });

  it('roles with a second factor: every one of staff but on an embedded installation, what is named, or none', () => {
    const rolesOf = (more: object) => mfaRolesOf(loadSettings({ ...NEEDED, ...more }));
    const staff = ROLES.filter((role) => role !== 'patient');
    assert.deepEqual([rolesOf({}), rolesOf({ KEEPWELL_EMBEDDED: '1' })], [staff, []]);
    assert.deepEqual(rolesOf({ KEEPWELL_EMBEDDED: '1', REQUIRE_MFA_ROLES: 'admin, doctor' }), ['admin', 'doctor']);
    assert.deepEqual(rolesOf({ REQUIRE_MFA_ROLES: 'none' }), []);
  });

  it('sockets over Redis need its address', () => {
    assert.match(complaint({ ...NEEDED, SOCKET_ADAPTER: 'redis' }), /^REDIS_URL is missing/);
  });

  it('sign-in with Google needs an id and a secret', () => {
    assert.match(complaint({ ...NEEDED, GOOGLE_CLIENT_ID: 'x' }), /^GOOGLE_CLIENT_SECRET is missing/);
    const local = { GOOGLE_CLIENT_ID: 'x', GOOGLE_CLIENT_SECRET: 'y', GOOGLE_ISSUER: 'http://127.0.0.1:9000' };
    assert.equal(loadSettings({ ...NEEDED, ...local }).GOOGLE_ISSUER, 'http://127.0.0.1:9000');
  });

  it('one provider is enough', () => {
    const { STRIPE_SECRET_KEY: _key, STRIPE_WEBHOOK_SECRET: _secret, ...rest } = NEEDED;
    assert.equal(loadSettings({ ...rest, PAYSTACK_SECRET_KEY: 'sk_test_x' }).STRIPE_SECRET_KEY, undefined);
  });

  const BAD: readonly [string, string][] = [
    ['PUBLIC_URL', 'clinic'],
    ['FRONTEND_URL', 'here'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['JWT_SECRET', 'short'],
    ['TOKEN_KEYS', 'no-colon'],
    ['TOKEN_KEYS', 't1:c2hvcnQ='],
    ['TOKEN_KEYS', `t1:${Buffer.alloc(32).toString('base64')},t1:${Buffer.alloc(32).toString('base64')}`],
    ['PASSWORD_MIN_LENGTH', '7'],
    ['PASSWORD_BREACH_URL', 'range'],
    ['SMTP_URL', 'http://mail'],
    ['SOCKET_ADAPTER', 'rabbit'],
    ['REDIS_URL', 'http://redis'],
    ['NODE_ENV', 'staging'],
    ['KEEPWELL_EMBEDDED', 'maybe'],
    ['PAYMENTS_ENABLED', 'yes'],
    ['PORT', '70000'],
    ['PORT', '3000x'],
    ['DATABASE_POOL_MAX', '1001'],
    ['DATABASE_STATEMENT_TIMEOUT', '10'],
    ['ACCESS_TOKEN_TTL', 'soon'],
    ['ACCESS_TOKEN_TTL', '0s'],
    ['REFRESH_TOKEN_TTL', '0s'],
    ['POLICY_PAYMENT_WINDOW', '0s'],
    ['POLICY_SLOT_SHORT', '0s'],
    ['POLICY_SLOT_LONG', '0s'],
    ['REQUIRE_VERIFIED_EMAIL', 'maybe'],
    ['REQUIRE_MFA_ROLES', 'surgeon'],
    ['GOOGLE_ISSUER', 'http://accounts.google.com'],
    ['SESSION_MAX_TTL', '0s'],
    ['CURRENCY', 'btc'],
    ['POLICY_PAYMENT_WINDOW', '15 minutes'],
    ['POLICY_REMINDERS', '24h;1h'],
    ['POLICY_REFUND_TIERS', '24h'],
    ['POLICY_REFUND_TIERS', '24h:101'],
    ['POLICY_REFUND_TIERS', '200ms:6'],
    ['POLICY_REFUND_TIERS', 'soon:10'],
    ['POLICY_REFUND_TIERS', '24h:x'],
    ['POLICY_FEE_NEW', '-1'],
    ['POLICY_FEE_NEW', '80.005'],
    ['RATE_LIMIT_LOGIN', '5'],
    ['RATE_LIMIT_LOGIN', '0/1m'],
    ['RATE_LIMIT_LOGIN', '5/0s'],
    ['RATE_LIMIT_LOGIN', 'x/1m'],
    ['ENCRYPTION_KEYS', 'k1'],
    ['ENCRYPTION_KEYS', `:${key(1)}`],
    ['ENCRYPTION_KEYS', `k 1:${key(1)}`],
    ['ENCRYPTION_KEYS', 'k1:AAAA'],
    ['ENCRYPTION_KEYS', `k1:${key(1)},k1:${key(2)}`],
    ['LOG_LEVEL', 'loud'],
  ];
  for (const [name, value] of BAD) {
    it(`${name}=${value.slice(0, 20)} is named, and not repeated`, () => {
      const text = complaint({ ...NEEDED, [name]: value });
      assert.match(text, new RegExp(`^${name} `));
      assert.doesNotMatch(text, new RegExp(key(1).replaceAll(/[+/=]/g, '.')), 'no key material');
    });
  }

  it('are filled from .env where the environment leaves them out', () => {
    const [folder, home, before] = [mkdtempSync(join(tmpdir(), 'keepwell-env-')), cwd(), { ...process.env }];
    try {
      for (const name of Object.keys(NEEDED)) delete process.env[name];
      const lines = Object.entries({ ...NEEDED, LOG_LEVEL: 'debug', CURRENCY: 'usd' });
      writeFileSync(join(folder, '.env'), lines.map(([name, value]) => `${name}=${value}`).join('\n'));
      process.env.CURRENCY = 'eur';
      chdir(folder);
      const settings = loadSettings();
      assert.deepEqual([settings.LOG_LEVEL, settings.CURRENCY], ['debug', 'eur']);
    } finally {
      chdir(home);
      for (const name of [...Object.keys(NEEDED), 'LOG_LEVEL', 'CURRENCY']) delete process.env[name];
      Object.assign(process.env, before);
      rmSync(folder, { recursive: true });
    }
  });

  it('a secret of any length is not repeated in a complaint', () => {
    const secret = randomBytes(8).toString('hex');
    assert.doesNotMatch(complaint({ ...NEEDED, JWT_SECRET: secret }), new RegExp(secret));
  });
});
