import { Context } from '@temporalio/activity';
import type { FormularyImportWorkflows } from '../adapters/temporal/port.js';
import { applyImport, undoImport } from '../usecases/formulary/imports/apply-import.js';
import {
  expireImport,
  failImport,
  followImports,
  readImportStep,
} from '../usecases/formulary/imports/follow-imports.js';
import { type StageImportDeps, stageImport } from '../usecases/formulary/imports/stage-import.js';
import { asActivity } from './failures.js';

export interface FormularyActivityDeps {
  readonly lists: StageImportDeps;
  readonly formularyImports: FormularyImportWorkflows;
}

interface OfImport {
  readonly importId: string;
}

/** The steps of an import of a list. */
export function formularyActivities({ lists, formularyImports }: FormularyActivityDeps) {
  const heartbeat = () => Context.current().heartbeat();
  const attempt = () => ({ heartbeat, signal: Context.current().cancellationSignal });
  return {
    readImportStep: asActivity(readImportStep(lists)),
    stageImport: asActivity(({ importId }: OfImport) => stageImport(lists)(importId, attempt())),
    applyImport: asActivity(({ importId }: OfImport) => applyImport(lists)(importId, heartbeat)),
    undoImport: asActivity(({ importId }: OfImport) => undoImport(lists)(importId, heartbeat)),
    expireImport: asActivity(expireImport(lists)),
    failImport: asActivity(failImport(lists)),
    followImports: asActivity(followImports({ ...lists, workflows: formularyImports })),
  };
}
