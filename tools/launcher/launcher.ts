import { type DataDir, openDataDir } from './data-dir.js';
import { type Servers, startServers } from './embedded.js';
import { errorMessage, LauncherError } from './errors.js';
import { type LauncherSettings, launcherSettings } from './launcher-settings.js';
import { startMailCatcher } from './mail/server.js';
import { pickPort } from './ports.js';
import { type Addresses, prepareProduct, productEnv, startChild, webhookSecret } from './product.js';
import { bannerOf, type ReadyReport, writeReadyFile } from './ready-file.js';
import { Shutdown } from './shutdown.js';
import type { SupervisedChild } from './supervisor.js';
import { waitUntilListening, waitUntilReady } from './wait.js';

export interface LaunchOptions {
  readonly root: string;
  /** Aborted by the first signal: end everything in order. */
  readonly stop: AbortSignal;
  /** Aborted by a later one: end everything at once. */
  readonly force: AbortSignal;
}

interface Children {
  readonly api: SupervisedChild;
  readonly worker: SupervisedChild;
  readonly sandbox: SupervisedChild | undefined;
}

// What a killed launcher left may hold its port for a moment.
const DYING_MS = 1_000;

/** Runs the whole product until it is stopped. Returns the exit code. */
export async function launch(options: LaunchOptions): Promise<number> {
  const say = (line: string) => console.log(`keepwell: ${line}`);
  const shutdown = new Shutdown(say);
  let data: DataDir | undefined;
  let code = 0;
  try {
    const settings = launcherSettings(options.root);
    data = await openDataDir(settings.dataDir);
    await new Launcher(options, settings, data, shutdown, say).run();
  } catch (error) {
    if (!options.stop.aborted) {
      console.error(`keepwell: ${error instanceof LauncherError ? error.message : describe(error)}`);
      code = 1;
    }
  }
  if (options.stop.aborted) say('stopping');
  await shutdown.run(options.force);
  data?.release();
  return code;
}

class Launcher {
  #report: (() => ReadyReport) | undefined;
  readonly #children: SupervisedChild[] = [];

  constructor(
    private readonly options: LaunchOptions,
    private readonly settings: LauncherSettings,
    private readonly data: DataDir,
    private readonly shutdown: Shutdown,
    private readonly say: (line: string) => void,
  ) {}

  async run(): Promise<void> {
    const { settings, data, shutdown, say } = this;
    const { root, stop } = this.options;
    const apiPort = await pickPort(settings.port, 'PORT', DYING_MS);
    const onChange = () => this.#refresh();
    const servers = await startServers({ settings, data, apiPort, shutdown, say, stop, onChange });
    stop.throwIfAborted();
    const publicUrl = (settings.env.PUBLIC_URL ?? `http://localhost:${apiPort}`).replace(/\/+$/, '');
    const mail = await this.#startMail();
    const sandboxed = settings.env.STRIPE_SECRET_KEY === undefined && settings.env.PAYMENTS_ENABLED !== 'false';
    const sandboxPort = sandboxed ? await pickPort(settings.sandboxPort, 'SANDBOX_PORT') : undefined;
    const addresses = { apiPort, publicUrl, servers, mail, sandboxPort };
    const env = productEnv(settings, data, addresses);
    const context = { root, data, env, say };
    const sandbox = sandboxPort === undefined ? undefined : this.#startSandbox(sandboxPort, addresses, env);
    const embedded = servers.postgres !== undefined;
    const accounts = await prepareProduct({ ...context, embedded, stop });
    const worker = this.#supervise('worker', startChild('worker', ['dist/cli/main.js', 'worker'], context), 7_000);
    const api = this.#supervise('api', startChild('api', ['dist/cli/main.js', 'api'], context), 6_000);
    const children: Children = { api, worker, sandbox };

    const everything = Promise.all([
      waitUntilReady(`http://127.0.0.1:${apiPort}/health/deep`, stop),
      sandboxPort === undefined ? undefined : waitUntilListening(sandboxPort, stop),
    ]);
    await Promise.race([everything, ...this.#children.map((child) => child.failed)]);
    for (const child of this.#children) child.settle();
    this.#report = () => reportOf(addresses, servers, env, children, accounts);
    this.#refresh();
    console.log(bannerOf(this.#report(), publicUrl, data.at('logs')));
    await aborted(stop);
    this.#report = undefined;
  }

  async #startMail(): Promise<Addresses['mail']> {
    const { settings, data, shutdown } = this;
    if (settings.env.SMTP_URL !== undefined) return undefined;
    const smtpPort = await pickPort(settings.smtpPort, 'SMTP_PORT');
    const uiPort = await pickPort(settings.mailUiPort, 'MAIL_UI_PORT');
    const mail = await startMailCatcher({ smtpPort, uiPort, dataDir: data.path });
    shutdown.add({ name: 'mail', stop: () => mail.stop() });
    return mail;
  }

  #startSandbox(port: number, addresses: Addresses, env: NodeJS.ProcessEnv): SupervisedChild {
    const { data, say } = this;
    const own = {
      ...env,
      SANDBOX_PORT: `${port}`,
      SANDBOX_STATE_DIR: data.at('sandbox'),
      SANDBOX_WEBHOOK_URL: `http://127.0.0.1:${addresses.apiPort}/webhook/stripe/`,
      SANDBOX_WEBHOOK_SECRET: webhookSecret(data),
      SANDBOX_PAYSTACK_WEBHOOK_URL: `http://127.0.0.1:${addresses.apiPort}/webhook/paystack/`,
      SANDBOX_PUBLIC_URL: addresses.publicUrl,
      ...(env.TEMPORAL_UI_URL === undefined
        ? {}
        : { SANDBOX_APPOINTMENT_URL: `${env.TEMPORAL_UI_URL}/namespaces/default/workflows/{id}` }),
    };
    const script = ['--import', 'tsx', 'sandbox/main.ts'];
    const child = startChild('sandbox', script, { root: this.options.root, data, env: own, say });
    return this.#supervise('sandbox', child, 2_000);
  }

  #supervise(name: string, child: SupervisedChild, stopMs: number): SupervisedChild {
    this.#children.push(child);
    this.#noteChildren();
    child.onRestart(() => {
      this.#noteChildren();
      this.#refresh();
    });
    this.shutdown.add({ name, stop: () => child.stop('SIGTERM', stopMs), kill: () => void child.stop('SIGKILL', 0) });
    return child;
  }

  #noteChildren(): void {
    const pids = this.#children.map((child) => child.pid);
    this.data.noteChildren(pids.filter((pid) => pid !== undefined));
  }

  #refresh(): void {
    if (this.#report !== undefined) writeReadyFile(this.data.at('ready.json'), this.#report());
  }
}

function reportOf(
  addresses: Addresses,
  { postgres, temporal }: Servers,
  env: NodeJS.ProcessEnv,
  children: Children,
  accounts: ReadyReport['accounts'],
): ReadyReport {
  return {
    api_url: `http://127.0.0.1:${addresses.apiPort}`,
    temporal_address: env.TEMPORAL_ADDRESS ?? '',
    temporal_ui_url: env.TEMPORAL_UI_URL ?? null,
    mail_ui_url: addresses.mail?.uiUrl ?? null,
    sandbox_url: addresses.sandboxPort === undefined ? null : `http://127.0.0.1:${addresses.sandboxPort}`,
    database_url: env.DATABASE_URL ?? '',
    processes: {
      api: children.api.pid ?? null,
      worker: children.worker.pid ?? null,
      temporal: temporal?.server.pid ?? null,
      postgres: postgres?.server.pid ?? null,
      sandbox: children.sandbox?.pid ?? null,
    },
    accounts,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : errorMessage(error);
}
