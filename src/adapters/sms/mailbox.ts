import { smsParts } from '../../domain/messaging/sms-parts.js';
import { checkSms, type SmsSender } from './port.js';

/** One log line per text message; neither number nor text, they are personal data. */
export interface SmsLogLine {
  readonly event: 'sms.sent';
  readonly id: string;
  readonly kind: string;
  /** Parts that a network would bill. */
  readonly parts: number;
}

/** Mail domain of text messages; `.invalid` can never be delivered (RFC 2606). */
export const SMS_MAIL_DOMAIN = 'sms.keepwell.invalid';

/** The development mailbox: what a mail adapter offers, as far as a text message needs it. */
export interface Mailbox {
  send(mail: {
    readonly messageId: string;
    readonly kind: string;
    readonly to: { readonly address: string };
    readonly subject: string;
    readonly text: string;
    readonly headers: Readonly<Record<string, string>>;
  }): Promise<unknown>;
}

/**
 * Sender of the embedded installation: every text message becomes a mail to its number in the development mailbox. The
 * line is written after the mail, so a retry does not log twice.
 * @throws SmsRefused, and the mailer's errors
 */
export function createMailboxSms(options: {
  readonly log: (line: SmsLogLine) => void;
  /** Only ever the embedded mail catcher: the mail holds number and text. */
  readonly mailer: Mailbox;
}): SmsSender {
  return {
    async send(message) {
      checkSms(message);
      await options.mailer.send({
        messageId: `<${message.id.replace(/[^A-Za-z0-9._-]+/g, '-')}@${SMS_MAIL_DOMAIN}>`,
        kind: message.kind,
        to: { address: `${message.to}@${SMS_MAIL_DOMAIN}` },
        subject: 'Text message',
        text: message.text,
        headers: { 'X-Keepwell-Channel': 'sms' },
      });
      options.log({
        event: 'sms.sent',
        id: message.id,
        kind: message.kind,
        parts: smsParts(message.text).parts.length,
      });
    },
  };
}
