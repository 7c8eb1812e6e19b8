import { Flags, PLACES } from '../rig/flags.js';

export interface Options {
  /** Of everything that Schemathesis leaves to chance. */
  readonly seed: number;
  /** The most requests that are generated for one operation and phase. */
  readonly examples: number;
  /** The longest that one role may take. */
  readonly seconds: number;
  readonly dataDir: string | undefined;
  readonly report: string | undefined;
}

const USAGE = `npm run fuzz -- [options]
  --seed <n>        of everything that is left to chance (1)
  --examples <n>    the most requests for one operation and phase (25)
  --seconds <n>     the longest that one role may take (240)
  --data-dir <dir>  where the installation lives; kept afterwards, with what Schemathesis printed
  --report <file>   also write the figures as JSON`;

/** Reads the command line. @throws Error with the usage */
export function readOptions(args: readonly string[]): Options {
  const flags = new Flags(args, USAGE, ['seed', 'examples', 'seconds', ...PLACES]);
  return {
    seed: flags.whole('seed', 1),
    examples: flags.whole('examples', 25),
    seconds: flags.whole('seconds', 240),
    dataDir: flags.text('data-dir'),
    report: flags.text('report'),
  };
}
