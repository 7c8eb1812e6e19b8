/**
 * Messages a patient may get about one appointment. The names are on the wire (`kind` of a delivery row,
 * header `X-Keepwell-Kind`) and are never renamed. A failed refund has no kind: only staff learn of it.
 */
export const MESSAGE_KINDS = [
  'booking_held',
  'payment_warning',
  'booking_confirmed',
  'reminder',
  'rescheduled',
  'cancelled',
  'refunded',
  'payment_late',
  'payment_expired',
  'no_show',
] as const;

/** One of {@link MESSAGE_KINDS}. */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Ways a message reaches a person. */
export const CHANNELS = ['email', 'sms'] as const;

/** One of {@link CHANNELS}. */
export type Channel = (typeof CHANNELS)[number];

// A text message interrupts: only what the person must act on, or be somewhere for, earns one.
const SMS_KINDS = [
  'payment_warning',
  'booking_confirmed',
  'reminder',
  'rescheduled',
  'cancelled',
] as const satisfies readonly MessageKind[];

/** A kind that is also sent as a text message. */
export type SmsKind = (typeof SMS_KINDS)[number];

/** True when the kind has a text message beside its mail. */
export function isSmsKind(kind: MessageKind): kind is SmsKind {
  return (SMS_KINDS as readonly MessageKind[]).includes(kind);
}

/** Channels that a kind is sent on; every kind has a mail. */
export function channelsOf(kind: MessageKind): readonly Channel[] {
  return isSmsKind(kind) ? CHANNELS : ['email'];
}
