import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '../../src/adapters/passwords/argon2.js';
import { knownPasswords } from '../../src/adapters/passwords/known-passwords.js';
import { createReceiptPrinter } from '../../src/adapters/pdf/receipt-pdf.js';
import { totpCodes } from '../../src/adapters/second-factors/totp.js';
import { jwtSigner } from '../../src/adapters/tokens/jwt.js';
import { createApp } from '../../src/api/http/app.js';
import type { Services } from '../../src/api/http/services.js';
import type { ApiSettings } from '../../src/api/http/settings.js';
import { repositories } from '../../src/composition/contexts.js';
import { signInLookups, userServices } from '../../src/composition/identity.js';
import { KeyRing } from '../../src/config/key-ring.js';
import { TokenKeys } from '../../src/config/token-keys.js';
import type { SecurityRules } from '../../src/domain/clinics/security-rules.js';
import type { SessionRules } from '../../src/domain/identity/sessions.js';
import type { Pool } from '../../src/models/connection.js';
import { openPool } from '../../src/models/connection.js';
import { directQueries } from '../../src/models/direct-queries.js';
import { migrateUp } from '../../src/models/migrator.js';
import { IdempotencyKeyRepository } from '../../src/models/repositories/identity/idempotency-keys.js';
import { storeScopeKeys } from '../../src/models/signed-scope.js';
import { unitOfWork } from '../../src/models/unit-of-work.js';
import { createLogger } from '../../src/observability/logger.js';
import { authenticateGuest } from '../../src/usecases/chat/guest-sessions.js';
import { answerOnce } from '../../src/usecases/idempotency/answer-once.js';
import { sessionCache } from '../../src/usecases/identity/session-cache.js';
import { makeTestLogins, testLogin } from './database.js';

export const CLINIC_ID = '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01';

export interface TestDatabase {
  /** As the owner of the schema. */
  readonly pool: Pool;
  /** As the API connects. */
  readonly api: Pool;
  drop(): Promise<void>;
}

/** A migrated database of its own on the given server, with one clinic. */
export async function freshDatabase(serverUrl: string): Promise<TestDatabase> {
  const logger = createLogger('error', 'test');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const options = { max: 10, statementTimeoutMs: 10_000, applicationName: 'test' };
  const admin = openPool({ ...options, url: serverUrl, max: 1 }, logger);
  await admin.query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pool = openPool({ ...options, url: url.href }, logger);
  await migrateUp(pool);
  await makeTestLogins(pool, url.href, logger);
  await storeScopeKeys(pool, RING);
  const api = openPool({ ...options, url: testLogin(url.href, 'api') }, logger);
  await pool.query(
    "with clinic as (insert into clinics (id, name, slug, timezone, currency) values ($1, 'Demo Clinic', 'demo', 'Australia/Sydney', 'aud')) insert into subjects (id, kind, clinic_id) values ($1, 'clinic', $1)",
    [CLINIC_ID],
  );
  return {
    pool,
    api,
    async drop() {
      await Promise.all([pool.end(), api.end()]);
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

/** What the skeleton seals with. */
export const RING = KeyRing.parse(`test:${Buffer.alloc(32, 7).toString('base64')}`);

export interface TestApi {
  readonly url: string;
  readonly services: Services;
  close(): Promise<void>;
}

/** The HTTP surface over the users' use cases on a real database. `change` replaces services, `settings` replaces settings. */
export async function startApi(
  pool: Pool,
  settings: Partial<ApiSettings> = {},
  change: (services: Services) => Services = (services) => services,
  accounts: Partial<Parameters<typeof userServices>[0]> = {},
): Promise<TestApi> {
  const keys = RING;
  const reads = directQueries(pool, keys);
  const logger = createLogger('error', 'test');
  const work = unitOfWork(pool, keys, repositories);
  const passwords = argon2Hasher();
  const tokens = jwtSigner({ keys: KEYS, accessTtlMs: 900_000 });
  const now = () => new Date();
  const cache = sessionCache(now);
  const choice = {
    knownPasswords: knownPasswords({ breachUrl: undefined, onUnanswered: () => assert.fail('nobody is asked') }),
    security: SECURITY_RULES,
  };
  const deps = {
    ...choice,
    unitOfWork: work,
    characters: createReceiptPrinter(),
    passwords,
    tokens,
    cache,
    now,
    ...signInLookups(pool, keys),
    // Mails stay in their table: there is no engine here that would send them.
    accountMails: { send: async () => true },
    mailDomain: 'keepwell.invalid',
    logger,
    requireVerifiedEmail: false,
    mfaRoles: [],
    authenticator: totpCodes,
    google: null,
    frontendUrl: 'https://app.keepwell.invalid',
    sessionRules: SESSION_RULES,
  };
  const report = async () => ({
    overall: 'healthy' as const,
    checkedAt: now(),
    ill: [],
    dependencies: { database: { healthy: true, responseTimeMs: 1, figures: {} } },
  });
  // Only what this skeleton serves: the other groups belong to the product's own composition.
  const services = {
    users: userServices({ ...deps, ...accounts }),
    guests: { authenticate: authenticateGuest(deps) },
    idempotency: {
      answerOnce: answerOnce({ keys: new IdempotencyKeyRepository(reads, keys), logger }),
      noteReplay: async () => undefined,
    },
    health: { ready: report, deep: report, check: report, webhookSilence: async () => new Map() },
    metrics: { figures: async () => [], pool },
    webhooks: { unreadable: () => new Map() },
    meta: {
      docsPage: () => '<!doctype html><title>API reference</title>',
      homePage: () => '<!doctype html><title>Keepwell</title>',
    },
    paymentPages: {
      paymentPage: ({ outcome }: { readonly outcome: string }) => `<!doctype html><title>${outcome}</title>`,
    },
  } as unknown as Services;
  const app = createApp(change(services), {
    logger,
    publicUrl: 'http://127.0.0.1',
    accountsUrl: 'https://app.keepwell.invalid',
    securityContact: 'mailto:security@keepwell.invalid',
    corsOrigins: ['https://app.keepwell.invalid'],
    codecOrigins: [],
    trustProxy: '1',
    limits: NO_LIMITS,
    uploadMaxBytes: 1_000_000,
    metricsOpen: true,
    openCodec: false,
    ...settings,
  });
  const server = await listen(createServer(app));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    services,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const HOUR_MS = 3_600_000;

/** The product's own. */
/** As the installation has them by default. */
const SECURITY_RULES: SecurityRules = {
  requireMfa: [],
  mfaTrustDays: 30,
  sessionIdleSeconds: 12 * 3_600,
  passwordMinLength: 8,
  passwordClasses: 0,
  passwordMaxAgeDays: null,
  passwordHistory: 5,
  accessLogNames: 'all',
  breakGlassMinutes: 60,
};

export const SESSION_RULES: SessionRules = {
  idleMs: 30 * 24 * HOUR_MS,
  shortIdleMs: 12 * HOUR_MS,
  maxMs: 90 * 24 * HOUR_MS,
  reuseGraceMs: 30_000,
  freshMs: 600_000,
};

/** Nothing is counted: for tests that are about something else. */
export const NO_LIMITS: ApiSettings['limits'] = {
  api: null,
  login: { pair: null, network: null, account: null },
  mfa: null,
  mail: null,
  patientSearch: null,
  verify: null,
  counters: null,
  shared: null,
};

const KEYS = TokenKeys.of([{ id: 't1', secret: randomBytes(32) }]);

/** A token pair's signer that shares the skeleton's secret, to forge odd tokens with. */
export function signerOf(accessTtlMs: number) {
  return jwtSigner({ keys: KEYS, accessTtlMs });
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the wire carries.
  readonly body: any;
}

export interface Call {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One JSON request to a path below the API's base. */
export async function call(
  api: TestApi,
  method: string,
  path: string,
  { token, body, headers = {} }: Call = {},
): Promise<Reply> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isReady(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

function isReady(body: unknown): body is string | FormData {
  return typeof body === 'string' || body instanceof FormData;
}
