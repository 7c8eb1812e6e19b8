import type { Transcript } from '../../domain/chat/transcript.js';
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

/** Prints what was said in a chat room. */
export interface TranscriptPrinter {
  /**
   * A4, as PDF; the same transcript gives the same bytes. Characters that no font has are printed by their code. `breathe` is called
   * after each message, and lets everything else that waits happen first.
   */
  print(transcript: Transcript, breathe: () => Promise<unknown>): Promise<Buffer>;
}
