import type { OptionsOf } from '../rig/options.js';

export const OPTIONS = {
  clients: [500, 'devices that are connected, each in one room'],
  rooms: [250, 'rooms of a doctor and a patient'],
  rate: [20, 'messages a second, over all rooms; edits, repeats and reading come on top'],
  seconds: [180, 'duration of the load'],
  seed: [1, 'of everything that is left to chance'],
} as const;
export type Options = OptionsOf<typeof OPTIONS>;
