import type { PullFailureCode } from '../../domain/catalogue/sources/pull-failures.js';
import type { SourceHeaders } from '../../domain/catalogue/sources/source.js';

/** A file that is wanted, unless it is still the one that these validators name. */
export interface WantedFile {
  readonly url: string;
  /** Sent to the host of `url`, and to no other. */
  readonly headers: SourceHeaders;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of this file, as the server gave them; null where it gives none. */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** A file could not be fetched. It says nothing of what the server has sent. */
export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed';

  constructor(
    readonly code: PullFailureCode,
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}

/** Fetches files from servers that nobody vouches for. */
export interface Downloads {
  /**
   * Follows at most five redirects, within limits of size and time. Null: the file is the one that the validators name.
   * @throws DownloadFailed
   */
  download(wanted: WantedFile, signal: AbortSignal): Promise<FetchedFile | null>;
}
