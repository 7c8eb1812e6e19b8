/** What other contexts read of suppliers' products. */
export type { CatalogueScope } from './slice.js';
