import type { AppointmentStatus } from '../../domain/appointments/public.js';
import type { AttentionCode } from '../../domain/attention.js';
import type { DeliveryState } from '../../domain/messaging/public.js';
import type { PrescriptionEvent } from '../../domain/prescriptions/public.js';
import type { ChangedBy } from '../appointments/public.js';
import type { Instant, Url, Uuid } from '../http/wire-formats.js';
import type { OrderWireStatus, RefundWireStatus } from '../payments/public.js';

/** Something a person has to look at. `reason` says what happened, `next_step` what to do about it. */
export interface AttentionAnswer {
  id: Uuid;
  code: AttentionCode;
  reason: string;
  next_step: string;
  /** Null for money that belongs to no appointment. */
  appointment_id: Uuid | null;
  opened_at: Instant;
  /** Ids and figures only. */
  context: Record<string, unknown>;
}

/** By `kind`: of the appointment, the order, the payment, the refund, the message, the attention entry, or what became of a prescription. */
export type TimelineStatus =
  | AppointmentStatus
  | OrderWireStatus
  | 'captured'
  | RefundWireStatus
  | DeliveryState
  | 'open'
  | 'resolved'
  | PrescriptionEvent;

/** One thing that happened to an appointment; `what` is a sentence, `status` the state it led to or is in. */
export interface TimelineItem {
  at: Instant;
  kind: 'status' | 'event' | 'order' | 'payment' | 'refund' | 'message' | 'attention' | 'prescription';
  what: string;
  status: TimelineStatus;
  by: ChangedBy | null;
  /** Ids, times and figures. */
  context: Record<string, unknown>;
}

export interface Timeline {
  appointment_id: Uuid;
  /** The workflow in the Temporal UI, which asks for a sign-in of its own; null where `TEMPORAL_UI_URL` is not set. */
  history_url: Url | null;
  events: TimelineItem[];
}
