import type { Bookings } from './bookings.js';
import type { Child } from './children.js';
import type { ApiProcess, Product } from './product.js';
import type { Comparison } from './report.js';
import type { Servers } from './servers.js';

/** How much is measured in each round. */
export interface Size {
  readonly rounds: number;
  readonly sequential: number;
  readonly concurrent: number;
  readonly width: number;
  readonly seconds: number;
  readonly connections: number;
  /** Rows are measured whose name has this in it. */
  readonly only: string;
}

export interface Field {
  readonly servers: Servers;
  readonly product: Product;
  readonly bookings: Bookings;
  readonly bare: {
    readonly caller: Child;
    readonly worker: Child;
    readonly routesUrl: string;
    readonly chatUrl: string;
    readonly documents: Child;
    /** Its chat once more, for connections that do nothing. */
    readonly idleChat: ApiProcess;
  };
  readonly say: (line: string) => void;
}

/** One thing measured on both sides. */
export interface Pair {
  readonly about: Pick<Comparison, 'what' | 'unit' | 'target'>;
  readonly ours: () => Promise<number>;
  readonly bare: () => Promise<number>;
}
