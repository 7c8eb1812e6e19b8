import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from './command.js';
import type { DataDir } from './data-dir.js';
import { LauncherError } from './errors.js';
import type { LauncherSettings } from './launcher-settings.js';
import type { Account } from './ready-file.js';
import { keptSecret } from './secrets.js';
import { SupervisedChild } from './supervisor.js';

/** All commands of the product, as the build bundles them. */
export const PRODUCT = join('dist', 'programs', 'product.mjs');
const SANDBOX_KEY = 'sk_test_keepwell_sandbox';
const PAYSTACK_SANDBOX_KEY = 'sk_test_keepwell_paystack_sandbox';

/** What the product's environment is made of, beside the user's own settings. */
export interface Addresses {
  /** Where the API is reached. */
  readonly apiPort: number;
  /** Where each of its processes listens: with one of them, the same port. */
  readonly apiPorts: readonly number[];
  readonly publicUrl: string;
  /** Those that the launcher runs itself; undefined where the settings name an outside one. */
  readonly servers: {
    readonly postgres: { readonly server: { readonly url: string } } | undefined;
    readonly temporal: { readonly server: { readonly address: string; readonly uiUrl: string } } | undefined;
  };
  readonly mail: { readonly smtpUrl: string; readonly uiUrl: string } | undefined;
  /** undefined when a real payment provider is configured. */
  readonly sandboxPort: number | undefined;
}

/** Whether the payment sandbox runs: no key of a real provider is set, and payments are not switched off. */
export function isSandboxed({ STRIPE_SECRET_KEY: key, PAYMENTS_ENABLED: enabled }: NodeJS.ProcessEnv): boolean {
  return key === undefined && enabled !== 'false';
}

/** The secret that signs the sandbox's webhooks. */
export function webhookSecret(data: Pick<DataDir, 'at'>): string {
  return keptSecret(data.at('sandbox-webhook-secret'), () => `whsec_${randomBytes(24).toString('hex')}`);
}

/** The environment of the API, the worker and the commands: the user's settings and what the launcher started. */
export function productEnv(
  settings: LauncherSettings,
  data: Pick<DataDir, 'path' | 'at'>,
  addresses: Omit<Addresses, 'apiPorts'>,
): NodeJS.ProcessEnv {
  const { servers, mail, sandboxPort } = addresses;
  const secret = (name: string, make: () => string) => keptSecret(data.at(name), make);
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'development',
    ENCRYPTION_KEYS: settings.env.ENCRYPTION_KEYS ?? secret('encryption-keys', () => `k1:${randomKey()}`),
    // A user's JWT_SECRET is a ring of one key: another one would be in its way.
    ...(settings.env.JWT_SECRET ? {} : { TOKEN_KEYS: secret('token-keys', () => `t1:${randomKey()}`) }),
    ...settings.env,
    KEEPWELL_EMBEDDED: '1',
    KEEPWELL_DATA_DIR: data.path,
    KEEPWELL_LAUNCHER_PID: `${process.pid}`,
    PORT: `${addresses.apiPort}`,
    PUBLIC_URL: addresses.publicUrl,
  };
  if (servers.postgres !== undefined) env.DATABASE_URL = servers.postgres.server.url;
  for (const process of ['api', 'worker'] as const) {
    const password = () => secret(`database-${process}-password`, () => randomBytes(24).toString('hex'));
    if (env.DATABASE_URL === undefined) continue;
    env[`DATABASE_URL_${process.toUpperCase()}`] ??= loginUrl(env.DATABASE_URL, process, password());
  }
  if (servers.temporal !== undefined) {
    env.TEMPORAL_ADDRESS = servers.temporal.server.address;
    env.TEMPORAL_UI_URL = servers.temporal.server.uiUrl;
  }
  if (mail !== undefined) Object.assign(env, { SMTP_URL: mail.smtpUrl, MAIL_UI_URL: mail.uiUrl });
  if (sandboxPort !== undefined) {
    const base = `http://127.0.0.1:${sandboxPort}`;
    const secrets = { STRIPE_SECRET_KEY: SANDBOX_KEY, STRIPE_WEBHOOK_SECRET: webhookSecret(data) };
    Object.assign(env, secrets, { STRIPE_API_BASE: base, SANDBOX_URL: base });
    // A real key of the user's own is left alone: then that half of the sandbox has nothing to do.
    if (settings.env.PAYSTACK_SECRET_KEY === undefined) {
      Object.assign(env, { PAYSTACK_SECRET_KEY: PAYSTACK_SANDBOX_KEY, PAYSTACK_API_BASE: `${base}/paystack` });
    }
  }
  return env;
}

/** The database as the login of a process; `migrate` makes it. Named after the database: logins belong to the whole server. */
export function loginUrl(owner: string, process: 'api' | 'worker', password: string): string {
  const url = new URL(owner);
  url.username = `${decodeURIComponent(url.pathname.slice(1))}_${process}_login`;
  url.password = password;
  return url.href;
}

/** Starts one of the product's long-running processes, or the sandbox, under supervision. */
export function startChild(
  name: string,
  script: readonly string[],
  context: { root: string; data: DataDir; env: NodeJS.ProcessEnv; say: (line: string) => void },
): SupervisedChild {
  const watch = pathToFileURL(join(context.root, 'tools', 'launcher', 'parent-watch.mjs')).href;
  const child = new SupervisedChild({
    name,
    args: ['--enable-source-maps', '--import', watch, ...script],
    env: context.env,
    cwd: context.root,
    logFile: context.data.at('logs', `${name}.log`),
    onErrorLine: (line) => context.say(`[${name}] ${line}`),
  });
  child.onRestart((pid) => context.say(`${name} died and was started again (pid ${pid})`));
  return child;
}

/**
 * Brings schema and search attributes up to date and, on the embedded database, seeds the demo data.
 *
 * @returns the demo accounts, none on an outside database
 */
export async function prepareProduct(context: {
  root: string;
  data: DataDir;
  env: NodeJS.ProcessEnv;
  embedded: boolean;
  stop: AbortSignal;
}): Promise<readonly Account[]> {
  // A planted failure is meant for the processes that serve, not for the preparation.
  const { KEEPWELL_FAIL_AT: _dropped, ...env } = context.env;
  const name = context.embedded ? 'seed:demo' : 'migrate';
  const output = await runCommand({
    name,
    args: ['--enable-source-maps', PRODUCT, name],
    env,
    cwd: context.root,
    logFile: context.data.at('logs', 'setup.log'),
    signal: context.stop,
  });
  return context.embedded ? accountsIn(output) : [];
}

function accountsIn(output: string): readonly Account[] {
  const line = output.split('\n').findLast((text) => text.startsWith('{') && text.includes('"accounts"'));
  if (line === undefined) throw new LauncherError('The seeding did not report its accounts');
  const { accounts }: { accounts: Account[] } = JSON.parse(line);
  return accounts;
}

function randomKey(): string {
  return randomBytes(32).toString('base64');
}
