import type { Actor, UserActor } from '../../../domain/actor.js';
import type { ChangeKind } from '../../../domain/catalogue/imports.js';
import type { RowProblem } from '../../../domain/catalogue/list.js';
import type { ImportState } from '../../../domain/list-import-states.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { StagedChange, StagedChangesFilter } from '../../../models/repositories/catalogue/staged-price-lists.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { importOf } from './read-imports.js';

export type { StagedChange } from '../../../models/repositories/catalogue/staged-price-lists.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
}

/** Which of an import, and where its list goes on. */
export interface PartOfImport {
  readonly clinicId: string;
  readonly id: string;
  readonly skip: number;
  readonly limit: number;
}

/** What an import would change, or has changed, product by product. @throws DomainError not_found */
export function listImportChanges({ unitOfWork }: Deps) {
  return (actor: UserActor, part: PartOfImport, kind?: ChangeKind): Promise<readonly StagedChange[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const { state } = await importOf(scope, part.id, part.clinicId);
      const filter: StagedChangesFilter = { kind, skip: part.skip, limit: part.limit };
      const changes = await scope.stagedPriceLists.listChanges(part.id, filter);
      return changes.map((one) => withProduct(one, state));
    });
}

/** What an import in this state would create, or had created, is no product. */
export function withProduct(change: StagedChange, state: ImportState): StagedChange {
  const isMade = state === 'applied' || state === 'undoing';
  return change.kind === 'created' && !isMade ? { ...change, productId: null } : change;
}

/** What is wrong with the rows of an import's list. @throws DomainError not_found */
export function listImportProblems({ unitOfWork }: Deps) {
  return (actor: Actor, part: PartOfImport, severity: RowProblem['severity']): Promise<readonly RowProblem[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      await importOf(scope, part.id, part.clinicId);
      return scope.supplierImports.listProblems(part.id, severity, part);
    });
}
