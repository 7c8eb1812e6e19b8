import type { ReceiptContent } from '../../domain/receipt/receipt.js';

/** Prints receipts, invoices and credit notes. */
export interface ReceiptPrinter {
  /**
   * A4, as PDF. The same content and moment give the same bytes, so that a document that is read years later is the one
   * that was mailed. Takes some 20 ms of the process's own time.
   */
  print(content: ReceiptContent, issuedAt: Date): Promise<Buffer>;
}
