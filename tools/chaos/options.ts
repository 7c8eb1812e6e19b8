import type { OptionsOf } from '../rig/options.js';

export const OPTIONS = {
  bookings: [500, 'answered bookings to make; 0: doctors prescribe, nobody books, and the worker alone is killed'],
  prescriptions: [100, 'answered prescriptions to issue'],
  imports: [
    40,
    'answered price lists to upload; with 0 bookings and 0 prescriptions: price lists alone, and the worker alone is killed',
  ],
  pulls: [20, 'answered requests to have a price list fetched from its supplier'],
  rows: [150, 'products of each price list'],
  doctors: [8, 'doctors who prescribe, beside two who see patients within the run'],
  kills: [30, 'random kill -9 of API, worker, Temporal, PostgreSQL and sandbox'],
  perPoint: [2, 'deaths at each fail point'],
  clients: [20, 'clients at work at a time'],
  seed: [Date.now() % 1_000_000_000, 'of everything that is left to chance, by default the clock'],
  minutes: [11, 'longest duration of the load, whatever is still missing'],
} as const;
export type Options = OptionsOf<typeof OPTIONS>;
