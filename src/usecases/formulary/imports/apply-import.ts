import { SYSTEM } from '../../../domain/actor.js';
import type { DrugImport } from '../../../models/repositories/formulary/drug-imports.js';
import type { FormularyScope } from '../../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { whileAlive } from '../../long-steps/while-alive.js';
import { isCurrent } from './decide-import.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  readonly now: () => Date;
}

/** One statement changes thousands of rows with their indexes. */
const STATEMENT_MS = 120_000;

/**
 * Applies an import that a person, or its mode, has approved, in one transaction: readers see the formulary before it or after it.
 * The state is what makes a repeat harmless: whoever finds it `applied` has nothing to do. Two imports of a clinic wait for each
 * other; the second finds its preview out of date, which is then made anew and approved anew.
 */
export function applyImport({ unitOfWork, now }: Deps) {
  return async (importId: string, heartbeat: () => void): Promise<void> => {
    const work = exclusively(unitOfWork, importId, async (scope, found) => {
      if (found.state !== 'applying') return;
      const at = now();
      const by = found.decidedBy ?? found.requestedBy;
      const { isCurrent: isDone } = (await isCurrent(scope, found))
        ? await scope.stagedLists.apply(importId, by, at)
        : { isCurrent: false };
      if (!isDone) {
        await scope.drugImports.change(importId, { state: 'reading', decidedBy: null }, at);
        return;
      }
      const done = { ...(await scope.stagedLists.counts(importId)), kept: 0 };
      await scope.drugImports.change(importId, { state: 'applied', done, appliedAt: at, finishedAt: at }, at);
      const { created, updated, deactivated } = done;
      const details = { created, updated, deactivated };
      await scope.audit.record({ ...about(found), action: 'drug_import.applied', details }, at);
    });
    await whileAlive(work, heartbeat);
  };
}

/** Takes an applied import back, in one transaction. Items that somebody has changed since stay as they are, and are counted. */
export function undoImport({ unitOfWork, now }: Deps) {
  return async (importId: string, heartbeat: () => void): Promise<void> => {
    const work = exclusively(unitOfWork, importId, async (scope, found) => {
      if (found.state !== 'undoing' || !found.done) return;
      const at = now();
      const kept = await scope.stagedLists.undo(importId, found.decidedBy ?? found.requestedBy, at);
      const change = { state: 'undone', done: { ...found.done, kept }, undoneAt: at, finishedAt: at } as const;
      await scope.drugImports.change(importId, change, at);
      await scope.audit.record({ ...about(found), action: 'drug_import.undone', details: { kept } }, at);
    });
    await whileAlive(work, heartbeat);
  };
}

async function exclusively(
  unitOfWork: UnitOfWork<FormularyScope>,
  importId: string,
  work: (scope: FormularyScope, found: DrugImport) => Promise<void>,
): Promise<void> {
  const known = await unitOfWork.withScope(SYSTEM, ({ drugImports }) => drugImports.find(importId));
  if (!known) return;
  await unitOfWork.withScope(
    SYSTEM,
    async (scope) => {
      const found = await scope.drugImports.lock(importId);
      if (found) await work(scope, found);
    },
    { exclusively: `formulary import/${known.clinicId}`, statementTimeoutMs: STATEMENT_MS },
  );
}

function about({ id, clinicId }: DrugImport) {
  return { entity: 'drug_import', entityId: id, clinicId } as const;
}
