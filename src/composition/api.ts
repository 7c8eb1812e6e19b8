import type { RequestHandler } from 'express';
import { renderPage } from '../adapters/templates/pages.js';
import type { CounterStore } from '../api/http/counter-store.js';
import type { Services } from '../api/http/services.js';
import type { ApiSettings } from '../api/http/settings.js';
import { sharedCounters } from '../api/http/shared-counters.js';
import { sandboxForwarder } from '../api/payments/sandbox-forwarder.js';
import { ANONYMOUS, VISITOR } from '../domain/actor.js';
import { directQueries } from '../models/direct-queries.js';
import { organizerOf } from './compose.js';
import { contextServices } from './contexts.js';
import type { Core } from './core.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { healthServices } from './operations.js';
import { staffLinks } from './staff-links.js';

const VERSION = '0.1.0';
/** How the home page calls what it shows as alive. */
const DEPENDENCY_LABELS: Readonly<Record<string, string>> = {
  database: 'Database',
  temporal: 'Workflow engine',
  worker: 'Worker',
};

/** Every use case behind the HTTP surface: what each context brings along, and the pages. */
export function apiServices(core: Core): Services {
  return { ...contextServices(core), meta: metaServices(core) };
}

function metaServices(core: Core): Services['meta'] {
  const { settings } = core;
  const health = healthServices(core);
  // The page that shows what is not available must not need the database itself.
  const zone = () =>
    core.unitOfWork
      .withScope(VISITOR, (scope) => scope.clinics.default())
      .then(
        (clinic) => clinic?.timezone ?? null,
        () => null,
      );
  return {
    homePage: async () => {
      const { dependencies } = await health.deep();
      return renderPage('home', {
        version: VERSION,
        embedded: settings.KEEPWELL_EMBEDDED,
        dependencies: Object.entries(dependencies).map(([name, { healthy }]) => ({
          label: DEPENDENCY_LABELS[name] ?? name,
          healthy,
        })),
        ...(settings.TEMPORAL_UI_URL
          ? { staffLinks: staffLinks(settings.TEMPORAL_UI_URL, settings.TEMPORAL_NAMESPACE, await zone(), core.now()) }
          : {}),
        ...(settings.MAIL_UI_URL ? { mailUiUrl: settings.MAIL_UI_URL } : {}),
        ...(settings.SANDBOX_URL ? { sandboxUrl: `${settings.PUBLIC_URL}/sandbox/` } : {}),
        ...(settings.KEEPWELL_EMBEDDED ? { accounts: DEMO_ACCOUNTS } : {}),
      });
    },
    accountPage: (purpose) => renderPage('account', { purpose, passwordMinLength: settings.PASSWORD_MIN_LENGTH }),
    signedInPage: () => renderPage('signed-in', {}),
    docsPage: () => renderPage('reference', settings.KEEPWELL_EMBEDDED ? { accounts: DEMO_ACCOUNTS } : {}),
  };
}

/** What the HTTP surface knows of where it runs. */
export function apiSettings(core: Core): ApiSettings {
  const { settings } = core;
  const counters = counterStore(core);
  const base: ApiSettings = {
    logger: core.logger,
    publicUrl: settings.PUBLIC_URL,
    accountsUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL,
    securityContact: settings.SECURITY_CONTACT ?? `mailto:${organizerOf(settings.MAIL_FROM).email}`,
    corsOrigins: settings.CORS_ORIGINS,
    codecOrigins: uiOrigins(settings.TEMPORAL_UI_URL),
    trustProxy: settings.TRUST_PROXY,
    limits: {
      api: settings.RATE_LIMIT_API,
      login: {
        pair: settings.RATE_LIMIT_LOGIN,
        network: settings.RATE_LIMIT_LOGIN_ADDRESS,
        account: settings.RATE_LIMIT_LOGIN_ACCOUNT,
      },
      mfa: settings.RATE_LIMIT_MFA,
      mail: settings.RATE_LIMIT_MAIL,
      patientSearch: settings.RATE_LIMIT_PATIENT_SEARCH,
      verify: settings.RATE_LIMIT_VERIFY,
      counters,
      shared: sharedCounters(counters, () => core.now().getTime()),
    },
    openCodec: settings.KEEPWELL_EMBEDDED,
    metricsOpen: settings.KEEPWELL_EMBEDDED,
    metricsToken: settings.METRICS_TOKEN,
    // What a route takes less of, it refuses itself.
    uploadMaxBytes: Math.max(settings.UPLOAD_MAX, settings.IMPORT_MAX_FILE_MB * 1_048_576),
  };
  const mounts: Record<string, RequestHandler> = {};
  if (settings.SANDBOX_URL) mounts['/sandbox'] = sandboxForwarder(settings.SANDBOX_URL);
  return { ...base, mounts };
}

/** The UI's own origin; on this machine a browser may know it by either name. */
function uiOrigins(url: string | undefined): readonly string[] {
  if (!url) return [];
  const { origin } = new URL(url);
  return [origin, origin.replace('127.0.0.1', 'localhost'), origin.replace('localhost', '127.0.0.1')];
}

/**
 * Counters of limits stand in the product's own database, by keyed hashes of what is counted. Nobody who is counted can
 * crash its server, so no attempt waits for the disk.
 */
function counterStore({ pool, settings }: Core): CounterStore {
  const db = directQueries(pool, settings.ENCRYPTION_KEYS, { unflushed: true })(ANONYMOUS);
  return {
    query: async ({ text, values = [] }) => ({ rows: [...(await db.query(text, values)).rows] }),
    hashKey: (key) => settings.ENCRYPTION_KEYS.hashes(key)[0],
  };
}
