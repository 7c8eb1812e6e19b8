import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';

/** Activities that do nothing: what is left is the engine. */
export interface BareActivities {
  claim(): Promise<void>;
  notify(): Promise<void>;
}

export const BARE_WORKFLOW = 'bareHold';
export const takeUpdate = defineUpdate<string>('take');

const { claim } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '3s' });
const { notify } = proxyActivities<BareActivities>({ startToCloseTimeout: '10s' });
const STATUS = defineSearchAttributeKey('AppointmentStatus', SearchAttributeType.KEYWORD);

/** A booking without a clinic: an update with a local activity, an attribute, an activity and a timer. */
export async function bareHold(): Promise<void> {
  let taken = false;
  setHandler(takeUpdate, async () => {
    await claim();
    upsertSearchAttributes([{ key: STATUS, value: 'pending' }]);
    taken = true;
    return 'taken';
  });
  await condition(() => taken);
  await Promise.all([notify(), sleep('15 minutes')]);
}
