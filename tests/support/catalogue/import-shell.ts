import { type ChildProcess, spawn } from 'node:child_process';
import { importPriceList } from '../../../src/cli/import-price-list.js';
import type { Terminal } from '../../../src/cli/price-list/terminal.js';
import type { Settings } from '../../../src/config/schema.js';

/** What a command has answered and printed. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command `import` of the built product in a process of its own, without a terminal. */
export class ImportShell {
  constructor(
    private readonly settings: Settings,
    /** Of its settings, in the form of the environment. */
    private readonly keys: string,
    /** Ends the command that is typed. */
    private readonly stop = new AbortController().signal,
  ) {}

  run(...args: readonly string[]): Promise<Ran> {
    return this.start(...args).ended;
  }

  start(...args: readonly string[]): {
    readonly child: ChildProcess;
    readonly said: () => string;
    readonly ended: Promise<Ran>;
  } {
    const child = spawn(process.execPath, ['dist/cli/main.js', 'import', ...args], { env: this.environment() });
    const ran = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (ran.out += chunk));
    child.stderr.on('data', (chunk) => (ran.err += chunk));
    const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, ...ran })));
    return { child, said: () => ran.err, ended };
  }

  /** The same in this process, typed by somebody at a terminal who gives these answers in turn; then the input ends. */
  async typed(
    answers: readonly (string | (() => Promise<string>))[],
    ...args: readonly string[]
  ): Promise<Ran & { readonly asked: number }> {
    const ran = { out: '', err: '', asked: 0 };
    const terminal: Terminal = {
      ...{ isAttended: true, hasBar: true, columns: 80 },
      print: (text) => {
        ran.out += `${text}\n`;
      },
      note: (text) => {
        ran.err += `${text}\n`;
      },
      redraw: (line) => {
        ran.err += `\r${line}`;
      },
      ask: async () => {
        const answer = answers[ran.asked++] ?? null;
        return typeof answer === 'function' ? answer() : answer;
      },
    };
    const code = await importPriceList(this.settings, args, this.stop, terminal);
    return { code, ...ran };
  }

  private environment(): NodeJS.ProcessEnv {
    const { settings } = this;
    return {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      KEEPWELL_EMBEDDED: '1',
      KEEPWELL_DATA_DIR: settings.KEEPWELL_DATA_DIR,
      PUBLIC_URL: settings.PUBLIC_URL,
      PAYMENTS_ENABLED: 'false',
      DATABASE_URL: settings.DATABASE_URL,
      DATABASE_URL_WORKER: settings.DATABASE_URL_WORKER,
      TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS,
      TEMPORAL_TASK_QUEUE: settings.TEMPORAL_TASK_QUEUE,
      SMTP_URL: settings.SMTP_URL,
      JWT_SECRET: 'x'.repeat(32),
      ENCRYPTION_KEYS: this.keys,
    };
  }
}
