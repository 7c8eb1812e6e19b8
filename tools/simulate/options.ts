import { Flags, PLACES } from '../rig/flags.js';

export interface Options {
  /** Charges that the banks are to have made at the end. */
  readonly payments: number;
  readonly seed: number;
  /** Patients who are at it at a time. */
  readonly clients: number;
  /** The load ends after this many minutes, whatever is still missing. */
  readonly minutes: number;
  readonly dataDir: string | undefined;
  readonly report: string | undefined;
}

const USAGE = `npm run simulate -- [options]
  --payments <n>    charges that the banks are to make (5000)
  --seed <n>        of everything that is left to chance (1)
  --clients <n>     patients who are at it at a time (32)
  --minutes <n>     longest duration of the load (50)
  --data-dir <dir>  where the installation lives; kept afterwards
  --report <file>   also write the report as JSON`;

/** Reads the command line. @throws Error with the usage */
export function readOptions(args: readonly string[]): Options {
  const flags = new Flags(args, USAGE, ['payments', 'seed', 'clients', 'minutes', ...PLACES]);
  return {
    payments: flags.whole('payments', 5_000),
    seed: flags.whole('seed', 1),
    clients: flags.whole('clients', 32),
    minutes: flags.whole('minutes', 50),
    dataDir: flags.text('data-dir'),
    report: flags.text('report'),
  };
}
