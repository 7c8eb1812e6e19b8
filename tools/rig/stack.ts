import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataDir, openDataDir } from '../launcher/data-dir.js';
import { type ApiName, Installation } from '../launcher/installation.js';
import type { LauncherSettings } from '../launcher/launcher-settings.js';
import { startMailCatcher } from '../launcher/mail/server.js';
import { isAlive } from '../launcher/processes.mjs';
import type { Account } from '../launcher/ready-file.js';
import { Shutdown } from '../launcher/shutdown.js';
import type { DeathFact } from './facts.js';
import { startMailSink } from './mail-sink.js';
import { type EventName, paystackEvent, startWebhookTap, stripeEvent, type WebhookTap } from './webhook-tap.js';

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
  RATE_LIMIT_MFA: 'off',
  RATE_LIMIT_API: 'off',
  RATE_LIMIT_BOOKINGS: 'off',
  RATE_LIMIT_MESSAGES: 'off',
  RATE_LIMIT_PRESCRIPTIONS: 'off',
  RATE_LIMIT_VERIFY: 'off',
} as const;

/** What a run wants of its installation. */
export interface StackOptions {
  readonly root: string;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
  /** Settings over those of chaos. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How many processes serve the API, behind a balancer; one, without, when left out. */
  readonly apiProcesses?: number;
  /** A sink takes all mail and keeps none: nobody looks at it afterwards. */
  readonly mail?: 'catcher' | 'sink';
  /** Temporal keeps nothing on disk: it must not be killed. */
  readonly engineInMemory?: boolean;
}

/** An installation of the whole product, with handles to kill and arm each process. */
export class Stack {
  private failLogs = 0;
  /** Every process that was killed here, or was seen to have died at its fail point. */
  readonly deaths: DeathFact[] = [];

  private constructor(
    private readonly options: StackOptions,
    readonly data: DataDir,
    private readonly shutdown: Shutdown,
    private readonly installation: Installation,
    /** Between each half of the bank and the API. */
    readonly taps: Readonly<Record<'stripe' | 'paystack', WebhookTap>>,
  ) {}

  /** @throws LauncherError when something does not start; what did start is ended again */
  static async start(options: StackOptions): Promise<Stack> {
    const { root, say, stop, engineInMemory = false } = options;
    const shutdown = new Shutdown(say);
    const data = await openDataDir(options.dataDir);
    const taps: Partial<Record<'stripe' | 'paystack', WebhookTap>> = {};
    const tap = async (name: 'stripe' | 'paystack', target: string, nameOf: EventName) => {
      const started = await startWebhookTap(target, nameOf);
      taps[name] = started;
      shutdown.add({ name: `${name} tap`, stop: () => started.stop() });
      return started.url;
    };
    try {
      mkdirSync(data.at('fail'), { recursive: true });
      const installation = await Installation.start({
        ...{ root, data, shutdown, say, stop, engineInMemory },
        settings: settingsFor(data.path, options),
        startMail: () => startMail(options, data, shutdown),
        tapWebhooks: async ({ stripe, paystack }) => ({
          stripe: await tap('stripe', stripe, stripeEvent),
          paystack: await tap('paystack', paystack, paystackEvent),
        }),
      });
      const { stripe, paystack } = taps;
      if (!stripe || !paystack) throw new Error('the webhooks are not tapped');
      return new Stack(options, data, shutdown, installation, { stripe, paystack });
    } catch (error) {
      await shutdown.run(AbortSignal.timeout(20_000));
      data.release();
      throw error;
    }
  }

  get accounts(): readonly Account[] {
    return this.installation.accounts;
  }
  get apiUrl(): string {
    return `http://127.0.0.1:${this.installation.addresses.apiPort}`;
  }
  /** Of each API process. */
  get apiUrls(): readonly string[] {
    return this.installation.apis.map(({ url }) => url);
  }
  get sandboxUrl(): string {
    return this.installation.env.SANDBOX_URL ?? '';
  }
  get databaseUrl(): string {
    return this.installation.env.DATABASE_URL ?? '';
  }
  get temporalAddress(): string {
    return this.installation.env.TEMPORAL_ADDRESS ?? '';
  }
  /** Null when no mail is kept. */
  get mailUrl(): string | null {
    return this.options.mail === 'sink' ? null : (this.installation.addresses.mail?.uiUrl ?? null);
  }

  /** The process to kill; undefined between a death and the restart. */
  pid(target: Target | ApiName): number | undefined {
    const { servers } = this.installation;
    return target === 'postgres' || target === 'temporal' ? servers[target]?.server.pid : this.installation.pid(target);
  }

  /** `kill -9`; false when it is just not running. */
  kill(target: Target | ApiName): boolean {
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
    const fault = { KEEPWELL_FAIL_AT: point, KEEPWELL_FAIL_LOG: log };
    const { pid } = await this.installation.replace(process, fault);
    return { died: () => existsSync(log), pid };
  }

  /** Waits until everything answers, an API that is just being killed included. */
  ready(stop: AbortSignal): Promise<void> {
    return this.installation.ready(stop);
  }

  /** Runs one of the product's commands to its end, with the settings of everything else. */
  command(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
    const { root } = this.options;
    const script = [join(root, 'dist', 'cli', 'main.js'), ...args];
    const how = { cwd: root, env: this.installation.env, maxBuffer: 2 ** 26 };
    return new Promise((resolve) => {
      execFile(process.execPath, script, how, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        resolve({ code, output: stdout === '' ? stderr : stdout });
      });
    });
  }

  /** Ends everything that was started, each process by its pid. */
  async stop(): Promise<void> {
    await this.shutdown.run(AbortSignal.timeout(25_000));
    this.data.release();
  }
}

async function startMail({ mail }: StackOptions, data: DataDir, shutdown: Shutdown) {
  const sink = mail === 'sink' ? await startMailSink() : null;
  const started = sink
    ? { smtpUrl: sink.url, uiUrl: 'http://127.0.0.1', stop: () => sink.stop() }
    : await startMailCatcher({ smtpPort: 0, uiPort: 0, dataDir: data.path });
  shutdown.add({ name: 'mail', stop: () => started.stop() });
  return started;
}

function settingsFor(dataDir: string, { settings: own = {}, apiProcesses = 1 }: StackOptions): LauncherSettings {
  // What a developer's own shell or .env says of the product has no place here.
  const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'XDG_CACHE_HOME', 'NODE_OPTIONS'];
  const kept = Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const ports = {
    port: 0,
    postgresPort: 0,
    temporalPort: 0,
    temporalUiPort: 0,
    smtpPort: 0,
    mailUiPort: 0,
  };
  const env = { ...kept, ...POLICY, ...own, HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
  return { env, dataDir, apiProcesses, ...ports, sandboxPort: 0 };
}

/** A moment, cut short by the signal. */
export async function pause(ms: number, stop?: AbortSignal): Promise<void> {
  // Aborted: whoever waits looks at the signal next.
  await delay(ms, undefined, stop ? { signal: stop } : {}).catch(() => undefined);
}
