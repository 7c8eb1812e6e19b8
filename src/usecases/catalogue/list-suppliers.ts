import type { UserActor } from '../../domain/actor.js';
import type { SupplierMapping } from '../../domain/catalogue/mappings/mapping.js';
import { isListStale } from '../../domain/catalogue/stale-list.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/slice.js';
import type { ListStanding } from '../../models/repositories/catalogue/supplier-lists.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { SupplierMappings } from './mappings.js';
import { type SourceView, sourceView } from './sources/source-view.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly mappings: SupplierMappings;
  readonly now: () => Date;
}

/** A supplier whose lists a clinic can import, and what its catalogue has of it. */
export interface KnownSupplier {
  readonly key: string;
  readonly mapping: Pick<SupplierMapping, 'supplierName' | 'updateFrequency'>;
  /** Of the clinic's own mapping; 0: the one that is built in. */
  readonly version: number;
  readonly standing: Omit<ListStanding, 'supplier' | 'lastListAt'>;
  readonly isStale: boolean;
  /** Where its lists are fetched from; null: nowhere. */
  readonly source: SourceView | null;
}

const NO_LIST = { productsActive: 0, lastImportAt: null, effectiveFrom: null, lastListAt: null } as const;

/** The suppliers whose lists a clinic can import, in the order of their keys. */
export function listSuppliers({ unitOfWork, mappings, now }: Deps) {
  return (actor: UserActor, clinicId: string): Promise<readonly KnownSupplier[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const [known, own, standings, sources, pulls] = await Promise.all([
        mappings(scope, clinicId),
        scope.supplierMappings.listCurrent(clinicId),
        scope.supplierLists.listStandings(clinicId),
        scope.supplierSources.list(clinicId),
        scope.supplierSources.listPulls(clinicId),
      ]);
      const at = now();
      const suppliers = [...known].map(([key, mapping]): KnownSupplier => {
        const { lastListAt, ...standing } = standings.find(({ supplier }) => supplier === key) ?? NO_LIST;
        // A supplier that sends nothing but partial lists is late when none of those has come.
        const isStale = isListStale(lastListAt ?? standing.lastImportAt, mapping.updateFrequency, at);
        const version = own.find((one) => one.key === key)?.version ?? 0;
        const found = sources.find(({ supplier }) => supplier === key);
        const pull = pulls.find(({ supplier }) => supplier === key) ?? null;
        const source = found ? sourceView(found, pull, at) : null;
        return { key, mapping, version, standing, isStale, source };
      });
      return suppliers.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    });
}
