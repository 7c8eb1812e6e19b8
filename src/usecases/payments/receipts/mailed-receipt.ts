import type { OutgoingAttachment } from '../../../adapters/email/port.js';
import type { ReceiptPrinter } from '../../../adapters/pdf/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { DomainError } from '../../../domain/errors.js';
import type { MessageInput } from '../../../domain/messaging/public.js';
import { fileName } from '../../../domain/payments/receipts/receipt.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { StoredReceipt } from '../../../models/repositories/payments/receipts.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { Logger } from '../../../observability/logger.js';
import type { EnsureReceiptsDeps } from './ensure-receipts.js';
import { type IssueDeps, issueCreditNote, issueReceipt } from './issue-receipt.js';

type Scope = ClinicsScope & IdentityScope & PaymentsScope & SupportScope;

export interface MailedReceiptDeps extends EnsureReceiptsDeps {
  readonly printer: ReceiptPrinter;
  readonly logger: Logger;
}

/** What goes along with a mail, and what the mail calls it. */
export interface MailedReceipt {
  readonly name: string;
  readonly attachment: OutgoingAttachment;
}

/** The kinds of mails that can have a document with them. */
const CARRIERS: ReadonlySet<MessageInput['kind']> = new Set(['booking_confirmed', 'refunded']);

/** How often a mail waits for its document before it goes without. */
const PATIENCE = 3;

/**
 * The receipt that a confirmation carries when something was paid, and the credit note of a refund; null for other
 * mails. A document that cannot be made must not keep a confirmation back for good: after a few attempts it goes
 * without, the log says so, and the document can be downloaded as soon as it can be made.
 * @param attempt 1 for the first attempt to send this mail
 * @throws DomainError unavailable; any unknown error while there is patience left: repeat
 */
export function mailedReceipt(deps: MailedReceiptDeps) {
  return async (input: MessageInput, attempt: number): Promise<MailedReceipt | null> => {
    if (!CARRIERS.has(input.kind)) return null;
    try {
      const receipt = await deps.unitOfWork.withScope(SYSTEM, (scope) => issueFor(deps, scope, input));
      if (!receipt) return null;
      const { content, issuedAt } = receipt;
      const name = fileName(content);
      const pdf = await deps.printer.print(content, issuedAt);
      return {
        name: `${content.title} ${content.number}`,
        attachment: { filename: name, contentType: 'application/pdf', content: pdf },
      };
    } catch (error) {
      // A refusal would end the mail's whole step, and repeating changes nothing about it.
      const mayPass = error instanceof DomainError ? error.code === 'unavailable' : attempt < PATIENCE;
      if (mayPass) throw error;
      deps.logger.error('a mail goes without its receipt', {
        appointment: input.appointmentId,
        kind: input.kind,
        error,
      });
      return null;
    }
  };
}

async function issueFor(deps: IssueDeps, scope: Scope, input: MessageInput): Promise<StoredReceipt | null> {
  if (input.kind === 'refunded' && input.refundId) return issueCreditNote(deps, scope, input.refundId);
  if (input.kind !== 'booking_confirmed') return null;
  const payment = await scope.receipts.paymentOf(input.appointmentId);
  return payment === null ? null : issueReceipt(deps, scope, payment);
}
