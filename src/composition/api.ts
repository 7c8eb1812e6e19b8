import type { RequestHandler } from 'express';
import { renderPage } from '../adapters/templates/pages.js';
import type { Services } from '../api/http/services.js';
import type { ApiSettings } from '../api/http/settings.js';
import { sandboxForwarder } from '../api/payments/sandbox-forwarder.js';
import { SYSTEM } from '../domain/actor.js';
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
      .withScope(SYSTEM, (scope) => scope.clinics.default())
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
    docsPage: () => renderPage('reference', settings.KEEPWELL_EMBEDDED ? { accounts: DEMO_ACCOUNTS } : {}),
  };
}

/** What the HTTP surface knows of where it runs. */
export function apiSettings(core: Core): ApiSettings {
  const { settings } = core;
  const base: ApiSettings = {
    logger: core.logger,
    publicUrl: settings.PUBLIC_URL,
    corsOrigins: settings.CORS_ORIGINS,
    codecOrigins: uiOrigins(settings.TEMPORAL_UI_URL),
    trustProxy: settings.TRUST_PROXY,
    limits: { api: settings.RATE_LIMIT_API, login: settings.RATE_LIMIT_LOGIN },
    openCodec: settings.KEEPWELL_EMBEDDED,
    metricsOpen: settings.KEEPWELL_EMBEDDED,
    metricsToken: settings.METRICS_TOKEN,
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
