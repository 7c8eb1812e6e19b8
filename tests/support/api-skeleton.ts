import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '../../src/adapters/passwords/argon2.js';
import { createReceiptPrinter } from '../../src/adapters/pdf/receipt-pdf.js';
import { jwtSigner } from '../../src/adapters/tokens/jwt.js';
import { createApp } from '../../src/api/http/app.js';
import type { Services } from '../../src/api/http/services.js';
import type { ApiSettings } from '../../src/api/http/settings.js';
import { repositories } from '../../src/composition/contexts.js';
import { KeyRing } from '../../src/config/key-ring.js';
import type { Pool } from '../../src/models/connection.js';
import { openPool } from '../../src/models/connection.js';
import { directQueries } from '../../src/models/direct-queries.js';
import { migrateUp } from '../../src/models/migrator.js';
import { IdempotencyKeyRepository } from '../../src/models/repositories/identity/idempotency-keys.js';
import { SessionRepository } from '../../src/models/repositories/identity/sessions.js';
import { unitOfWork } from '../../src/models/unit-of-work.js';
import { createLogger } from '../../src/observability/logger.js';
import { answerOnce } from '../../src/usecases/idempotency/answer-once.js';
import { authenticate } from '../../src/usecases/identity/authenticate.js';
import { changePassword } from '../../src/usecases/identity/change-password.js';
import { listSessions } from '../../src/usecases/identity/list-sessions.js';
import { logIn } from '../../src/usecases/identity/log-in.js';
import { logOut } from '../../src/usecases/identity/log-out.js';
import { readProfile } from '../../src/usecases/identity/read-profile.js';
import { refreshTokens } from '../../src/usecases/identity/refresh-tokens.js';
import { registerUser } from '../../src/usecases/identity/register-user.js';
import { revokeSession } from '../../src/usecases/identity/revoke-session.js';
import { sessionCache } from '../../src/usecases/identity/session-cache.js';
import { understandRegistration } from '../../src/usecases/identity/understand-registration.js';
import { updateProfile } from '../../src/usecases/identity/update-profile.js';

export const CLINIC_ID = '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01';

export interface TestDatabase {
  readonly pool: Pool;
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
  await pool.query(
    "with clinic as (insert into clinics (id, name, slug, timezone, currency) values ($1, 'Demo Clinic', 'demo', 'Australia/Sydney', 'aud')) insert into subjects (id, kind, clinic_id) values ($1, 'clinic', $1)",
    [CLINIC_ID],
  );
  return {
    pool,
    async drop() {
      await pool.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

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
): Promise<TestApi> {
  const keys = KeyRing.parse(`test:${Buffer.alloc(32, 7).toString('base64')}`);
  const logger = createLogger('error', 'test');
  const work = unitOfWork(pool, keys, repositories);
  const passwords = argon2Hasher();
  const tokens = jwtSigner({ secret: SECRET, accessTtlMs: 900_000, refreshTtlMs: 3_600_000 });
  const now = () => new Date();
  const cache = sessionCache(now);
  const deps = { unitOfWork: work, characters: createReceiptPrinter(), passwords, tokens, cache, now };
  const report = async () => ({
    overall: 'healthy' as const,
    checkedAt: now(),
    ill: [],
    dependencies: { database: { healthy: true, responseTimeMs: 1, figures: {} } },
  });
  // Only what this skeleton serves: the other groups belong to the product's own composition.
  const services = {
    users: {
      authenticate: authenticate({ tokens, cache, now, sessions: new SessionRepository(directQueries(pool)) }),
      register: registerUser(deps),
      understandRegistration: understandRegistration(deps),
      logIn: logIn(deps),
      refresh: refreshTokens(deps),
      logOut: logOut(deps),
      readProfile: readProfile(deps),
      updateProfile: updateProfile(deps),
      listSessions: listSessions(deps),
      revokeSession: revokeSession(deps),
      changePassword: changePassword(deps),
    },
    idempotency: { answerOnce: answerOnce({ keys: new IdempotencyKeyRepository(pool, keys), logger }) },
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
    corsOrigins: ['https://app.keepwell.invalid'],
    codecOrigins: [],
    trustProxy: '1',
    limits: { api: null, login: null },
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

const SECRET = randomBytes(32).toString('hex');

/** A token pair's signer that shares the skeleton's secret, to forge odd tokens with. */
export function signerOf(accessTtlMs: number) {
  return jwtSigner({ secret: SECRET, accessTtlMs, refreshTtlMs: accessTtlMs });
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
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
