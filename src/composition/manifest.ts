import type { Repositories } from '../models/scope.js';

/**
 * What a context brings along. A new context is one file beside this one and its line in `contexts.ts`: its repositories
 * join the transactions' scope, its services the HTTP surface.
 */
export interface Manifest {
  readonly repositories: Repositories;
  /** What its controllers need, by their names in `Services`; the core is typed by what the context needs of it. */
  readonly services?: (core: never) => object;
}
