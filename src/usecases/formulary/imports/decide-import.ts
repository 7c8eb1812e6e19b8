import type { ListImportWorkflows } from '../../../adapters/temporal/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { DomainError, notFound } from '../../../domain/errors.js';
import { type Decision, decided } from '../../../domain/list-imports.js';
import type { DrugImport } from '../../../models/repositories/formulary/drug-imports.js';
import type { FormularyScope } from '../../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { clinicOf } from '../own-clinic.js';
import { type ImportView, viewOf } from './read-import.js';

export interface DecideImportDeps {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  readonly workflows: ListImportWorkflows;
  readonly now: () => Date;
}

const ACTIONS = {
  apply: 'drug_import.approved',
  cancel: 'drug_import.cancelled',
  undo: 'drug_import.undo_requested',
} as const satisfies Readonly<Record<Decision, string>>;

/**
 * A person decides about an import: go, no, or back. The decision is a row before anything is done: the workflow does what the row
 * says, so that a decision is never lost with a message. Asked for again it changes nothing, and wakes the workflow once more.
 * @throws DomainError not_found, invalid_transition, preview_stale, undo_blocked with the later imports, unavailable
 */
export function decideImport({ unitOfWork, workflows, now }: DecideImportDeps) {
  return async (actor: UserActor, id: string, decision: Decision, reason: string | null): Promise<ImportView> => {
    const clinicId = clinicOf(actor);
    // A preview of another formulary is made anew, and nothing is decided.
    const isStale = await unitOfWork.withScope(actor, async (scope) => {
      const found = await scope.drugImports.lock(id);
      if (!found || found.clinicId !== clinicId) throw notFound('Import');
      const state = decided(found.state, decision);
      if (state === null) return false;
      if (decision === 'apply' && !(await isCurrent(scope, found))) {
        await scope.drugImports.change(id, { state: 'reading' }, now());
        return true;
      }
      if (decision === 'undo') await assertLast(scope, found);
      const finished = decision === 'cancel' ? { finishedAt: now() } : {};
      await scope.drugImports.change(id, { state, decidedBy: actor.userId, ...finished }, now());
      const event = { action: ACTIONS[decision], entity: 'drug_import', entityId: id, clinicId, reason } as const;
      await scope.audit.record(event, now());
      return false;
    });
    await workflows.follow(id);
    if (isStale) {
      const sentence =
        'The formulary has changed since this preview: it is made anew. Look at it again before you apply it.';
      throw new DomainError('preview_stale', sentence);
    }
    return unitOfWork.withScope(actor, (scope) => viewOf(scope, id, clinicId));
  };
}

/** Whether nothing of the clinic's formulary that the preview has met is another now. */
export async function isCurrent(
  scope: FormularyScope,
  { id, clinicId, coverage, previewedAt }: DrugImport,
): Promise<boolean> {
  // What another list has added is not in the rows of a full one, and would have to become inactive.
  if (coverage === 'full' && previewedAt && (await scope.drugImports.hasChangedSince(clinicId, previewedAt)))
    return false;
  return scope.stagedLists.isCurrent(id);
}

async function assertLast(scope: FormularyScope, found: DrugImport): Promise<void> {
  const later = await scope.drugImports.listLater(found);
  if (later.length === 0) return;
  throw new DomainError('undo_blocked', 'A later import stands on this one: undo that one first.', {
    blockedBy: later.map(({ importId, appliedAt }) => ({ importId, appliedAt: appliedAt.toISOString() })),
  });
}
