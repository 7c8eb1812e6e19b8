import type { KeyedMapping, SupplierMapping } from '../../domain/catalogue/mappings/mapping.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/slice.js';

/** The mappings of a clinic by the keys of their suppliers: those that are built in, with its own in their place and beside them. */
export type SupplierMappings = (
  scope: CatalogueScope,
  clinicId: string,
) => Promise<ReadonlyMap<string, SupplierMapping>>;

/** @param builtIn what every clinic has from the beginning */
export function mappingsOf(builtIn: readonly KeyedMapping[]): SupplierMappings {
  return async (scope, clinicId) => {
    const own = await scope.supplierMappings.listCurrent(clinicId);
    return new Map([...builtIn, ...own].map(({ key, mapping }) => [key, mapping]));
  };
}
