import type { KeyRing } from '../../config/key-ring.js';
import type { DocumentStore } from './port.js';

const boundTo = (name: string) => `documents\n${name}`;

/**
 * A store that is given sealed bytes only, and opens them: what leaves the process says nothing to whoever keeps it. A document is
 * `<key id>.` and then iv, tag and ciphertext; it opens under its own name and no other.
 */
export function sealedStore(store: DocumentStore, keys: KeyRing): DocumentStore {
  return {
    put(name, bytes) {
      const { keyId, data } = keys.seal(bytes, boundTo(name));
      return store.put(name, Buffer.concat([Buffer.from(`${keyId}.`, 'latin1'), data]));
    },
    async get(name) {
      const kept = await store.get(name);
      if (kept === null) return null;
      const bytes = Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
      const dot = bytes.indexOf('.');
      return keys.open({ keyId: bytes.toString('latin1', 0, dot), data: bytes.subarray(dot + 1) }, boundTo(name));
    },
    delete: (name) => store.delete(name),
  };
}
