/** What other contexts know of the use cases of the catalogue: what its suppliers are called at a clinic. */
export type { SupplierMappings } from './mappings.js';
