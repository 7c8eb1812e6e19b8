import { SYSTEM } from '../../../domain/actor.js';
import { rowsApplied } from '../../../domain/catalogue/import-progress.js';
import type { ListInForce } from '../../../domain/catalogue/imports.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { SupplierList } from '../../../models/repositories/catalogue/supplier-lists.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { failPoint } from '../../../observability/fail-points.js';
import { type Heartbeat, whileAlive } from '../../long-steps/while-alive.js';
import { noteStockAlerts } from '../stock/note-alerts.js';
import { noteProgress } from './note-progress.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly now: () => Date;
}

/** One statement changes thousands of rows with their indexes. */
const TRANSACTION = { statementTimeoutMs: 120_000 };

/**
 * Applies an import that a person, or its mode, has approved, in one transaction: readers see the catalogue before it or after it.
 * The state is what makes a repeat harmless: whoever finds it `applied` has nothing to do. Two imports of a supplier wait for each
 * other; the second finds its preview out of date, which is then made anew.
 */
export function applySupplierImport({ unitOfWork, now }: Deps) {
  return async (importId: string, heartbeat: Heartbeat): Promise<void> => {
    const onRows = noteProgress({ unitOfWork, now }, { id: importId, state: 'applying' }, heartbeat);
    const work = unitOfWork.withScope(
      SYSTEM,
      (scope) =>
        exclusively(scope, importId, 'applying', async (found, list) => {
          const at = now();
          if (list.version !== found.baseVersion || !found.report) {
            await scope.supplierImports.change(importId, { state: 'reading', decidedBy: null }, at);
            return;
          }
          // What is done is what was previewed: the list is held in the version that the preview has met. Categories that are new now are
          // counted before, as another supplier may have brought them since.
          const { priceChanges: _, ...done } = await scope.stagedPriceLists.preview(importId);
          const total = found.report.rowsTotal;
          await scope.stagedPriceLists.apply(importId, list.supplier, {
            now: at,
            onDone: (done) =>
              onRows({
                rowsProcessed: rowsApplied(found.mode, { done: Math.min(done, total), total }),
                rowsTotal: total,
              }),
          });
          await scope.supplierLists.replace(list, listOf(found, list, at));
          const before = {
            effectiveFrom: list.effectiveFrom,
            lastListAt: list.lastListAt?.toISOString() ?? null,
          } satisfies ListInForce;
          const change = {
            state: 'applied',
            rowsProcessed: total,
            done,
            before,
            appliedAt: at,
            finishedAt: at,
          } as const;
          await scope.supplierImports.change(importId, change, at);
          const { created, updated, deactivated, reactivated } = done;
          const details = { created, updated, deactivated, reactivated };
          await scope.audit.record({ ...about(found), action: 'supplier_import.applied', details }, at);
          await noteStockAlerts(scope, list, { at });
          failPoint('import.merged');
        }),
      TRANSACTION,
    );
    await whileAlive(work, heartbeat);
    failPoint('import.applied');
  };
}

/**
 * Takes an applied import back, in one transaction: every product is as it was. Somebody may have had another import of the supplier
 * applied since the undo was asked for. Then nothing is taken back, and the import is applied as before: its rows know nothing of the
 * later one.
 */
export function undoSupplierImport({ unitOfWork, now }: Deps) {
  return async (importId: string, heartbeat: Heartbeat): Promise<void> => {
    const work = unitOfWork.withScope(
      SYSTEM,
      (scope) =>
        exclusively(scope, importId, 'undoing', async (found, list) => {
          const at = now();
          if ((await scope.supplierImports.listLater(found)).length > 0) {
            await scope.supplierImports.change(importId, { state: 'applied' }, at);
            return;
          }
          await scope.stagedPriceLists.undo(importId, at);
          const { effectiveFrom = null, lastListAt = null } = found.before ?? {};
          const restored = { effectiveFrom, lastListAt: lastListAt === null ? null : new Date(lastListAt) };
          await scope.supplierLists.replace(list, restored);
          await scope.supplierImports.change(importId, { state: 'undone', undoneAt: at, finishedAt: at }, at);
          await scope.audit.record({ ...about(found), action: 'supplier_import.undone' }, at);
          // What it brings back is what people were notified of before the import.
          await noteStockAlerts(scope, list, { at, isSilent: true });
          failPoint('import.undone');
        }),
      TRANSACTION,
    );
    await whileAlive(work, heartbeat);
  };
}

/**
 * Holds the supplier's list; somebody else has done the work where the import is in another state. Out of these two states it is moved by
 * whoever holds the list alone, so that it is not held itself: how far the work is another transaction writes into it meanwhile.
 */
export async function exclusively(
  scope: CatalogueScope,
  importId: string,
  state: 'applying' | 'undoing',
  work: (found: SupplierImport, list: SupplierList) => Promise<void>,
): Promise<void> {
  const known = await scope.supplierImports.find(importId);
  if (known?.state !== state || known.supplier === null) return;
  const list = await scope.supplierLists.lock({ clinicId: known.clinicId, supplier: known.supplier });
  const found = await scope.supplierImports.find(importId);
  if (found?.state === state) await work(found, list);
}

/** A partial list leaves the list in force as it is, but for when something was last heard. */
function listOf(
  found: SupplierImport,
  list: SupplierList,
  at: Date,
): Pick<SupplierList, 'effectiveFrom' | 'lastListAt'> {
  const isFull = found.coverage === 'full';
  return {
    effectiveFrom: isFull ? (found.effectiveFrom ?? list.effectiveFrom) : list.effectiveFrom,
    lastListAt: isFull ? at : list.lastListAt,
  };
}

function about({ id, clinicId }: SupplierImport) {
  return { entity: 'supplier_import', entityId: id, clinicId } as const;
}
