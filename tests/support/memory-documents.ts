import type { DocumentStore } from '../../src/adapters/documents/port.js';
import { DomainError } from '../../src/domain/errors.js';

/** A store of documents that a test looks into. */
export class MemoryDocuments implements DocumentStore {
  readonly kept = new Map<string, Uint8Array>();
  isUnreachable = false;

  async put(name: string, bytes: Uint8Array): Promise<void> {
    this.kept.set(name, bytes);
  }

  async get(name: string): Promise<Uint8Array | null> {
    return this.kept.get(name) ?? null;
  }

  async delete(name: string): Promise<void> {
    if (this.isUnreachable) throw new DomainError('unavailable', 'Documents cannot be reached.');
    this.kept.delete(name);
  }
}
