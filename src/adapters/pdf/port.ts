import type { ReceiptContent } from '../../domain/payments/receipts/receipt.js';

/** Knows which characters documents can show. */
export interface PrintableCharacters {
  /** The characters of a text that no font has, each once, as a reader would count them; empty when all can be printed. */
  missing(text: string): readonly string[];
}

/** Prints receipts, invoices and credit notes. */
export interface ReceiptPrinter {
  /**
   * A4, as PDF. The same content and moment give the same bytes, so that a document that is read years later is the one
   * that was mailed. Takes some 20 ms of the process's own time.
   */
  print(content: ReceiptContent, issuedAt: Date): Promise<Buffer>;
}
