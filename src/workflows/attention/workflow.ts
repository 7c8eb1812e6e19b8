import {
  CancellationScope,
  condition,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import {
  type EntrySnapshot,
  type ResolveEntryCommand,
  resolveEntryError,
} from '../../domain/support/attention-entry.js';
import { localStep, retryForever } from '../support/activities.js';
import { Answers } from '../support/answers.js';
import { refusalFailure, toRefusalFailure } from '../support/failures.js';
import { raceActivity } from '../support/race-activity.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import { type AttentionInput, entryQuery, refreshEntrySignal, resolveEntryUpdate } from './contract.js';
import { describeEntry } from './describe.js';

/** Fails retryably while the entry is open: waiting costs no history, and a signal that was lost only time. */
const { watchEntry } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '30s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  summary: 'Wait for the entry to be resolved',
});

/**
 * Shows an attention entry that belongs to no appointment, so that support staff find it where they find all others:
 * with its page, in the search attribute, and with an update that resolves it. It ends when the entry is resolved, here,
 * by API or by itself.
 */
export async function attention(input: AttentionInput | null): Promise<EntrySnapshot> {
  const entryId: unknown = input?.entryId;
  // Whoever starts it by hand in the Temporal UI reads this sentence, instead of a task that fails again and again.
  if (!isUuid(entryId))
    throw refusalFailure(invalid('entryId', 'This is no attention entry: the product starts these itself.'));
  const answers = new Answers();
  let entry: EntrySnapshot | null = null;
  const update = (next: EntrySnapshot) => {
    entry = next;
    show(next);
    return next;
  };
  const isResolved = () => entry?.resolvedAt != null;
  const refresh = async () => update(await retryForever.readEntry({ entryId }));
  const resolve = async ({ by, reason }: ResolveEntryCommand) => {
    try {
      return update(await localStep.resolveEntry({ entryId, by, reason }));
    } catch (error) {
      throw toRefusalFailure(error);
    } finally {
      answers.note();
    }
  };
  // *Request Cancellation* in the Temporal UI ends nothing: the entry would stay open, and nobody would see it.
  return CancellationScope.nonCancellable(async () => {
    setHandler(entryQuery, () => entry);
    setHandler(refreshEntrySignal, async () => void (await refresh()));
    setHandler(resolveEntryUpdate, (command) => CancellationScope.nonCancellable(() => resolve(command)), {
      validator: (command) => {
        const refused = resolveEntryError(command);
        if (refused) throw refusalFailure(refused);
      },
      description: 'Closes this entry once it is dealt with. Input: {"by": "your name", "reason": "why"}',
    });
    await refresh();
    await raceActivity(
      () => watchEntry({ entryId }),
      (ended) => condition(() => ended() || isResolved()),
    );
    if (!isResolved()) await refresh();
    await answers.drain();
    return entry ?? refresh();
  });
}

function show(entry: EntrySnapshot): void {
  setCurrentDetails(describeEntry(entry));
  upsertSearchAttributes([
    { key: keys.ClinicId, value: entry.clinicId },
    { key: keys.Attention, value: entry.resolvedAt === null ? [entry.code] : null },
  ]);
}
