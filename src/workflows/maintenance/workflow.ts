import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { MaintenanceResult } from './contract.js';

const retry = { initialInterval: '1s', maximumAttempts: 3 } as const;
const {
  redriveEvents,
  watchWebhooks,
  sendWaitingMails,
  forgetOldKeys,
  withdrawLeftSlots,
  flagVisits,
  remindOfVerifications,
  remindOfQuestionnaires,
  followImports,
  followSupplierImports,
  mailDueStockAlerts,
  makeAuditPartitions,
} = proxyActivities<Activities>({
  startToCloseTimeout: '50s',
  retry,
});

/** They ask about every open appointment, prescription and entry; the Schedule skips a minute while they do. */
const { showEntries, resumeLost, resumeUndelivered } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry,
});

/**
 * What a Schedule runs every minute: webhooks that were taken but had no effect yet are delivered again, a
 * provider that has fallen silent is shown to a person, appointments, prescriptions on their way and attention entries whose workflow was terminated
 * or lost get a new run, free times of doctors who have left are taken back, visits
 * that cannot take place as they were booked are shown to a person, doctors whose verification
 * ends and patients with a form that is due are reminded, alerts of a stock of which nobody was notified are mailed, imports of lists that no workflow knows of go on, mails about accounts that have no workflow get one, and the audit
 * gets the partitions of its next months.
 */
export async function maintenance(): Promise<MaintenanceResult> {
  const redriven = await redriveEvents();
  await watchWebhooks();
  const [withdrawn, flagged] = [await withdrawLeftSlots(), await flagVisits()];
  const [shown, resumed] = [await showEntries(), (await resumeLost()) + (await resumeUndelivered())];
  // After what money and slots wait for.
  const reminded = (await remindOfVerifications()) + (await remindOfQuestionnaires()) + (await mailDueStockAlerts());
  const followed = (await followImports()) + (await followSupplierImports());
  const [mailed, forgotten] = [await sendWaitingMails(), await forgetOldKeys()];
  // Last: it may have to wait for whoever reads the audit.
  await makeAuditPartitions();
  return { redriven, withdrawn, flagged, shown, resumed, reminded, followed, mailed, forgotten };
}
