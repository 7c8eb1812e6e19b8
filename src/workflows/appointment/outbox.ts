import { isCancellation } from '@temporalio/workflow';
import type { AttentionCode } from '../../domain/attention.js';
import { deliveryNote } from '../../domain/messaging/deliveries.js';
import type { MessageInput } from '../../domain/messaging/message-input.js';
import { retryForADay } from '../support/activities.js';
import type { BackgroundTasks } from '../support/background-tasks.js';
import type { AppointmentInput } from './contract.js';
import type { StaffView } from './staff-view.js';
import type { RunState } from './state.js';

/** The run that messages belong to, as far as they need it. */
interface Sender {
  readonly appointmentId: string;
  readonly input: AppointmentInput;
  readonly state: RunState;
  readonly staffView: StaffView;
  readonly tasks: BackgroundTasks;
  openAttention(code: AttentionCode): Promise<void>;
}

/**
 * The messages to the patient: each kind once for a version and an occurrence, however often a phase sends it. What an
 * earlier run has sent is known to the delivery rows, and to `carried` after a continue-as-new.
 */
export class Outbox {
  private readonly sent: Set<string>;
  private readonly undelivered = new Map<string, MessageInput>();

  constructor(private readonly run: Sender) {
    this.sent = new Set(run.input.carried?.sent);
  }

  /** Sends a message beside the story, unless it was sent before. */
  send(kind: MessageInput['kind'], more: Partial<Omit<MessageInput, 'kind' | 'appointmentId'>> = {}): void {
    const { appointmentId, state } = this.run;
    const message = { appointmentId, kind, version: state.snapshot.version, occurrence: '', ...more };
    if (this.sent.has(keyOf(message))) return;
    this.sent.add(keyOf(message));
    this.startDelivery(message);
  }

  /**
   * Goes on with the messages that the run before this one had not delivered: what it has carried over, and `owed`, what
   * the record knows of one that was terminated.
   */
  resume(owed: readonly MessageInput[]): void {
    for (const message of this.run.input.carried?.undelivered ?? []) this.startDelivery(message);
    for (const { kind, ...message } of owed) this.send(kind, message);
  }

  carry() {
    return { sent: [...this.sent], undelivered: [...this.undelivered.values()] };
  }

  private startDelivery(message: MessageInput): void {
    this.undelivered.set(keyOf(message), message);
    this.run.tasks.startRepeatable(async () => {
      await this.deliver(message);
      this.undelivered.delete(keyOf(message));
    });
  }

  private async deliver(message: MessageInput): Promise<void> {
    const name = message.kind.replaceAll('_', ' ');
    const { staffView } = this.run;
    try {
      const outcomes = await retryForADay.deliverMessage.executeWithOptions({ summary: `Message: ${name}` }, [message]);
      staffView.add(deliveryNote(message.kind, outcomes), { message: message.kind });
      if (outcomes.email !== 'refused') return;
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Tried for a day: the address or the server needs a person, not another attempt.
      staffView.add(`Not delivered: ${name}`, { onlyHere: true });
    }
    await this.run.openAttention('message_undelivered');
  }
}

function keyOf({ kind, version, occurrence }: MessageInput): string {
  return `${kind}/${version}/${occurrence}`;
}
