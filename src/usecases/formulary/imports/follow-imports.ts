import type { ListImportWorkflows } from '../../../adapters/temporal/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { type ImportCounts, PREVIEW_LASTS_MS } from '../../../domain/formulary/imports/import.js';
import type { ImportState } from '../../../domain/list-import-states.js';
import { type FailedStep, INTERNAL_FAILURES } from '../../../domain/list-imports.js';
import type { FormularyScope } from '../../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  readonly now: () => Date;
}

/** What a workflow knows of its import: no name of a file, a heading or a medicine. */
export interface ImportStep {
  readonly state: ImportState;
  readonly clinicId: string;
  /** Until a preview that nobody decides on is cancelled. */
  readonly waitMs: number;
  readonly rows: { readonly total: number; readonly valid: number; readonly invalid: number } | null;
  readonly preview: ImportCounts | null;
  readonly heldBy: readonly string[];
  /** Of the failure. */
  readonly failure: string | null;
}

/** Where an import stands; null where there is none. */
export function readImportStep({ unitOfWork, now }: Deps) {
  return async ({ importId }: { readonly importId: string }): Promise<ImportStep | null> => {
    const found = await unitOfWork.withScope(SYSTEM, ({ drugImports }) => drugImports.find(importId));
    if (!found) return null;
    const { state, clinicId, report, failure, previewedAt } = found;
    const until = (previewedAt ?? now()).getTime() + PREVIEW_LASTS_MS;
    return {
      state,
      clinicId,
      waitMs: Math.max(1, until - now().getTime()),
      rows: report && { total: report.rowsTotal, valid: report.rowsValid, invalid: report.rowsInvalid },
      preview: report?.preview ?? null,
      heldBy: report?.heldBy.map(({ code }) => code) ?? [],
      failure: failure?.code ?? null,
    };
  };
}

/** Cancels a preview that nobody has decided on in its time. */
export function expireImport({ unitOfWork, now }: Deps) {
  return ({ importId }: { readonly importId: string }): Promise<void> =>
    unitOfWork.withScope(SYSTEM, async ({ drugImports, audit }) => {
      const found = await drugImports.lock(importId);
      if (found?.state !== 'previewed') return;
      const event = {
        action: 'drug_import.cancelled',
        entity: 'drug_import',
        entityId: importId,
        clinicId: found.clinicId,
      } as const;
      await drugImports.change(importId, { state: 'cancelled', finishedAt: now() }, now());
      await audit.record(event, now());
    });
}

/** In which states each step may have failed. */
const FAILED_IN: Readonly<Record<FailedStep, readonly ImportState[]>> = {
  stage: ['received', 'reading'],
  apply: ['applying'],
  undo: ['undoing'],
};

interface Failed {
  readonly importId: string;
  /** Workflows of an earlier version say nothing of it. */
  readonly step?: FailedStep;
}

/**
 * Ends an import that no attempt could read or apply, an error of ours; one that no attempt could take back is applied as before. An
 * attempt that is still at work holds the row: it has then decided.
 */
export function failImport({ unitOfWork, now }: Deps) {
  return ({ importId, step = 'stage' }: Failed): Promise<void> =>
    unitOfWork.withScope(SYSTEM, async ({ drugImports }) => {
      const found = await drugImports.lock(importId);
      if (!found || !FAILED_IN[step].includes(found.state)) return;
      const change =
        step === 'undo'
          ? ({ state: 'applied' } as const)
          : ({ state: 'failed', failure: INTERNAL_FAILURES[step], finishedAt: now() } as const);
      await drugImports.change(importId, change, now());
    });
}

/** A change this young may still be on its way to the run. */
const SETTLING_MS = 60_000;

/**
 * Makes sure that every import on which something is to be done has a workflow that knows it: one whose start or signal was lost
 * goes on from its row. Returns how many were asked.
 */
export function followImports({ unitOfWork, now, workflows }: Deps & { readonly workflows: ListImportWorkflows }) {
  return async (): Promise<number> => {
    const at = now().getTime();
    const before = { underWay: new Date(at - SETTLING_MS), previewed: new Date(at - PREVIEW_LASTS_MS - SETTLING_MS) };
    const ids = await unitOfWork.withScope(SYSTEM, ({ drugImports }) => drugImports.listUnattended(before));
    for (const id of ids) await workflows.follow(id);
    return ids.length;
  };
}
