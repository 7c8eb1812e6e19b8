import { domainToASCII, domainToUnicode } from 'node:url';
import type { CalendarMethod } from '../../domain/messaging/calendar.js';
import type { MessageKind } from '../../domain/messaging/kinds.js';

/** A file that goes along. `filename` and `contentType` are ours, never a person's words. */
export interface OutgoingAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** One mail to one person. */
export interface OutgoingMail {
  /** Kept exactly, angle brackets included or not; derived from the delivery row so that a repeat has the same. */
  readonly messageId: string;
  /** A message about an appointment, or another of the product's mails (`password_reset`, ...). */
  readonly kind: MessageKind | (string & {});
  readonly to: { readonly name?: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** An invitation; `method` must equal METHOD in `content`. */
  readonly calendar?: { readonly method: CalendarMethod; readonly content: string };
  readonly attachments?: readonly OutgoingAttachment[];
  /** More headers; names of ASCII letters, digits and hyphens. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the next mail server said; `response` is for the delivery log and holds no address. */
export interface MailReceipt {
  readonly accepted: boolean;
  readonly response: string;
}

/**
 * The mailbox of an address as typed: its domain by UTS #46, in lower case. Envelope and `mailto:` of an invitation both
 * name it, because a mail program finds the person an invitation is for by comparing the two. (On the wire a domain in
 * other letters is sent as ASCII, and a receiving server reads it as the letters again.)
 */
export function mailboxAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToUnicode(domainToASCII(address.slice(at + 1)));
  return domain ? `${address.slice(0, at)}@${domain}` : address;
}

/** Hands mail to the next server. Returning means it took responsibility; delivery is its affair from then on. */
export interface Mailer {
  /**
   * @throws MailRefused the same mail will never be taken
   * @throws MailUnavailable nobody knows yet: try again with the same Message-ID
   */
  send(mail: OutgoingMail): Promise<MailReceipt>;
}

/** Permanent: a 5xx reply, or a mail that must not be sent as it is. The message holds no personal data. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  constructor(
    message: string,
    /** SMTP reply code, when a server gave one. */
    readonly code?: number,
    /** The server's reply, addresses left out. */
    readonly response?: string,
  ) {
    super(message);
  }
}

/** Transient: no connection, a time-out, a 4xx reply, or our own sign-in refused. Holds no personal data. */
export class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable';
  constructor(
    message: string,
    /** `no`: the server certainly did not take the mail. `unknown`: it may have, and its answer was lost. */
    readonly taken: 'no' | 'unknown',
    readonly code?: number,
    readonly response?: string,
  ) {
    super(message);
  }
}
