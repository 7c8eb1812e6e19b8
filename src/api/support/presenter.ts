import type { AttentionEntry } from '../../usecases/support/list-attention.js';
import type { TimelineEvent } from '../../usecases/support/read-timeline.js';
import { changedBy } from '../appointments/public.js';
import { wireNames } from '../http/wire-names.js';
import { wireRefundStatus, wireStatus } from '../payments/public.js';
import type { AttentionAnswer, Timeline, TimelineItem, TimelineStatus } from './responses.js';

export function attentionAnswer(entry: AttentionEntry): AttentionAnswer {
  return {
    id: entry.id,
    code: entry.code,
    reason: entry.reason,
    next_step: entry.nextStep,
    appointment_id: entry.appointmentId,
    opened_at: entry.openedAt.toISOString(),
    context: wireNames(entry.context),
  };
}

export function timeline(appointmentId: string, historyUrl: string | null, events: readonly TimelineEvent[]): Timeline {
  return { appointment_id: appointmentId, history_url: historyUrl, events: events.map(timelineItem) };
}

function timelineItem(event: TimelineEvent): TimelineItem {
  return {
    at: event.at.toISOString(),
    kind: event.kind,
    what: event.what,
    status: statusOf(event),
    by: event.by && changedBy(event.by),
    context: wireNames(event.context),
  };
}

function statusOf(event: TimelineEvent): TimelineStatus {
  if (event.kind === 'order') return wireStatus(event.status);
  return event.kind === 'refund' ? wireRefundStatus(event.status) : event.status;
}
