import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { registerSearchAttributes } from '../../src/adapters/temporal/engine-schema.js';
import { migrateDatabase } from '../../src/cli/migrate.js';
import { compose } from '../../src/composition/compose.js';
import type { Core } from '../../src/composition/core.js';
import { loadSettings } from '../../src/config/load.js';
import { pickPort } from '../launcher/ports.js';
import { loginUrl } from '../launcher/product.js';
import { waitUntilReady } from '../launcher/wait.js';
import { Child } from './children.js';
import { type Population, populate } from './population.js';
import type { Servers } from './servers.js';

export interface ProductOptions {
  readonly root: string;
  readonly patients: number;
  /** Folder for CPU profiles of worker and API. */
  readonly profile: string | undefined;
  readonly stop: AbortSignal;
}

/** Where an API process listens, and which it is. */
export interface ApiProcess {
  readonly url: string;
  readonly pid: number;
}

/** The product as it runs in production: built, a worker and an API process, all limits on. */
export interface Product {
  readonly url: string;
  readonly core: Core;
  readonly encryptionKeys: string;
  readonly webhookSecret: string;
  readonly population: Population;
  readonly died: Promise<never>;
  readonly worker: Pick<Child, 'pause' | 'goOn' | 'pid'>;
  /** Starts another API process beside the first. */
  startApi(): Promise<ApiProcess>;
  stop(): Promise<void>;
}

export async function startProduct(servers: Servers, options: ProductOptions): Promise<Product> {
  const port = await pickPort(0, 'PORT');
  const url = `http://127.0.0.1:${port}`;
  const webhookSecret = 'whsec_bench';
  const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`;
  const settings: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: `${port}`,
    PUBLIC_URL: url,
    // Whoever signs in has an address of their own.
    TRUST_PROXY: '1',
    DATABASE_URL: servers.databaseUrl,
    DATABASE_URL_API: loginUrl(servers.databaseUrl, 'api', randomBytes(24).toString('hex')),
    DATABASE_URL_WORKER: loginUrl(servers.databaseUrl, 'worker', randomBytes(24).toString('hex')),
    TEMPORAL_ADDRESS: servers.temporalAddress,
    SMTP_URL: servers.mail.url,
    TOKEN_KEYS: `t1:${randomBytes(32).toString('base64')}`,
    ENCRYPTION_KEYS: encryptionKeys,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: servers.bank.url,
    // On, and above what one person of the bench sends.
    RATE_LIMIT_API: '100000/1m',
    RATE_LIMIT_PRESCRIPTIONS: '1000/1h',
    // The bench's doctors have no authenticator app; its check is one read.
    REQUIRE_MFA_TO_PRESCRIBE: 'false',
  };
  const core = compose(loadSettings({ ...settings, LOG_LEVEL: 'error' }), 'seed');
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    await core.close();
  };
  try {
    await migrateDatabase(core);
    await registerSearchAttributes(core.client, core.temporal.namespace);
    const population = await populate(core, options.patients);
    const worker = startChild('worker', servers, options, settings);
    const api = startChild('api', servers, options, settings);
    children.push(worker, api);
    const died = Promise.race(children.map((child) => child.died));
    died.catch(() => undefined); // raced by whoever waits
    await Promise.race([waitUntilReady(`${url}/health/deep`, options.stop), died]);
    const startApi = async () => {
      const other = await pickPort(0, 'PORT');
      const child = startChild('api', servers, { ...options, profile: undefined }, { ...settings, PORT: `${other}` });
      children.push(child);
      const address = `http://127.0.0.1:${other}`;
      await Promise.race([waitUntilReady(`${address}/health/deep`, options.stop), child.died]);
      return { url: address, pid: child.pid };
    };
    return { url, core, encryptionKeys, webhookSecret, population, died, worker, startApi, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startChild(command: string, servers: Servers, options: ProductOptions, settings: NodeJS.ProcessEnv): Child {
  const { root, profile } = options;
  // Ends it when the bench is killed.
  const watch = pathToFileURL(join(root, 'tools', 'launcher', 'parent-watch.mjs')).href;
  const watched = { KEEPWELL_LAUNCHER_PID: `${process.pid}`, KEEPWELL_DATA_DIR: servers.folder };
  const { PATH, HOME } = process.env;
  return new Child({
    name: command,
    args: [
      ...(profile === undefined
        ? []
        : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${command}.cpuprofile`]),
      '--enable-source-maps',
      '--import',
      watch,
      join('dist', 'cli', 'main.js'),
      command,
    ],
    env: { PATH, HOME, ...settings, ...watched },
    root,
    logs: servers.logs,
  });
}
