import { parseArgs } from 'node:util';

/** Where a run keeps what it leaves. */
export const PLACES = ['data-dir', 'report'] as const;

/** The options of a command line, each with one value. */
export class Flags {
  private readonly given: Readonly<Record<string, string | boolean | undefined>>;

  /** @throws Error with the usage when another one was given */
  constructor(
    args: readonly string[],
    private readonly usage: string,
    names: readonly string[],
  ) {
    try {
      const options = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
      this.given = parseArgs({ args: [...args], options }).values;
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    }
  }

  text(name: string): string | undefined {
    const value = this.given[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** @throws Error with the usage unless it is a whole number */
  whole(name: string, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number\n${this.usage}`);
    return Number(text);
  }
}
