import type { PrescriptionPrint } from '../pdf/port.js';
import type { SigningKey } from '../signing/port.js';

/** A document to be made of a prescription. */
export interface DocumentOrder {
  readonly print: PrescriptionPrint;
  /** The key that signed its content, and when; null for paper, which is signed by hand. */
  readonly signature: { readonly key: SigningKey; readonly signedAt: Date } | null;
}

export interface MadeDocument {
  readonly bytes: Buffer;
  /** Of the bytes, in hex. */
  readonly sha256: string;
}

/** Prints and signs prescriptions, beside the process's own work. */
export interface DocumentMaker {
  /**
   * Makes a document; orders wait for each other. A signature is another one each time: whoever wants one document keeps the first.
   * @throws DomainError validation_failed for a text that cannot be printed; any other error (a thread that ended, a time stamp's
   *   server out of reach) may be tried again, and is this order's alone
   */
  make(order: DocumentOrder): Promise<MadeDocument>;
  /** Ends what is being made. */
  close(): Promise<void>;
}
