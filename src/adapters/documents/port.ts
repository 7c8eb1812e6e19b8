/**
 * Where documents are kept: bytes under names, each written once, in folders if need be. Names are small letters, digits and dashes; only a
 * prescription's begins with its number, which says what it is.
 * @throws DomainError unavailable where the store does not answer
 */
export interface DocumentStore {
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none of this name. */
  get(name: string): Promise<Uint8Array | null>;
  /** A name that there is not is no error: whoever repeats this has done it before. */
  delete(name: string): Promise<void>;
}

/** Names that no store takes for a path, an option or a query. @throws Error for any other */
export function assertName(name: string): void {
  if (!/^([a-z0-9-]{1,40}\/){0,3}([A-Z]{2}\d{6,20})?[a-z0-9-]{8,80}(\.pdf)?$/.test(name))
    throw new Error('this is no name of a document');
}
