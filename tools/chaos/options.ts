import { Flags, PLACES } from '../rig/flags.js';

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
  const flags = new Flags(args, USAGE, ['bookings', 'kills', 'per-point', 'clients', 'seed', 'minutes', ...PLACES]);
  return {
    bookings: flags.whole('bookings', 500),
    kills: flags.whole('kills', 30),
    perFailPoint: flags.whole('per-point', 2),
    clients: flags.whole('clients', 20),
    seed: flags.whole('seed', Date.now() % 1_000_000_000),
    minutes: flags.whole('minutes', 11),
    dataDir: flags.text('data-dir'),
    report: flags.text('report'),
  };
}
