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

/**
 * One import of the caller's clinic. It names no person, and whoever waits for it asks every second: that is no row of the audit.
 * @throws DomainError not_found
 */
export function readImport({ unitOfWork }: { readonly unitOfWork: UnitOfWork<FormularyScope> }) {
  return (actor: UserActor, id: string): Promise<ImportView> =>
    unitOfWork.withScope(actor, (scope) => viewOf(scope, id, clinicOf(actor)));
}

/** @throws DomainError not_found, also for another clinic's */
export async function viewOf(scope: FormularyScope, id: string, clinicId: string): Promise<ImportView> {
  const found = await scope.drugImports.find(id);
  if (!found || found.clinicId !== clinicId) throw notFound('Import');
  return { ...found, problems: found.report ? await scope.drugImports.problems(id) : { errors: [], warnings: [] } };
}
