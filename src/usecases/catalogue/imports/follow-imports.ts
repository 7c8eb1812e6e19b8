import type { ListImportWorkflows } from '../../../adapters/temporal/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import type { ImportPreview } from '../../../domain/catalogue/imports.js';
import { type ClinicPolicy, clinicPolicy } from '../../../domain/clinics/public.js';
import type { ImportState } from '../../../domain/list-import-states.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import {
  closeHeld,
  type ImportAttentionDeps,
  type ImportAttentionScope,
  NO_ATTENTION_CHANGE,
  showAttention,
} from './import-attention.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope & ClinicsScope>;
  readonly now: () => Date;
  /** Of the installation; a clinic may have its own. */
  readonly policy: ClinicPolicy;
}

interface AttendedDeps extends Pick<ImportAttentionDeps, 'showEntry'> {
  readonly unitOfWork: UnitOfWork<ImportAttentionScope>;
  readonly now: () => Date;
}

/** What a workflow knows of its import: neither the file's content nor a heading. */
export interface SupplierImportStep {
  readonly state: ImportState;
  readonly clinicId: string;
  readonly supplier: string | null;
  readonly fileName: string;
  /** Until a preview that nobody decides on is cancelled. */
  readonly waitMs: number;
  readonly rows: { readonly total: number; readonly valid: number; readonly invalid: number } | null;
  readonly preview: ImportPreview | null;
  readonly heldBy: readonly string[];
  /** Of the failure. */
  readonly failure: string | null;
}

/** Where an import stands; null where there is none. */
export function readSupplierImportStep({ unitOfWork, now, policy }: Deps) {
  return async ({ importId }: { readonly importId: string }): Promise<SupplierImportStep | null> => {
    const { found, clinic } = await unitOfWork.withScope(SYSTEM, async ({ supplierImports, clinics }) => {
      const one = await supplierImports.find(importId);
      return { found: one, clinic: one && (await clinics.find(one.clinicId)) };
    });
    if (!found) return null;
    const { state, clinicId, supplier, fileName, report, failure, previewedAt } = found;
    const { importPreviewTtlMs } = clinicPolicy(policy, clinic?.policy ?? {});
    const until = (previewedAt ?? now()).getTime() + importPreviewTtlMs;
    return {
      ...{ state, clinicId, supplier, fileName },
      waitMs: Math.max(1, until - now().getTime()),
      rows: report && { total: report.rowsTotal, valid: report.rowsValid, invalid: report.rowsInvalid },
      preview: report?.preview ?? null,
      heldBy: report?.heldBy.map(({ code }) => code) ?? [],
      failure: failure?.code ?? null,
    };
  };
}

/** Cancels a preview that nobody has decided on in its time. */
export function expireSupplierImport(deps: AttendedDeps) {
  const { unitOfWork, now } = deps;
  return async ({ importId }: { readonly importId: string }): Promise<void> => {
    const closed = await unitOfWork.withScope(SYSTEM, async (scope) => {
      const found = await scope.supplierImports.lock(importId);
      if (found?.state !== 'previewed') return NO_ATTENTION_CHANGE;
      await scope.supplierImports.change(importId, { state: 'cancelled', finishedAt: now() }, now());
      const { clinicId } = found;
      const about = { entity: 'supplier_import', entityId: importId, clinicId } as const;
      await scope.audit.record({ ...about, action: 'supplier_import.cancelled' }, now());
      return closeHeld(scope, found, now());
    });
    await showAttention(deps, closed);
  };
}

/** A change this young may still be on its way to the run. */
const SETTLING_MS = 60_000;

/**
 * Makes sure that every import on which something is to be done has a workflow that knows it: one whose start or signal was lost
 * goes on from its row. Returns how many were asked.
 */
export function followSupplierImports(deps: Deps & { readonly workflows: ListImportWorkflows }) {
  const { unitOfWork, now, policy, workflows } = deps;
  return async (): Promise<number> => {
    const at = now().getTime();
    const before = {
      underWay: new Date(at - SETTLING_MS),
      previewed: new Date(at - policy.importPreviewTtlMs - SETTLING_MS),
    };
    const ids = await unitOfWork.withScope(SYSTEM, ({ supplierImports }) => supplierImports.listUnattended(before));
    for (const id of ids) await workflows.follow(id);
    return ids.length;
  };
}
