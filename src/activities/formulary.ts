import { Context } from '@temporalio/activity';
import type { ListImportWorkflows } from '../adapters/temporal/port.js';
import { applyImport, undoImport } from '../usecases/formulary/imports/apply-import.js';
import {
  expireImport,
  failImport,
  followImports,
  readImportStep,
} from '../usecases/formulary/imports/follow-imports.js';
import { type StageImportDeps, stageImport } from '../usecases/formulary/imports/stage-import.js';
import { asActivity, asActivityThroughOutages } from './failures.js';

export interface FormularyActivityDeps {
  readonly lists: StageImportDeps;
  readonly formularyImports: ListImportWorkflows;
}

interface OfImport {
  readonly importId: string;
}

/** The steps of an import of a list. */
export function formularyActivities({ lists, formularyImports }: FormularyActivityDeps) {
  const heartbeat = () => Context.current().heartbeat();
  const attempt = () => ({ heartbeat, signal: Context.current().cancellationSignal });
  const read = readImportStep(lists);
  /** A step with how the import stands behind it, which spares the history a step that reads it. */
  const answering = <Of extends OfImport>(step: (of: Of) => Promise<void>) =>
    asActivity(async (of: Of) => {
      await step(of);
      return read(of);
    });
  const answeringThroughOutages = (step: (importId: string) => Promise<void>) =>
    asActivityThroughOutages(
      () => Context.current().info.attempt,
      async ({ importId }: OfImport) => {
        await step(importId);
        return read({ importId });
      },
    );
  return {
    readImportStep: asActivity(read),
    stageImport: answeringThroughOutages((importId) => stageImport(lists)(importId, attempt())),
    applyImport: answeringThroughOutages((importId) => applyImport(lists)(importId, heartbeat)),
    undoImport: answeringThroughOutages((importId) => undoImport(lists)(importId, heartbeat)),
    expireImport: answering(expireImport(lists)),
    failImport: answering(failImport(lists)),
    followImports: asActivity(followImports({ ...lists, workflows: formularyImports })),
  };
}
