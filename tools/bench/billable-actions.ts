import proto from '@temporalio/proto';

const { EventType } = proto.temporal.api.enums.v1;

type History = proto.temporal.api.history.v1.IHistory;
type Event = proto.temporal.api.history.v1.IHistoryEvent;

/** What one workflow execution costs, by what it is billed for. */
export interface Cost {
  readonly events: number;
  readonly actions: number;
  /** Actions by kind, the dearest first. */
  readonly byKind: Readonly<Record<string, number>>;
}

/** Each of these events is one action of this kind. */
const BILLED: ReadonlyMap<number, string> = new Map([
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, 'workflow started'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED, 'update'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, 'signal'],
  [EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED, 'signal'],
  [EventType.EVENT_TYPE_TIMER_STARTED, 'timer'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED, 'options updated'],
  [EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED, 'child workflow'],
  [EventType.EVENT_TYPE_NEXUS_OPERATION_SCHEDULED, 'nexus operation'],
  [EventType.EVENT_TYPE_NEXUS_OPERATION_CANCEL_REQUESTED, 'nexus operation'],
]);

/** Written by the SDK for `patched`, and not billed. */
const EXEMPT_ATTRIBUTE = 'TemporalChangeVersion';

/**
 * Counts the billable actions that a history shows, by the rules that Temporal Cloud publishes
 * (https://docs.temporal.io/cloud/actions, read in November 2026):
 *
 * - a workflow start is one action, and so is an update: update-with-start is two when it starts something;
 * - a signal, a timer started (also the one inside `condition` with a time-out) and a search attribute upsert
 *   (however many attributes; those given at the start are free) are one each;
 * - an activity is one each time it is started, so every retry is another one;
 * - all markers that one workflow task records (its local activities, version markers) are one together;
 * - a child workflow is two, the intent here and the start in its own history; changed
 *   execution options are one, and a Nexus operation is one when it is scheduled and one when it is cancelled.
 *
 * Billed but not in any history, hence not counted: queries, activity heartbeats, refused updates, a Schedule's own
 * two actions per run, and a workflow task that was only prolonged for a long local activity.
 */
export function costOf(history: History): Cost {
  const events = history.events ?? [];
  const counted = new Map<string, number>();
  const count = (kind: string, actions: number) => counted.set(kind, (counted.get(kind) ?? 0) + actions);
  const attempts = attemptsOf(events);
  const markedTasks = new Set<string>();
  for (const event of events) {
    const kind = BILLED.get(event.eventType ?? 0);
    if (kind) count(kind, 1);
    if (event.activityTaskScheduledEventAttributes) {
      count('activity', 1);
      const retries = (attempts.get(`${event.eventId}`) ?? 1) - 1;
      if (retries > 0) count('activity retry', retries);
    }
    if (event.markerRecordedEventAttributes) {
      const task = `${event.markerRecordedEventAttributes.workflowTaskCompletedEventId}`;
      if (!markedTasks.has(task)) count('local activities of a task', 1);
      markedTasks.add(task);
    }
    if (isBilledUpsert(event)) count('search attribute upsert', 1);
  }
  const byKind = Object.fromEntries([...counted].sort(([, a], [, b]) => b - a));
  return { events: events.length, actions: [...counted.values()].reduce((sum, one) => sum + one, 0), byKind };
}

/** How often each activity was started, by the id of the event that scheduled it; a retry leaves no event of its own. */
function attemptsOf(events: readonly Event[]): ReadonlyMap<string, number> {
  const started = events.flatMap(({ activityTaskStartedEventAttributes: about }) =>
    about ? [[`${about.scheduledEventId}`, about.attempt ?? 1] as const] : [],
  );
  return new Map(started);
}

function isBilledUpsert(event: Event): boolean {
  const upsert = event.upsertWorkflowSearchAttributesEventAttributes;
  if (!upsert) return false;
  const names = Object.keys(upsert.searchAttributes?.indexedFields ?? {});
  return !(names.length === 1 && names[0] === EXEMPT_ATTRIBUTE);
}
