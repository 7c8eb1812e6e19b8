import type { AccountMailContent, AccountMailKind } from '../../domain/identity/account-mails.js';
import type { MessageKind, SmsKind } from '../../domain/messaging/kinds.js';
import type { MessageData } from '../../domain/messaging/message-data.js';
import type { PrescriptionMailContent, PrescriptionMailKind } from '../../domain/prescriptions/mails.js';

/** One mail, ready to send; both bodies say the same. The subject is one line and names no person. */
export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Turns a kind and its data into words. Pure after construction; throws only on data no message can be made of. */
export interface MessageRenderer {
  /**
   * @throws MessageDataError when the kind needs a field that is missing, or a link is not http(s)
   * @throws RangeError when a zone is unknown
   */
  render(kind: MessageKind, data: MessageData): RenderedMessage;
  /**
   * A mail about an account. `linkUrl` is where its one-time link leads.
   * @throws MessageDataError when the kind needs a link or a notice that is missing
   */
  renderAccountMail(kind: AccountMailKind, content: AccountMailContent, linkUrl: string | null): RenderedMessage;
  /** A mail about prescriptions. @throws MessageDataError for a link that is not http(s) */
  renderPrescriptionMail(kind: PrescriptionMailKind, content: PrescriptionMailContent): RenderedMessage;
  /** Text message in GSM-7 characters wherever the names allow; errors as `render`. */
  renderSms(kind: SmsKind, data: MessageData): string;
}

/** The data lacks what the kind has to say: a bug of the caller, never worth a retry. Names fields, never values. */
export class MessageDataError extends Error {
  override readonly name = 'MessageDataError';
}
