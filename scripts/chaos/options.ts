import { parseArgs } from 'node:util';

export interface Options {
  readonly bookings: number;
  /** Random `kill -9`, beside the deaths at fail points. */
  readonly kills: number;
  /** Deaths at each fail point. */
  readonly perFailPoint: number;
  readonly clients: number;
  readonly seed: number;
  /** Kept afterwards when it was named; otherwise a temporary one, kept only after a violation. */
  readonly dataDir: string | undefined;
  readonly report: string | undefined;
  /** The load ends after this many minutes, whatever is still missing. */
  readonly minutes: number;
}

const USAGE = `npm run chaos -- [options]
  --bookings <n>    answered bookings to make (500)
  --kills <n>       random kill -9 of API, worker, Temporal, PostgreSQL and sandbox (30)
  --per-point <n>   deaths at each fail point (2)
  --clients <n>     clients at work at a time (20)
  --seed <n>        of everything that is left to chance (the clock)
  --minutes <n>     longest duration of the load (11)
  --data-dir <dir>  where the installation lives; kept afterwards
  --report <file>   also write the report as JSON`;

/** Reads the command line. @throws Error with the usage */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parse(() =>
    parseArgs({
      args: [...args],
      options: {
        bookings: text,
        kills: text,
        'per-point': text,
        clients: text,
        seed: text,
        minutes: text,
        'data-dir': text,
        report: text,
      },
    }),
  );
  return {
    bookings: whole('bookings', values.bookings, 500),
    kills: whole('kills', values.kills, 30),
    perFailPoint: whole('per-point', values['per-point'], 2),
    clients: whole('clients', values.clients, 20),
    seed: whole('seed', values.seed, Date.now() % 1_000_000_000),
    minutes: whole('minutes', values.minutes, 11),
    dataDir: values['data-dir'],
    report: values.report,
  };
}

function parse<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function whole(name: string, given: string | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  if (!/^\d{1,9}$/.test(given)) throw new Error(`--${name} must be a whole number\n${USAGE}`);
  return Number(given);
}
