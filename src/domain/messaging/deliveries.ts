import type { Channel, MessageKind } from './kinds.js';

/**
 * What became of a message on one channel. `suppressed`: it could not be sent from this installation. `void`: it was no
 * longer true when it was to be sent. `no_address`: the patient has no phone number.
 */
export type DeliveryOutcome = 'sent' | 'refused' | 'suppressed' | 'void' | 'no_address';

/** How a delivery stands; from `sending` on its outcome is one of the others. */
export const DELIVERY_STATES = ['sending', 'sent', 'refused', 'suppressed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** By channel; a channel that the kind does not use is absent. */
export type DeliveryOutcomes = Readonly<Partial<Record<Channel, DeliveryOutcome>>>;

/** Why a text message is suppressed: the installation has no gateway that would take it. */
export const NO_SMS_GATEWAY = 'no_sms_gateway';

const NAMES: Readonly<Record<MessageKind, string>> = {
  booking_held: 'Hold notice',
  payment_warning: 'Payment warning',
  booking_confirmed: 'Confirmation',
  reminder: 'Reminder',
  rescheduled: 'Notice of the new time',
  cancelled: 'Cancellation notice',
  refunded: 'Refund notice',
  payment_late: 'Late payment notice',
  payment_expired: 'Expiry notice',
  no_show: 'No-show notice',
};

const MAIL: Readonly<Record<DeliveryOutcome, string>> = {
  sent: 'sent',
  refused: 'refused by the mail server',
  suppressed: 'not sent',
  void: 'not sent: it was no longer true',
  no_address: 'not sent: there is no mail address',
};

const TEXT: Readonly<Record<DeliveryOutcome, string | null>> = {
  sent: 'text message sent',
  refused: 'text message refused',
  suppressed: 'no text message: there is no gateway for them',
  void: null,
  no_address: 'no text message: there is no phone number',
};

/** One line for the people who read the appointment: `Reminder sent; no text message: there is no phone number`. */
export function deliveryNote(kind: MessageKind, outcomes: DeliveryOutcomes): string {
  const mail = `${NAMES[kind]} ${MAIL[outcomes.email ?? 'suppressed']}`;
  const text = outcomes.sms && TEXT[outcomes.sms];
  return text ? `${mail}; ${text}` : mail;
}
