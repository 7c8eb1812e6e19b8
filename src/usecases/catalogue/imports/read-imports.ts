import { type Actor, may, type UserActor } from '../../../domain/actor.js';
import type { RowProblem } from '../../../domain/catalogue/list.js';
import { notFound } from '../../../domain/errors.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { ImportFilter, SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { UnitOfWork } from '../../../models/scope.js';

/** An import with the first of its errors and warnings. */
export interface ImportView extends SupplierImport {
  readonly problems: { readonly errors: readonly RowProblem[]; readonly warnings: readonly RowProblem[] };
}

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
}

/**
 * One import of a clinic. It names no patient, and whoever waits for it asks every second: that is no row of the audit.
 * @throws DomainError not_found
 */
export function readSupplierImport({ unitOfWork }: Deps) {
  return (actor: Actor, clinicId: string, id: string): Promise<ImportView> =>
    unitOfWork.withScope(actor, (scope) => viewOf(scope, id, clinicId));
}

/** @throws DomainError not_found, also for another clinic's */
export async function viewOf(scope: CatalogueScope, id: string, clinicId: string): Promise<ImportView> {
  return withProblems(scope, await importOf(scope, id, clinicId));
}

async function withProblems(scope: CatalogueScope, row: SupplierImport): Promise<ImportView> {
  // Between a preview that is out of date and a worker that begins the next one, there is none.
  const found = row.state === 'reading' ? { ...row, report: null } : row;
  const { errorsTotal = 0, warningsTotal = 0 } = found.report ?? {};
  // Whoever waits for a list asks again and again: of one without problems no row is looked through.
  const [errors, warnings] = await Promise.all([
    errorsTotal > 0 ? scope.supplierImports.listProblems(found.id, 'error') : [],
    warningsTotal > 0 ? scope.supplierImports.listProblems(found.id, 'warning') : [],
  ]);
  return { ...found, problems: { errors, warnings } };
}

/** @throws DomainError not_found, also for another clinic's */
export async function importOf(scope: CatalogueScope, id: string, clinicId: string): Promise<SupplierImport> {
  const found = await scope.supplierImports.find(id);
  if (!found || found.clinicId !== clinicId) throw notFound('Import');
  return found;
}

/** The imports of a clinic, the latest first. */
export function listSupplierImports({ unitOfWork }: Deps) {
  return (actor: UserActor, filter: ImportFilter): Promise<readonly ImportView[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const imports = await scope.supplierImports.list(filter);
      return Promise.all(imports.map((found) => withProblems(scope, found)));
    });
}

/**
 * How an import stands, for whoever follows it live: who manages the catalogue, or has started it. Null for everybody else, and of
 * another clinic. Somebody looks at it all the while: that is no row of the audit.
 */
export function readFollowedImport({ unitOfWork }: Deps) {
  return async (actor: UserActor, id: string): Promise<SupplierImport | null> => {
    if (!may(actor, 'catalogue:read')) return null;
    const found = await unitOfWork.withScope(actor, ({ supplierImports }) => supplierImports.find(id));
    if (!found || !actor.clinicIds.includes(found.clinicId)) return null;
    return may(actor, 'catalogue:manage') || found.requestedBy === actor.userId ? found : null;
  };
}
