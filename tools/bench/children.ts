import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from '../launcher/processes.mjs';
import type { BareReply, BareRequest } from './bare/messages.js';

export interface ChildOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly root: string;
  /** Its output goes to `<name>.log` there. */
  readonly logs: string;
}

/** A process that the bench started. One that dies by itself breaks the bench: `died` rejects. */
export class Child {
  readonly died: Promise<never>;
  private readonly running: ChildProcess;
  private stopping = false;

  constructor(private readonly options: ChildOptions) {
    const log = openSync(join(options.logs, `${options.name}.log`), 'a');
    this.running = spawn(process.execPath, [...options.args], {
      cwd: options.root,
      env: options.env,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.died = new Promise((_resolve, reject) => {
      this.running.once('exit', (code, signal) => {
        if (!this.stopping) reject(new Error(`${options.name} ended with ${code ?? signal}, see ${options.name}.log`));
      });
    });
    // Whoever waits for something races it; nobody may wait at the moment.
    this.died.catch(() => undefined);
  }

  get pid(): number {
    const { pid } = this.running;
    if (pid === undefined) throw new Error(`${this.options.name} did not start`);
    return pid;
  }

  /** Stands still until `goOn`. */
  pause(): void {
    this.running.kill('SIGSTOP');
  }

  goOn(): void {
    this.running.kill('SIGCONT');
  }

  /** The next message of a bare process. @throws when it reports a failure or dies */
  async receive(): Promise<BareReply> {
    const message = new Promise<BareReply>((resolve) =>
      this.running.once('message', (reply: BareReply) => resolve(reply)),
    );
    const reply = await Promise.race([message, this.died]);
    if (reply.about === 'failed') throw new Error(`${this.options.name}: ${reply.reason}`);
    return reply;
  }

  ask(request: BareRequest): Promise<BareReply> {
    const reply = this.receive();
    this.running.send(request);
    return reply;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { pid } = this.running;
    if (pid === undefined) return;
    await endProcess(pid, [
      { signal: 'SIGTERM', waitMs: 10_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ]);
  }
}
