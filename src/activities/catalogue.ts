import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { ListImportWorkflows, PulledSupplier, SupplierPulls } from '../adapters/temporal/port.js';
import { SYSTEM } from '../domain/actor.js';
import { PULL_FAILURES } from '../domain/catalogue/sources/pull-failures.js';
import { applySupplierImport, undoSupplierImport } from '../usecases/catalogue/imports/apply-import.js';
import { decideSupplierImportByStaff } from '../usecases/catalogue/imports/decide-import.js';
import { failSupplierImport } from '../usecases/catalogue/imports/fail-import.js';
import {
  expireSupplierImport,
  followSupplierImports,
  readSupplierImportStep,
} from '../usecases/catalogue/imports/follow-imports.js';
import { type StageSupplierImportDeps, stageSupplierImport } from '../usecases/catalogue/imports/stage-import.js';
import { followSource } from '../usecases/catalogue/sources/follow-source.js';
import {
  failSupplierPull,
  type PullDeps,
  PullFailed,
  pullPriceList,
} from '../usecases/catalogue/sources/pull-price-list.js';
import type { PullRun } from '../usecases/catalogue/sources/record-pull.js';
import type { MailStockAlertsDeps } from '../usecases/catalogue/stock/mail-alerts.js';
import { mailDueStockAlerts, mailStockAlerts } from '../usecases/catalogue/stock/mail-alerts.js';
import type { Heartbeat } from '../usecases/long-steps/while-alive.js';
import { asActivity, asActivityThroughOutages } from './failures.js';

export interface CatalogueActivityDeps {
  readonly catalogue: StageSupplierImportDeps;
  readonly supplierImports: ListImportWorkflows;
  readonly supplierPulls: SupplierPulls;
  readonly pull: PullDeps;
  readonly stockAlerts: MailStockAlertsDeps;
}

interface OfImport {
  readonly importId: string;
}

/** The steps of an import of a price list. */
export function catalogueActivities({
  catalogue,
  supplierImports,
  supplierPulls,
  pull,
  stockAlerts,
}: CatalogueActivityDeps) {
  /**
   * Of the activity that begins here, whoever calls it: what a connection of the pool hears comes from no activity. Without a word it repeats
   * the last one: the Temporal UI shows how far the step is.
   */
  const heartbeat = (): Heartbeat => {
    const activity = Context.current();
    let last: object | undefined;
    return (progress = last) => {
      last = progress;
      activity.heartbeat(progress);
    };
  };
  const attempt = () => ({ heartbeat: heartbeat(), signal: Context.current().cancellationSignal });
  const read = readSupplierImportStep(catalogue);
  /** A step with how the import stands behind it, which spares the history a step that reads it. */
  const answering = <Of extends OfImport>(step: (of: Of) => Promise<void>) =>
    asActivity(async (of: Of) => {
      await step(of);
      return read(of);
    });
  const attempts = () => Context.current().info.attempt;
  const mail = mailStockAlerts(stockAlerts);
  return {
    readSupplierImportStep: asActivity(read),
    stageSupplierImport: asActivityThroughOutages(attempts, async ({ importId }: OfImport) => {
      await stageSupplierImport(catalogue)(importId, attempt());
      return read({ importId });
    }),
    applySupplierImport: asActivityThroughOutages(attempts, async ({ importId }: OfImport) => {
      await applySupplierImport(catalogue)(importId, heartbeat());
      const step = await read({ importId });
      // All that the import has made worse, in one mail to each person.
      if (step) await mail(SYSTEM, step.clinicId);
      return step;
    }),
    undoSupplierImport: asActivityThroughOutages(attempts, async ({ importId }: OfImport) => {
      await undoSupplierImport(catalogue)(importId, heartbeat());
      return read({ importId });
    }),
    expireSupplierImport: answering(expireSupplierImport(catalogue)),
    failSupplierImport: answering(failSupplierImport(catalogue)),
    decideSupplierImportByStaff: asActivity(decideSupplierImportByStaff(catalogue)),
    mailDueStockAlerts: asActivity(mailDueStockAlerts(stockAlerts)),
    followSupplierImports: asActivity(followSupplierImports({ ...catalogue, workflows: supplierImports })),
    pullPriceList: asActivity((run: PullRun) => pullPriceList(pull)(run, attempt()).catch(rethrow)),
    failSupplierPull: asActivity(failSupplierPull(pull)),
    /** Of a source that somebody has removed: the Schedule follows it. */
    dropSupplierSchedule: asActivity((of: PulledSupplier) =>
      followSource({ ...pull, pulls: supplierPulls })(SYSTEM, of),
    ),
  };
}

/** The code is the type of the failure, and the version of the source its detail, for the workflow; what a server has said stays in the sealed cause. */
function rethrow(error: unknown): never {
  if (!(error instanceof PullFailed)) throw error;
  const { message, isWorthRetrying } = PULL_FAILURES[error.code];
  throw ApplicationFailure.create({
    type: error.code,
    message,
    nonRetryable: !isWorthRetrying,
    category: ApplicationFailureCategory.BENIGN,
    details: [error.version],
    cause: error,
  });
}
