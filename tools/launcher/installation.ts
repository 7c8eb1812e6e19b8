import { join } from 'node:path';
import { startBalancer } from './balancer.js';
import type { DataDir } from './data-dir.js';
import { type Servers, startServers } from './embedded.js';
import type { LauncherSettings } from './launcher-settings.js';
import { pickPort } from './ports.js';
import {
  type Addresses,
  isSandboxed,
  PRODUCT,
  prepareProduct,
  productEnv,
  startChild,
  webhookSecret,
} from './product.js';
import type { Account } from './ready-file.js';
import type { Shutdown } from './shutdown.js';
import type { SupervisedChild } from './supervisor.js';
import { waitUntilListening, waitUntilReady } from './wait.js';

/** The processes that are started from this checkout; each runs under supervision. */
export type ProcessName = ApiName | 'worker' | 'sandbox';
/** The API's processes, the first, the second, and so on. */
export type ApiName = 'api' | `api_${number}`;

/** Where each provider's webhooks are sent. */
export interface WebhookUrls {
  readonly stripe: string;
  readonly paystack: string;
}

export interface InstallationOptions {
  readonly root: string;
  readonly settings: LauncherSettings;
  readonly data: DataDir;
  readonly shutdown: Shutdown;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
  /** Called when a process runs under a new pid. */
  readonly onChange?: () => void;
  /** Temporal keeps nothing on disk: faster, for runs in which nothing happens to it. */
  readonly engineInMemory?: boolean;
  /** Where mail goes, and where it is read; undefined where the settings name a mail server. */
  readonly startMail: () => Promise<Addresses['mail']>;
  /** Puts something between the sandbox and the API's own addresses. */
  readonly tapWebhooks?: (own: WebhookUrls) => Promise<WebhookUrls>;
}

// What a killed launcher left may hold its port for a moment.
const DYING_MS = 1_000;
/** How long each process may take to end in order. */
const STOP_MS = { api: 6_000, worker: 7_000, sandbox: 2_000 } as const;

/** The whole product on this machine: the servers that it needs, API, worker, and the payment sandbox. */
export class Installation {
  accounts: readonly Account[] = [];
  private readonly children = new Map<ProcessName, SupervisedChild>();
  private prepared = false;
  private readonly heldLines: string[] = [];

  private constructor(
    private readonly options: InstallationOptions,
    readonly servers: Servers,
    readonly addresses: Addresses,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * Starts everything and waits until it answers. API, worker and sandbox are started beside the migration, and wait for
   * it themselves: loading their code takes longer than the migration of a database that is up to date.
   *
   * @throws LauncherError when something does not start; `shutdown` ends what did
   */
  static async start(options: InstallationOptions): Promise<Installation> {
    const { settings, data, stop } = options;
    const apiPort = await pickPort(settings.port, 'PORT', DYING_MS);
    const apiPorts = settings.apiProcesses === 1 ? [apiPort] : await pickPorts(settings.apiProcesses);
    const onChange = () => options.onChange?.();
    const servers = await startServers({ ...options, apiPort, onChange });
    stop.throwIfAborted();
    const mail = await options.startMail();
    const sandboxPort = isSandboxed(settings.env) ? await pickPort(settings.sandboxPort, 'SANDBOX_PORT') : undefined;
    const publicUrl = (settings.env.PUBLIC_URL ?? `http://localhost:${apiPort}`).replace(/\/+$/, '');
    const addresses = { apiPort, apiPorts, publicUrl, servers, mail, sandboxPort };
    const installation = new Installation(options, servers, addresses, productEnv(settings, data, addresses));
    await installation.begin();
    return installation;
  }

  /** The pid of a process; undefined between a death and the restart. */
  pid(name: ProcessName): number | undefined {
    return this.children.get(name)?.pid;
  }

  /** The API's processes and where each listens, in their order. */
  get apis(): readonly { readonly name: ApiName; readonly url: string }[] {
    return this.addresses.apiPorts.map((port, at) => ({ name: apiName(at), url: `http://127.0.0.1:${port}` }));
  }

  /** Ends a process and starts it anew, with more in its environment. It has proved that it starts: no limit from here on. */
  async replace(name: ProcessName, extra: NodeJS.ProcessEnv): Promise<SupervisedChild> {
    await this.children.get(name)?.stop('SIGKILL', 0);
    const child = this.startProcess(name, extra);
    child.settle();
    return child;
  }

  /** Waits until everything answers, an API that is just being killed included. */
  async ready(stop: AbortSignal): Promise<void> {
    const { sandboxPort } = this.addresses;
    await Promise.all([
      ...this.apis.map(({ url }) => waitUntilReady(`${url}/health/deep`, stop)),
      sandboxPort === undefined ? undefined : waitUntilListening(sandboxPort, stop),
    ]);
  }

  private async begin(): Promise<void> {
    const { root, data, stop, shutdown } = this.options;
    const preparing = prepareProduct({
      root,
      data,
      env: this.env,
      embedded: this.servers.postgres !== undefined,
      stop,
    });
    const sandboxEnv = await this.sandboxEnv();
    const sandboxes: readonly ProcessName[] = this.addresses.sandboxPort === undefined ? [] : ['sandbox'];
    for (const name of [...sandboxes, 'worker' as const]) {
      this.startProcess(name, name === 'sandbox' ? sandboxEnv : {});
      shutdown.add(this.partOf(name));
    }
    for (const { name } of this.apis) this.startProcess(name, {});
    const parts = this.apis.map(({ name }) => this.partOf(name));
    shutdown.add({
      name: 'api',
      stop: async () => void (await Promise.all(parts.map((part) => part.stop()))),
      kill: () => {
        for (const part of parts) part.kill();
      },
    });
    await this.balance();
    const failures = [...this.children.values()].map((child) => child.failed);
    // What is wrong with the settings is said by the preparation, in one line.
    this.accounts = await preparing;
    this.prepared = true;
    for (const line of this.heldLines.splice(0)) this.options.say(line);
    await Promise.race([this.ready(stop), ...failures]);
    for (const child of this.children.values()) child.settle();
  }

  /** By name: a process that was replaced is another child. */
  private partOf(name: ProcessName) {
    return {
      name,
      stop: async () => this.children.get(name)?.stop('SIGTERM', STOP_MS[roleOf(name)]),
      kill: () => void this.children.get(name)?.stop('SIGKILL', 0),
    };
  }

  /** Puts the balancer before several API processes. */
  private async balance(): Promise<void> {
    const { apiPort, apiPorts } = this.addresses;
    if (apiPorts.length === 1) return;
    const balancer = await startBalancer({ port: apiPort, host: this.env.HOST || '127.0.0.1' }, apiPorts);
    this.options.shutdown.add({ name: 'balancer', stop: () => balancer.stop() });
  }

  private startProcess(name: ProcessName, extra: NodeJS.ProcessEnv): SupervisedChild {
    const { root, data } = this.options;
    const role = roleOf(name);
    const product = [PRODUCT, role, '--wait-for-migration'];
    const script = role === 'sandbox' ? [join('dist', 'programs', 'sandbox.mjs')] : product;
    const say = (line: string) => (this.prepared ? this.options.say(line) : void this.heldLines.push(line));
    const child = startChild(name, script, { root, data, env: { ...this.env, ...this.own(name), ...extra }, say });
    this.children.set(name, child);
    child.onRestart(() => this.changed());
    this.changed();
    return child;
  }

  /** What differs between the processes: each that serves knows no password but its own. */
  private own(name: ProcessName): NodeJS.ProcessEnv {
    const { DATABASE_URL_API: api, DATABASE_URL_WORKER: worker } = this.env;
    const url = { api, worker, sandbox: undefined }[roleOf(name)];
    const at = this.apis.findIndex((one) => one.name === name);
    const port = this.addresses.apiPorts[at];
    const place = at === -1 || this.apis.length === 1 ? {} : { PORT: `${port}`, HOST: '127.0.0.1' };
    return { DATABASE_URL: url, DATABASE_URL_API: url, DATABASE_URL_WORKER: url, ...place };
  }

  /** Notes the pids for the next start, which ends what this process leaves when it is killed. */
  private changed(): void {
    this.options.data.noteChildren([...this.children.values()].flatMap(({ pid }) => pid ?? []));
    this.options.onChange?.();
  }

  private async sandboxEnv(): Promise<NodeJS.ProcessEnv> {
    const { data, tapWebhooks } = this.options;
    const { apiPort, publicUrl, sandboxPort } = this.addresses;
    const webhook = (provider: string) => `http://127.0.0.1:${apiPort}/webhook/${provider}/`;
    const own = { stripe: webhook('stripe'), paystack: webhook('paystack') };
    const urls = (await tapWebhooks?.(own)) ?? own;
    const { TEMPORAL_UI_URL: ui } = this.env;
    return {
      SANDBOX_PORT: `${sandboxPort}`,
      SANDBOX_STATE_DIR: data.at('sandbox'),
      SANDBOX_WEBHOOK_URL: urls.stripe,
      SANDBOX_WEBHOOK_SECRET: webhookSecret(data),
      SANDBOX_PAYSTACK_WEBHOOK_URL: urls.paystack,
      SANDBOX_PUBLIC_URL: publicUrl,
      ...(ui === undefined ? {} : { SANDBOX_APPOINTMENT_URL: `${ui}/namespaces/default/workflows/{id}` }),
    };
  }
}

function apiName(at: number): ApiName {
  return at === 0 ? 'api' : `api_${at + 1}`;
}

function roleOf(name: ProcessName): 'api' | 'worker' | 'sandbox' {
  return name === 'worker' || name === 'sandbox' ? name : 'api';
}

async function pickPorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  for (let at = 0; at < count; at += 1) ports.push(await pickPort(0));
  return ports;
}
