import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage } from './errors.js';
import { isAlive } from './processes.mjs';

/** A server that runs detached from the launcher. */
export interface DetachedServer {
  readonly pid: number;
  stop(): Promise<void>;
}

const CHECK_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Keeps a detached server running: polls its pid, as it may not be a child of ours, and starts it again. */
export class DetachedService<T extends DetachedServer> {
  #server: T;
  #stopping = false;
  readonly #loop: Promise<void>;

  constructor(
    private readonly options: {
      readonly name: string;
      readonly server: T;
      readonly restart: () => Promise<T>;
      readonly onRestart: (server: T) => void;
      readonly say: (line: string) => void;
    },
  ) {
    this.#server = options.server;
    this.#loop = this.#watch();
  }

  get server(): T {
    return this.#server;
  }

  /** Stops the server and does not start it again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
    await this.#server.stop();
  }

  /** Ends the server at once, without any order. */
  kill(): void {
    this.#stopping = true;
    try {
      process.kill(this.#server.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }

  async #watch(): Promise<void> {
    let pause = CHECK_MS;
    while (!this.#stopping) {
      await delay(pause);
      if (this.#stopping || isAlive(this.#server.pid)) continue;
      this.options.say(`${this.options.name} died, starting it again`);
      try {
        this.#server = await this.options.restart();
        pause = CHECK_MS;
        this.options.onRestart(this.#server);
      } catch (error) {
        this.options.say(errorMessage(error));
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      }
    }
  }
}
