import type { UserActor } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import type { ShownProblems } from '../../../domain/formulary/imports/import.js';
import type { DrugImport } from '../../../models/repositories/formulary/drug-imports.js';
import type { FormularyScope } from '../../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { clinicOf } from '../own-clinic.js';

/** An import with the first of its errors and warnings. */
export interface ImportView extends DrugImport {
  readonly problems: ShownProblems;
}

/** One import of the caller's clinic. @throws DomainError not_found */
export function readImport({
  unitOfWork,
  now,
}: {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  readonly now: () => Date;
}) {
  return (actor: UserActor, id: string): Promise<ImportView> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinicId = clinicOf(actor);
      const found = await viewOf(scope, id, clinicId);
      await scope.audit.record({ action: 'drug_import.read', entity: 'drug_import', entityId: id, clinicId }, now());
      return found;
    });
}

/** @throws DomainError not_found, also for another clinic's */
export async function viewOf(scope: FormularyScope, id: string, clinicId: string): Promise<ImportView> {
  const found = await scope.drugImports.find(id);
  if (!found || found.clinicId !== clinicId) throw notFound('Import');
  return { ...found, problems: found.report ? await scope.drugImports.problems(id) : { errors: [], warnings: [] } };
}
