import type { OptionsOf } from '../rig/options.js';

export const OPTIONS = {
  seed: [1, 'of everything that Schemathesis leaves to chance'],
  examples: [25, 'the most requests for one operation and phase'],
  seconds: [240, 'the longest that one role may take'],
} as const;
export type Options = OptionsOf<typeof OPTIONS>;
