import type { MessageKind } from './kinds.js';
import type { LateOutcome } from './message-data.js';

/** One message about an appointment, on all channels of its kind; sent once for each of them. */
export interface MessageInput {
  readonly appointmentId: string;
  readonly kind: MessageKind;
  /** The appointment's version that the message speaks of; a later one makes it void. */
  readonly version: number;
  /** Which message of its kind it is: which reminder, which refund, which resending. */
  readonly occurrence: string;
  /** On `rescheduled`: the start before the move, epoch milliseconds. */
  readonly previousStartsAt?: number;
  readonly lateOutcome?: LateOutcome;
  readonly refundId?: string;
}
