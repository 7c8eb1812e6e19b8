import type { UserActor } from '../../domain/actor.js';
import type { SupplierMapping } from '../../domain/catalogue/mappings/mapping.js';
import { readMapping } from '../../domain/catalogue/mappings/read-mapping.js';
import { assertSupplierKey } from '../../domain/catalogue/mappings/supplier-key.js';
import { notFound } from '../../domain/errors.js';
import { isSame } from '../../domain/same.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { SupplierMappings } from './mappings.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly mappings: SupplierMappings;
}

/** Whose mapping of which supplier. */
export interface MappingOfSupplier {
  readonly clinicId: string;
  readonly key: string;
}

/** How a clinic reads the lists of a supplier: its own mapping, else the one that is built in. @throws DomainError not_found */
export function readSupplierMapping({ unitOfWork, mappings }: Deps) {
  return (actor: UserActor, { clinicId, key }: MappingOfSupplier): Promise<SupplierMapping> =>
    unitOfWork.withScope(actor, async (scope) => {
      const mapping = (await mappings(scope, clinicId)).get(key);
      if (!mapping) throw notFound('Supplier');
      return mapping;
    });
}

/**
 * Stores a clinic's own mapping of a supplier as its next version, in place of one that is built in where there is one; imports that
 * are read from then on follow it. The mapping that the clinic has already is not stored again. Of two changes at once the later one
 * waits, and becomes the version behind the other.
 * @param json as it is on the wire
 * @throws DomainError validation_failed with the path of each member that is unknown, missing or wrong, or on `key`
 */
export function changeSupplierMapping({ unitOfWork, mappings, now }: Deps & { readonly now: () => Date }) {
  return async (actor: UserActor, { clinicId, key }: MappingOfSupplier, json: unknown): Promise<SupplierMapping> => {
    const mapping = readMapping(json);
    const store = async (scope: CatalogueScope): Promise<void> => {
      assertSupplierKey(key, (await mappings(scope, clinicId)).keys());
      const own = await scope.supplierMappings.listCurrent(clinicId);
      const current = own.find((one) => one.key === key);
      if (current && isSame(current.mapping, mapping)) return;
      const version = (current?.version ?? 0) + 1;
      const at = now();
      await scope.supplierMappings.insert({
        clinicId,
        key,
        version,
        mapping,
        changedBy: actor.userId,
        changedAt: at,
      });
      const about = { entity: 'supplier_mapping', entityId: key, clinicId } as const;
      await scope.audit.record({ ...about, action: 'supplier_mapping.changed', details: { key, version } }, at);
    };
    await unitOfWork.withScope(actor, store, { exclusively: `supplier mappings of ${clinicId}` });
    return mapping;
  };
}
