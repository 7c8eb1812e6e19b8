import type { PurchaseOrder } from '../../domain/catalogue/purchase-orders/purchase-order.js';
import type { Transcript } from '../../domain/chat/transcript.js';
import type { ReceiptContent } from '../../domain/payments/receipts/receipt.js';
import type { PrescriptionContent } from '../../domain/prescriptions/content.js';

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

/** Prints orders at suppliers. */
export interface PurchaseOrderPrinter {
  /**
   * A4, as PDF; the same order gives the same bytes. Characters that no font has are printed by their code. `breathe` is called after each
   * line, and lets everything else that waits happen first.
   */
  print(order: PurchaseOrder, breathe: () => Promise<unknown>): Promise<Buffer>;
}

/** `patient_copy`: what the patient gets. The others are for its doctor, to be signed by hand: the first print, and each further one. */
export type PrescriptionForm = 'patient_copy' | 'original' | 'reprint';

export interface PrescriptionPrint {
  readonly content: PrescriptionContent;
  readonly form: PrescriptionForm;
  /** Address of the page that verifies it, with `code`: the QR code, and what is printed for typing. */
  readonly verifyUrl: string;
  /** Over the canonical content: both go with the patient's copy as files. */
  readonly jws: string;
}

/** Prints prescriptions. */
export interface PrescriptionPrinter {
  /**
   * A4, as tagged PDF/A-3a. The same prescription gives the same bytes. Some 10 ms.
   * @throws DomainError validation_failed for a text that no font has, which asks for Latin letters
   */
  print(prescription: PrescriptionPrint): Promise<Buffer>;
}
