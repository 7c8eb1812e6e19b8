import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import { errorMessage, LauncherError } from './errors.js';
import { lastLines, openLog } from './log-file.js';

export interface ChildSpec {
  /** Prefix of its lines on the console. */
  readonly name: string;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Takes everything the child prints. */
  readonly logFile?: string;
  /** Takes each line of its standard error. */
  readonly onErrorLine?: (line: string) => void;
}

const SETTLED_MS = 5_000;
const LONGEST_PAUSE_MS = 5_000;
const EARLY_DEATHS = 5;

/** A child process that is started again whenever it dies on its own. */
export class SupervisedChild {
  /** Rejects when the child never gets past its first seconds. */
  readonly failed: Promise<never>;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #fail: (error: LauncherError) => void = () => undefined;
  #settled = false;
  #stopping = false;
  #deaths = 0;
  #timer: NodeJS.Timeout | undefined;
  #errors = '';
  readonly #log: number | undefined;
  readonly #listeners: ((pid: number) => void)[] = [];

  constructor(private readonly spec: ChildSpec) {
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Nobody may be waiting when it rejects.
    this.failed.catch(() => undefined);
    this.#log = spec.logFile === undefined ? undefined : openLog(spec.logFile).fd;
    this.#spawn(spec.env);
  }

  /** The pid of the running child, or undefined between a death and the restart. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Calls back with the new pid after each restart. */
  onRestart(listener: (pid: number) => void): void {
    this.#listeners.push(listener);
  }

  /** The child has proved that it works: from now on it is restarted without limit. */
  settle(): void {
    this.#settled = true;
  }

  /** Ends the child and does not start it again; after `timeoutMs` it is killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', timeoutMs = 8_000): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#signal(signal);
    const timer = setTimeout(() => this.#signal('SIGKILL'), timeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #spawn(env: NodeJS.ProcessEnv): void {
    const begin = Date.now();
    // A group of its own: a Ctrl-C reaches the launcher only, which ends its children in order.
    const child = spawn(process.execPath, this.spec.args, {
      cwd: this.spec.cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let tail = '';
    child.stdout.on('data', (part: Buffer) => this.#write(part));
    child.stderr.on('data', (part: Buffer) => {
      this.#write(part);
      this.#errors = (this.#errors + part.toString('utf8')).slice(-8_000);
      const lines = (tail + part.toString('utf8')).split('\n');
      tail = lines.pop() ?? '';
      for (const line of lines) this.spec.onErrorLine?.(line);
    });
    this.#exited = new Promise((resolve) => {
      let over = false;
      const ended = (reason: string) => {
        if (over) return;
        over = true;
        this.#child = undefined;
        resolve();
        this.#onDeath(Date.now() - begin, reason);
      };
      child.once('exit', (code, signal) => ended(`ended with ${code ?? signal}`));
      child.once('error', (error) => ended(errorMessage(error)));
    });
  }

  #onDeath(lived: number, reason: string): void {
    if (this.#stopping) {
      if (this.#log !== undefined) closeSync(this.#log);
      return;
    }
    if (lived >= SETTLED_MS) {
      this.#settled = true;
      this.#deaths = 0;
    }
    this.#deaths += 1;
    if (!this.#settled && this.#deaths >= EARLY_DEATHS) {
      const said = lastLines(this.#errors, 5);
      this.#fail(new LauncherError(`${this.spec.name} does not start: ${reason}${said === '' ? '' : `\n${said}`}`));
      return;
    }
    // The first time at once: the usual death is a one-off, and somebody waits.
    const pause = this.#deaths === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 125 * 2 ** this.#deaths);
    this.#timer = setTimeout(() => this.#restart(), pause);
  }

  #restart(): void {
    // A planted failure fires once: the restarted process has to recover from it.
    const { KEEPWELL_FAIL_AT: _dropped, ...env } = this.spec.env;
    this.#spawn(env);
    const pid = this.pid;
    if (pid !== undefined) for (const listener of this.#listeners) listener(pid);
  }

  #write(part: Buffer): void {
    if (this.#log !== undefined && !(this.#stopping && this.#child === undefined)) writeSync(this.#log, part);
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(signal === 'SIGKILL' ? -pid : pid, signal);
    } catch {
      // It ended just now.
    }
  }
}
