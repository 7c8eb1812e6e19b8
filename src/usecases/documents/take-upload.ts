import { randomUUID } from 'node:crypto';
import type { DocumentStore } from '../../adapters/documents/port.js';
import type { Scanner } from '../../adapters/scanner/port.js';
import type { UploadCleaner } from '../../adapters/uploads/port.js';
import { isNamedAs, isUploadType, shownName, type UploadType } from '../../domain/documents/uploads.js';
import { DomainError } from '../../domain/errors.js';

export interface UploadDeps {
  /** Seals what it is given. */
  readonly documents: DocumentStore;
  readonly cleaner: UploadCleaner;
  readonly scanner: Scanner;
  readonly maxBytes: number;
}

/** A file as somebody sends it. */
export interface Upload {
  /** As its sender calls it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A PDF stays as it is, byte for byte: a letter that is signed would lose its signature. */
  readonly keepsPdf?: true;
  /** Seals what is kept with a key of what the file belongs to, beneath the seal of the store. */
  readonly seal?: (bytes: Uint8Array) => Uint8Array;
}

/** Where an upload is kept, and what it is: for the row of whatever it belongs to. */
export interface StoredUpload {
  /** In the store; random, it says nothing. */
  readonly document: string;
  readonly type: UploadType;
  /** To show and to save under. */
  readonly name: string;
  /** Of the file that is kept. */
  readonly size: number;
}

/**
 * The one gate of all uploads. In this order: its size, what it is by its content, whether its name agrees, malware, and last it is
 * made anew, so that what is kept was written by us. Whoever calls it writes the row that names the document; a process that dies
 * in between leaves sealed bytes that nothing names.
 * @throws DomainError payload_too_large, unsupported_media_type, upload_rejected, unavailable when the scanner or the store does
 *   not answer
 */
export function takeUpload({ documents, cleaner, scanner, maxBytes }: UploadDeps) {
  return async ({ name, bytes, keepsPdf, seal = (kept) => kept }: Upload): Promise<StoredUpload> => {
    if (bytes.length > maxBytes) throw new DomainError('payload_too_large', 'The file is too large.');
    const found = await cleaner.typeOf(bytes);
    if (!isUploadType(found)) {
      throw new DomainError('unsupported_media_type', 'Please send a JPEG, PNG or WebP picture, or a PDF.');
    }
    if (!isNamedAs(found, name)) throw rejected('The name of this file says that it is something else.');
    // Before anything opens it: a decoder is what malware is made for.
    if ((await scanner.scan(bytes)) !== null) throw rejected('This file is not safe.');
    const staysAsItIs = keepsPdf && found === 'application/pdf';
    const { type, bytes: kept } = staysAsItIs ? { type: found, bytes } : await cleaner.clean(bytes, found);
    const document = randomUUID();
    await documents.put(document, seal(kept));
    return { document, type, name: shownName(name, type), size: kept.length };
  };
}

function rejected(sentence: string): DomainError {
  return new DomainError('upload_rejected', sentence);
}
