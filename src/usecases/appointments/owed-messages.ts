import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { isActive } from '../../domain/appointments/states.js';
import type { MessageInput } from '../../domain/messaging/public.js';
import type { MessagingScope } from '../../models/repositories/messaging/public.js';

/**
 * Messages that a run owed the patient when it was terminated, and that no phase of the next run sends:
 * - those whose delivery had begun: resent confirmations, late money, anything that a mail server has not taken yet;
 * - the notice of a refund that has succeeded while the run could not take notice of it.
 * Each keeps its key, so that one that has gone out meanwhile is not sent again.
 */
export async function owedMessages(
  { notifications }: MessagingScope,
  { id: appointmentId, version, status, refunds }: AppointmentSnapshot,
  now: Date,
): Promise<readonly MessageInput[]> {
  const begun = (await notifications.listUnfinished(appointmentId, now)).map((message): MessageInput => {
    const own = { ...message, appointmentId };
    if (message.kind === 'refunded') return { ...own, refundId: message.occurrence };
    if (message.kind === 'payment_late') return { ...own, lateOutcome: isActive(status) ? 'rebooked' : 'refunded' };
    return own;
  });
  const succeeded = refunds.filter((refund) => refund.status === 'succeeded').map(({ id }) => id);
  if (succeeded.length === 0) return begun;
  const known = new Set(await notifications.listBegun(appointmentId, 'refunded'));
  const missing = succeeded
    .filter((refundId) => !known.has(refundId))
    .map((refundId): MessageInput => ({ appointmentId, version, kind: 'refunded', occurrence: refundId, refundId }));
  return [...begun, ...missing];
}
