import { errorMessage } from './errors.js';

/** Something that was started and has to be stopped. */
export interface Part {
  readonly name: string;
  stop(): Promise<void>;
  /** Ends it at once; only called when there is no time left. */
  kill?(): void;
}

const TOTAL_MS = 27_000;

/** Stops what was started, last first: whoever uses a service ends before it. */
export class Shutdown {
  readonly #parts: Part[] = [];

  constructor(private readonly say: (line: string) => void) {}

  add(part: Part): void {
    this.#parts.unshift(part);
  }

  /** Stops everything in order; `force`, or the time running out, kills what is left. */
  async run(force: AbortSignal): Promise<void> {
    const hurry = AbortSignal.any([force, AbortSignal.timeout(TOTAL_MS)]);
    const hurried = new Promise<void>((resolve) => {
      if (hurry.aborted) resolve();
      hurry.addEventListener('abort', () => resolve(), { once: true });
    });
    while (this.#parts.length > 0 && !hurry.aborted) {
      const [part] = this.#parts;
      if (part === undefined) return;
      const stopped = part.stop().catch((error) => this.say(`${part.name}: ${errorMessage(error)}`));
      await Promise.race([stopped, hurried]);
      if (!hurry.aborted) this.#parts.shift();
    }
    for (const part of this.#parts) part.kill?.();
  }
}
