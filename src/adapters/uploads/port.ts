import type { UploadType } from '../../domain/documents/uploads.js';

/** A file made anew from what was uploaded: the same picture or pages, and nothing that was hidden beside them. */
export interface CleanFile {
  readonly type: UploadType;
  readonly bytes: Uint8Array;
}

/** Finds out what a file is, and makes it anew. */
export interface UploadCleaner {
  /** By its content, whatever its name says; undefined for what it does not know. */
  typeOf(bytes: Uint8Array): Promise<string | undefined>;
  /** @throws DomainError upload_rejected for what is broken, locked or too large when it is opened */
  clean(bytes: Uint8Array, type: UploadType): Promise<CleanFile>;
}
