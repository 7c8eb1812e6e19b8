import type { ListImportWorkflows } from '../../../adapters/temporal/port.js';
import type { Actor } from '../../../domain/actor.js';
import { rowsApplied } from '../../../domain/catalogue/import-progress.js';
import { DomainError, notFound } from '../../../domain/errors.js';
import { type Decision, decided } from '../../../domain/list-imports.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { ShowEntry } from '../../payments/public.js';
import {
  type AttentionChange,
  closeHeld,
  type ImportAttentionScope,
  NO_ATTENTION_CHANGE,
  showAttention,
} from './import-attention.js';
import { type ImportView, importOf, viewOf } from './read-imports.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<ImportAttentionScope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

export interface DecideImportDeps extends Deps {
  readonly workflows: ListImportWorkflows;
}

/** What a person has decided about an import. */
export interface ImportDecision {
  readonly importId: string;
  readonly decision: Decision;
  /** Of an undo. */
  readonly reason: string | null;
}

const ACTIONS = {
  apply: 'supplier_import.approved',
  cancel: 'supplier_import.cancelled',
  undo: 'supplier_import.undo_requested',
} as const satisfies Readonly<Record<Decision, string>>;

/**
 * A person decides about an import, by API or at the shell of the installation: go, no, or back. The decision is a row before anything is done: the workflow does what the row
 * says, so that a decision is never lost with a message. Asked for again it changes nothing, and wakes the workflow once more.
 * @throws DomainError not_found, invalid_transition, preview_stale, import_running with the other import, undo_blocked with the later
 *   imports, unavailable
 */
export function decideSupplierImport({ workflows, ...deps }: DecideImportDeps) {
  return async (actor: Actor, clinicId: string, wanted: ImportDecision): Promise<ImportView> => {
    const { importId } = wanted;
    await deps.unitOfWork.withScope(actor, (scope) => importOf(scope, importId, clinicId));
    const isStale = await record(deps, actor, wanted);
    await workflows.follow(importId);
    if (isStale) throw stale();
    return deps.unitOfWork.withScope(actor, (scope) => viewOf(scope, importId, clinicId));
  };
}

/** The same for support staff in the Temporal UI: the workflow itself has received it, and goes on. */
export function decideSupplierImportByStaff(deps: Deps) {
  return async ({ by, ...wanted }: ImportDecision & { readonly by: string }): Promise<void> => {
    if (await record(deps, { kind: 'temporal_ui', claims: by }, wanted)) throw stale();
  };
}

/** Returns whether the preview was out of date: it is made anew, and nothing is decided. */
async function record(deps: Deps, actor: Actor, wanted: ImportDecision): Promise<boolean> {
  const { importId } = wanted;
  const found = await deps.unitOfWork.withScope(actor, ({ supplierImports }) => supplierImports.find(importId));
  if (!found) throw notFound('Import');
  const { isStale, closed } = await write(deps, actor, { ...wanted, of: found });
  await showAttention(deps, closed);
  return isStale;
}

const NOTHING: Written = { isStale: false, closed: NO_ATTENTION_CHANGE };

interface Written {
  readonly isStale: boolean;
  readonly closed: AttentionChange;
}

/** Of decisions about one supplier at once, each sees what the one before has decided: one import is applied or taken back at a time. */
function write(
  { unitOfWork, now }: Deps,
  actor: Actor,
  { importId, decision, reason, of }: ImportDecision & { readonly of: SupplierImport },
): Promise<Written> {
  const exclusively = `imports of ${of.clinicId}/${of.supplier ?? importId}`;
  const work = async (scope: ImportAttentionScope): Promise<Written> => {
    const found = await scope.supplierImports.lock(importId);
    if (!found) throw notFound('Import');
    const state = decided(found.state, decision);
    if (state === null) return NOTHING;
    if (decision !== 'cancel') await assertNoneUnderWay(scope, found);
    if (decision === 'apply' && !(await isCurrent(scope, found))) {
      await scope.supplierImports.change(importId, { state: 'reading' }, now());
      return { isStale: true, closed: await closeHeld(scope, found, now()) };
    }
    if (decision === 'undo') await assertLast(scope, found);
    const finished = decision === 'cancel' ? { finishedAt: now() } : {};
    // What is to be applied is counted anew.
    const counted =
      decision === 'apply' ? { rowsProcessed: rowsApplied(found.mode, { done: 0, total: found.rowsTotal ?? 0 }) } : {};
    const decidedBy = actor.kind === 'user' ? actor.userId : null;
    await scope.supplierImports.change(importId, { state, decidedBy, ...finished, ...counted }, now());
    const { clinicId } = found;
    const about = { entity: 'supplier_import', entityId: importId, clinicId, reason } as const;
    await scope.audit.record({ ...about, action: ACTIONS[decision] }, now());
    return { isStale: false, closed: await closeHeld(scope, found, now()) };
  };
  return unitOfWork.withScope(actor, work, { exclusively });
}

/** Whether the catalogue has of the supplier what the preview has met. */
export async function isCurrent(scope: CatalogueScope, found: SupplierImport): Promise<boolean> {
  const { clinicId, supplier, baseVersion } = found;
  if (supplier === null) return false;
  const list = await scope.supplierLists.find({ clinicId, supplier });
  return (list?.version ?? 0) === baseVersion;
}

async function assertNoneUnderWay(scope: CatalogueScope, { id, clinicId, supplier }: SupplierImport): Promise<void> {
  const other = supplier && (await scope.supplierImports.findUnderWay({ clinicId, supplier }, id));
  if (!other) return;
  throw new DomainError(
    'import_running',
    'Another import of this supplier is being applied or taken back. Wait for its end.',
    {
      importId: other,
    },
  );
}

async function assertLast(scope: CatalogueScope, found: SupplierImport): Promise<void> {
  const later = await scope.supplierImports.listLater(found);
  if (later.length === 0) return;
  throw new DomainError('undo_blocked', 'A later import of this supplier stands on this one: undo that one first.', {
    blockedBy: later.map(({ importId, appliedAt }) => ({ importId, appliedAt: appliedAt.toISOString() })),
  });
}

function stale(): DomainError {
  const sentence =
    'The catalogue has changed since this preview: it is made anew. Look at it again before you apply it.';
  return new DomainError('preview_stale', sentence);
}
