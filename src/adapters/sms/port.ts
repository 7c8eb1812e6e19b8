import type { MessageKind } from '../../domain/messaging/kinds.js';

/** One text message to one phone. */
export interface OutgoingSms {
  /** Of the delivery row; a gateway uses it to drop repeats. */
  readonly id: string;
  readonly kind: MessageKind | (string & {});
  /** E.164: `+61491570006`. */
  readonly to: string;
  readonly text: string;
}

/** Hands text messages to a gateway. */
export interface SmsSender {
  /**
   * @throws SmsRefused the same message will never be taken
   * @throws any other error: try again with the same id
   */
  send(message: OutgoingSms): Promise<void>;
}

/** Permanent: not a phone number, nothing to say. The message holds no personal data. */
export class SmsRefused extends Error {
  override readonly name = 'SmsRefused';
}

/** @throws SmsRefused for what no gateway takes */
export function checkSms(message: OutgoingSms): void {
  if (!/^\+[1-9]\d{6,14}$/.test(message.to)) throw new SmsRefused('the recipient is not an E.164 number');
  if (message.text.trim() === '') throw new SmsRefused('the text is empty');
}
