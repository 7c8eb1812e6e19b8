import { Context } from '@temporalio/activity';
import type { PrintableCharacters } from '../adapters/pdf/port.js';
import type { AppointmentWorkflows, AttentionWorkflows } from '../adapters/temporal/port.js';
import { type ChangeDeps, compareVisits } from '../usecases/appointments/public.js';
import { makeAuditPartitions } from '../usecases/operations/make-audit-partitions.js';
import { redriveEvents } from '../usecases/operations/redrive-events.js';
import { resumeLost } from '../usecases/operations/resume-lost.js';
import { showEntries } from '../usecases/operations/show-entries.js';
import { type WatchWebhooksDeps, watchWebhooks } from '../usecases/operations/watch-webhooks.js';
import { type PaymentDeps, reconcile, type ShowEntry } from '../usecases/payments/public.js';
import { asActivity } from './failures.js';

export interface OperationsActivityDeps extends ChangeDeps {
  readonly payments: PaymentDeps;
  readonly characters: PrintableCharacters;
  readonly engine: AppointmentWorkflows;
  readonly entries: AttentionWorkflows;
  readonly showEntry: ShowEntry;
  readonly forgetOldKeys: () => Promise<number>;
  readonly silence: WatchWebhooksDeps['silence'];
  readonly logger: WatchWebhooksDeps['logger'];
}

/** What runs by a Schedule, for the whole installation. */
export function operationsActivities(deps: OperationsActivityDeps) {
  const heartbeat = () => Context.current().heartbeat();
  return {
    redriveEvents: asActivity(redriveEvents(deps)),
    watchWebhooks: asActivity(watchWebhooks(deps)),
    showEntries: asActivity(showEntries({ ...deps, heartbeat })),
    resumeLost: asActivity(resumeLost({ ...deps, heartbeat })),
    forgetOldKeys: asActivity(deps.forgetOldKeys),
    makeAuditPartitions: asActivity(makeAuditPartitions(deps)),
    reconcile: asActivity(reconcile({ ...deps, compareSubjects: compareVisits, heartbeat })),
  };
}
