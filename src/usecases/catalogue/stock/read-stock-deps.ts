import type { ClinicPolicy } from '../../../domain/clinics/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { SupplierMappings } from '../mappings.js';
import type { StockScope } from './stock-standings.js';

/** What is needed to read what a clinic is short of. */
export interface ReadStockDeps {
  readonly unitOfWork: UnitOfWork<StockScope>;
  readonly mappings: SupplierMappings;
  /** Of the installation; a clinic may have its own. */
  readonly policy: ClinicPolicy;
  readonly now: () => Date;
}
