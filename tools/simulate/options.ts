import type { OptionsOf } from '../rig/options.js';

export const OPTIONS = {
  payments: [5_000, 'charges that the banks are to make'],
  seed: [1, 'of everything that is left to chance'],
  clients: [32, 'patients who are at it at a time'],
  minutes: [50, 'longest duration of the load, whatever is still missing'],
} as const;
export type Options = OptionsOf<typeof OPTIONS>;
