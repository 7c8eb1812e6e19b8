import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { KnownSchedule } from '../../domain/formulary/schedules.js';
import { readSearch } from '../../domain/formulary/search-terms.js';
import type { CatalogueScope } from '../../models/repositories/catalogue/public.js';
import type { FoundDrug, StoredDrug } from '../../models/repositories/formulary/drugs.js';
import type { FormularyScope } from '../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type DrugSupply, withSupply } from './drug-supply.js';

/** An item, and how a search found it: null where nothing was looked for. */
export type { FoundDrug, StoredDrug } from '../../models/repositories/formulary/drugs.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<FormularyScope & CatalogueScope>;
}

/** An item with the products of suppliers that are the same medicine. */
export type Supplied<Item extends StoredDrug> = Item & { readonly supply: readonly DrugSupply[] };

export interface DrugsQuery {
  /** As it was typed. An empty one lists everything; one without a letter or digit finds nothing. */
  readonly search?: string | undefined;
  readonly active: boolean;
  /** Null: items whose schedule is not known, which wait for a person. */
  readonly schedule?: KnownSchedule | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/**
 * The formulary as the caller's clinic sees it. A search finds names, brands, ingredients and their other names, by their
 * beginning, and from three characters on also what is similar; the best match first, by name within.
 */
export function searchDrugs({ unitOfWork }: Deps) {
  return async (actor: UserActor, { search, ...query }: DrugsQuery): Promise<readonly Supplied<FoundDrug>[]> => {
    const [clinicId] = actor.clinicIds;
    if (!clinicId) return [];
    const isEmpty = search === undefined || search.trim() === '';
    const sought = isEmpty ? null : readSearch(search);
    if (!isEmpty && sought === null) return [];
    return unitOfWork.withScope(actor, async (scope) => {
      const drugs = await scope.drugs.list({ ...query, clinicId, search: sought });
      return withSupply(scope, clinicId, drugs);
    });
  };
}

/** One item, inactive ones too. @throws DomainError not_found */
export function readDrug({ unitOfWork }: Deps) {
  return (actor: UserActor, id: string): Promise<Supplied<StoredDrug>> =>
    unitOfWork.withScope(actor, async (scope) => {
      const [clinicId] = actor.clinicIds;
      const found = clinicId ? await scope.drugs.find(id, clinicId) : null;
      if (!found || !clinicId) throw notFound('Drug');
      return suppliedDrug(scope, clinicId, found);
    });
}

/** One item with the products that are the same medicine. */
export async function suppliedDrug<Item extends StoredDrug>(
  scope: CatalogueScope,
  clinicId: string,
  drug: Item,
): Promise<Supplied<Item>> {
  const [supplied] = await withSupply(scope, clinicId, [drug]);
  if (!supplied) throw new Error('an item that was just read is gone');
  return supplied;
}
