import { type MailReceipt, MailRefused, MailUnavailable } from '../../adapters/email/port.js';
import { SmsRefused } from '../../adapters/sms/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { DeliveryEnd, DeliveryRow } from '../../models/repositories/messaging/notifications.js';
import type { MessagingScope } from '../../models/repositories/messaging/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';

export interface SendDeps {
  readonly unitOfWork: UnitOfWork<MessagingScope>;
  /** Address that messages come from: the domain of Message-IDs. */
  readonly organizer: { readonly email: string };
  readonly now: () => Date;
}

/** What was sent, for the delivery's row. */
export interface Sent {
  /** Null of a text message. */
  readonly receipt: MailReceipt | null;
  readonly subject?: string | undefined;
}

/**
 * Sends a message whose delivery was claimed, and records how that ended.
 * @throws whatever may pass: the claim is given up, and the step is repeated
 */
export async function sendClaimed(
  deps: SendDeps,
  row: DeliveryRow,
  send: () => Promise<Sent>,
): Promise<DeliveryEnd['state']> {
  failPoint('message.claimed');
  if (row.busy) throw new Error('another attempt is sending this message');
  const end = await attempt(deps, row.id, send);
  failPoint('message.sent');
  await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.notifications.finish(row.id, end, deps.now()));
  failPoint('message.recorded');
  return end.state;
}

/** The row's id and Message-ID follow from what the message is: a repeat after a crash is the same message. */
export function identify(
  { organizer }: Pick<SendDeps, 'organizer'>,
  ...name: readonly (string | number)[]
): { readonly id: string; readonly messageId: string } {
  const id = derivedUuid(name.join('/'));
  return { id, messageId: `<${id}@${organizer.email.split('@')[1] ?? 'keepwell.invalid'}>` };
}

async function attempt(deps: SendDeps, id: string, send: () => Promise<Sent>): Promise<DeliveryEnd> {
  try {
    const { receipt, subject } = await send();
    return { state: 'sent', smtpResponse: receipt?.response, subject };
  } catch (error) {
    if (error instanceof MailRefused) return { state: 'refused', reason: error.message, smtpResponse: error.response };
    if (error instanceof SmsRefused) return { state: 'refused', reason: error.message };
    const { taken, response } =
      error instanceof MailUnavailable ? error : { taken: 'unknown' as const, response: undefined };
    await deps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.notifications.release(id, { taken, smtpResponse: response }),
    );
    throw error;
  }
}
