import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataDir, openDataDir } from '../launcher/data-dir.js';
import { type Servers, startServers } from '../launcher/embedded.js';
import type { LauncherSettings } from '../launcher/launcher-settings.js';
import { startMailCatcher } from '../launcher/mail/server.js';
import { pickPort } from '../launcher/ports.js';
import { isAlive } from '../launcher/processes.mjs';
import { type Addresses, prepareProduct, productEnv, startChild, webhookSecret } from '../launcher/product.js';
import type { Account } from '../launcher/ready-file.js';
import { Shutdown } from '../launcher/shutdown.js';
import type { SupervisedChild } from '../launcher/supervisor.js';
import { waitUntilListening, waitUntilReady } from '../launcher/wait.js';
import type { DeathFact } from './facts.js';
import { startMailSink } from './mail-sink.js';
import { type EventName, paystackEvent, startWebhookTap, type WebhookTap } from './webhook-tap.js';

export const TARGETS = ['api', 'worker', 'temporal', 'postgres', 'sandbox'] as const;
export type Target = (typeof TARGETS)[number];
/** The processes that have fail points. */
export type Armable = 'api' | 'worker';

/** Waits so short that a whole life of an appointment fits into the run. */
const POLICY = {
  POLICY_PAYMENT_WINDOW: '12s',
  POLICY_PAYMENT_WARNING: '4s',
  POLICY_PROCESSING_LIMIT: '15s',
  POLICY_REMINDERS: '20s,6s',
  POLICY_CHAT_OPENS: '30d',
  POLICY_NO_SHOW_AFTER: '3s',
  POLICY_SLOT_SHORT: '20s',
  ACCESS_TOKEN_TTL: '12h',
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_API: 'off',
  RATE_LIMIT_BOOKINGS: 'off',
  RATE_LIMIT_PRESCRIPTIONS: 'off',
} as const;

/** What a run wants of its installation. */
export interface StackOptions {
  /** Settings over those of chaos. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A sink takes all mail and keeps none: nobody looks at it afterwards. */
  readonly mail?: 'catcher' | 'sink';
  /** Temporal keeps nothing on disk: it must not be killed. */
  readonly engineInMemory?: boolean;
}

/** The whole product, made of the launcher's pieces, with handles to kill and arm each process. */
export class Stack {
  private readonly children = new Map<Armable | 'sandbox', SupervisedChild>();
  private failLogs = 0;
  /** Every process that was killed here, or was seen to have died at its fail point. */
  readonly deaths: DeathFact[] = [];

  private constructor(
    private readonly root: string,
    readonly data: DataDir,
    private readonly servers: Servers,
    private readonly env: NodeJS.ProcessEnv,
    readonly accounts: readonly Account[],
    /** Between the Stripe half of the bank and the API. */
    readonly tap: WebhookTap,
    readonly paystackTap: WebhookTap,
    /** Null when no mail is kept. */
    readonly mailUrl: string | null,
    private readonly shutdown: Shutdown,
    private readonly say: (line: string) => void,
  ) {}

  /** @throws LauncherError when something does not start; what did start is ended again */
  static async start(
    root: string,
    dataDir: string,
    say: (line: string) => void,
    stop: AbortSignal,
    options: StackOptions = {},
  ): Promise<Stack> {
    const shutdown = new Shutdown(say);
    const data = await openDataDir(dataDir);
    try {
      mkdirSync(data.at('fail'), { recursive: true });
      return await Stack.assemble(root, data, shutdown, say, stop, options);
    } catch (error) {
      await shutdown.run(AbortSignal.timeout(20_000));
      data.release();
      throw error;
    }
  }

  private static async assemble(
    root: string,
    data: DataDir,
    shutdown: Shutdown,
    say: (line: string) => void,
    stop: AbortSignal,
    options: StackOptions,
  ): Promise<Stack> {
    const settings = settingsFor(data.path, options.settings ?? {});
    const apiPort = await pickPort(0);
    const tapOf = async (name: string, nameOf?: EventName) => {
      const tap = await startWebhookTap(`http://127.0.0.1:${apiPort}/webhook/${name}/`, nameOf);
      shutdown.add({ name: `${name} tap`, stop: () => tap.stop() });
      return tap;
    };
    const tap = await tapOf('stripe');
    const paystackTap = await tapOf('paystack', paystackEvent);
    const { engineInMemory = false } = options;
    const context = { settings, data, apiPort, shutdown, say, stop, engineInMemory };
    const servers = await startServers({ ...context, onChange: () => undefined });
    const mail = await mailFor(options, data, shutdown);
    const sandboxPort = await pickPort(0);
    const addresses = { apiPort, publicUrl: `http://127.0.0.1:${apiPort}`, servers, mail, sandboxPort };
    const env = productEnv(settings, data, addresses);
    const accounts = await prepareProduct({ root, data, env, embedded: true, stop });
    const mailUrl = options.mail === 'sink' ? null : mail.uiUrl;
    const stack = new Stack(root, data, servers, env, accounts, tap, paystackTap, mailUrl, shutdown, say);
    await stack.begin(addresses, stop);
    return stack;
  }

  get taps(): readonly WebhookTap[] {
    return [this.tap, this.paystackTap];
  }
  get apiUrl(): string {
    return `http://127.0.0.1:${this.env.PORT}`;
  }
  get sandboxUrl(): string {
    return this.env.SANDBOX_URL ?? '';
  }
  get databaseUrl(): string {
    return this.env.DATABASE_URL ?? '';
  }
  get temporalAddress(): string {
    return this.env.TEMPORAL_ADDRESS ?? '';
  }

  /** The process to kill; undefined between a death and the restart. */
  pid(target: Target): number | undefined {
    if (target === 'postgres') return this.servers.postgres?.server.pid;
    if (target === 'temporal') return this.servers.temporal?.server.pid;
    return this.children.get(target)?.pid;
  }

  /** `kill -9`; false when it is just not running. */
  kill(target: Target): boolean {
    const pid = this.pid(target);
    if (pid === undefined || !isAlive(pid)) return false;
    try {
      process.kill(pid, 'SIGKILL');
      this.deaths.push({ process: target, at: Date.now() });
      return true;
    } catch {
      return false; // it ended just now
    }
  }

  /** Starts the process anew so that it dies the next time it gets to the point. */
  async arm(process: Armable, point: string): Promise<{ died(): boolean; pid: number | undefined }> {
    this.failLogs += 1;
    const log = this.data.at('fail', `${this.failLogs}-${point}`);
    this.deaths.push({ process, at: Date.now() });
    await this.children.get(process)?.stop('SIGKILL', 0);
    const child = this.startProduct(process, { KEEPWELL_FAIL_AT: point, KEEPWELL_FAIL_LOG: log });
    return { died: () => existsSync(log), pid: child.pid };
  }

  /** Waits until everything answers, an API that is just being killed included. */
  async ready(stop: AbortSignal): Promise<void> {
    await waitUntilReady(`${this.apiUrl}/health/deep`, stop);
    await waitUntilListening(Number(new URL(this.sandboxUrl).port), stop);
  }

  /** Runs one of the product's commands to its end, with the settings of everything else. */
  async command(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
    const script = [join(this.root, 'dist', 'cli', 'main.js'), ...args];
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        script,
        { cwd: this.root, env: this.env, maxBuffer: 2 ** 26 },
        (error, stdout, stderr) => {
          const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
          resolve({ code, output: stdout === '' ? stderr : stdout });
        },
      );
    });
  }

  /** Ends everything that was started, each process by its pid. */
  async stop(): Promise<void> {
    await this.shutdown.run(AbortSignal.timeout(25_000));
    this.data.release();
  }

  private async begin(addresses: Addresses, stop: AbortSignal): Promise<void> {
    const own = {
      SANDBOX_PORT: `${addresses.sandboxPort}`,
      SANDBOX_STATE_DIR: this.data.at('sandbox'),
      SANDBOX_WEBHOOK_URL: this.tap.url,
      SANDBOX_WEBHOOK_SECRET: webhookSecret(this.data),
      SANDBOX_PAYSTACK_WEBHOOK_URL: this.paystackTap.url,
      SANDBOX_PUBLIC_URL: addresses.publicUrl,
    };
    this.supervise('sandbox', ['--import', 'tsx', 'sandbox/main.ts'], own);
    for (const process of ['worker', 'api'] as const) this.startProduct(process, {});
    for (const name of ['sandbox', 'worker', 'api'] as const) {
      // By name: what is killed and armed in between is another child each time.
      const stopMs = name === 'sandbox' ? 2_000 : 7_000;
      this.shutdown.add({
        name,
        stop: async () => this.children.get(name)?.stop('SIGTERM', stopMs),
        kill: () => void this.children.get(name)?.stop('SIGKILL', 0),
      });
    }
    await Promise.race([this.ready(stop), ...[...this.children.values()].map((child) => child.failed)]);
    for (const child of this.children.values()) child.settle();
  }

  private startProduct(process: Armable, extra: NodeJS.ProcessEnv): SupervisedChild {
    const child = this.supervise(process, ['dist/cli/main.js', process], extra);
    // It has proved before that it starts: from here on it is restarted without limit.
    if (Object.keys(extra).length > 0) child.settle();
    return child;
  }

  private supervise(name: Armable | 'sandbox', script: readonly string[], extra: NodeJS.ProcessEnv): SupervisedChild {
    const { root, data, say } = this;
    const child = startChild(name, script, { root, data, env: { ...this.env, ...extra }, say });
    this.children.set(name, child);
    child.onRestart(() => this.note());
    this.note();
    return child;
  }

  /** For the next start: what to end if this process is killed. */
  private note(): void {
    this.data.noteChildren([...this.children.values()].flatMap((child) => child.pid ?? []));
  }
}

/** Where mail goes, and where it can be read. */
async function mailFor({ mail }: StackOptions, data: DataDir, shutdown: Shutdown) {
  if (mail === 'sink') {
    const sink = await startMailSink();
    shutdown.add({ name: 'mail', stop: () => sink.stop() });
    return { smtpUrl: sink.url, uiUrl: 'http://127.0.0.1' };
  }
  const catcher = await startMailCatcher({ smtpPort: 0, uiPort: 0, dataDir: data.path });
  shutdown.add({ name: 'mail', stop: () => catcher.stop() });
  return catcher;
}

function settingsFor(dataDir: string, own: Readonly<Record<string, string>>): LauncherSettings {
  // What a developer's own shell or .env says of the product has no place here.
  const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'XDG_CACHE_HOME', 'NODE_OPTIONS'];
  const kept = Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  return {
    env: { ...kept, ...POLICY, ...own, HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    dataDir,
    port: 0,
    postgresPort: 0,
    temporalPort: 0,
    temporalUiPort: 0,
    smtpPort: 0,
    mailUiPort: 0,
    sandboxPort: 0,
  };
}

/** A moment, cut short by the signal. */
export async function pause(ms: number, stop?: AbortSignal): Promise<void> {
  // Aborted: whoever waits looks at the signal next.
  await delay(ms, undefined, stop ? { signal: stop } : {}).catch(() => undefined);
}
