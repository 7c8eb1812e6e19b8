import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { isPullFailureCode, type PullFailureCode } from '../../domain/catalogue/sources/pull-failures.js';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { retryForever } from '../support/activities.js';
import { refusalFailure } from '../support/failures.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import type { SupplierPullInput, SupplierPullResult } from './contract.js';
import { describeSupplierPull } from './describe.js';

/** A server that has a bad moment is asked again a few times; the next run of the Schedule is another attempt. A worker that dies is noticed within seconds. */
const { pullPriceList } = proxyActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '8s',
  retry: { initialInterval: '2s', backoffCoefficient: 4, maximumAttempts: 4 },
  summary: 'Fetch the price list',
});

/**
 * Fetches the price list of a supplier once. Its import is a workflow of its own, which goes on when this run has ended. Neither the
 * address nor anything of the file is in here.
 */
export async function supplierPull(input: SupplierPullInput | null): Promise<SupplierPullResult | null> {
  const { clinicId, supplier } = input ?? {};
  // Whoever starts it by hand in the Temporal UI reads this sentence.
  if (!isUuid(clinicId) || typeof supplier !== 'string')
    throw refusalFailure(invalid('supplier', 'This is no source: use "Trigger" at its Schedule.'));
  const of = { clinicId, supplier, run: workflowInfo().firstExecutionRunId };
  upsertSearchAttributes([{ key: keys.ClinicId, value: clinicId }]);
  const outcome = await fetchOrFail(of);
  if (outcome === null) await retryForever.dropSupplierSchedule({ clinicId, supplier });
  setCurrentDetails(describeSupplierPull({ clinicId, supplier }, outcome));
  return outcome;
}

async function fetchOrFail(of: SupplierPullInput & { readonly run: string }): Promise<SupplierPullResult | null> {
  try {
    return await pullPriceList(of);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return retryForever.failSupplierPull({ ...of, error: codeOf(error), version: versionOf(error) });
  }
}

/** Why the last attempt has failed; `internal` where it says nothing that a person could use. */
function codeOf(error: unknown): PullFailureCode {
  const cause = causeOf(error);
  return cause instanceof ApplicationFailure && isPullFailureCode(cause.type) ? cause.type : 'internal';
}

/** Of the source that the last attempt has asked; null where it has asked none. */
function versionOf(error: unknown): number | null {
  const cause = causeOf(error);
  const version: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : null;
  return typeof version === 'number' ? version : null;
}

function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error;
}
