import { createHash } from 'node:crypto';

/** Bytes of UTF-8. An entry of an index has 2,704, with the clinic and the supplier's key. */
const LONGEST = 2_000;

/**
 * The key of a product as the catalogue keeps it: an index holds no longer one. A longer one is a digest of the whole, behind what kind of
 * key it is (`name:`, `code:`), by which a file of the catalogue is read again.
 */
export function boundedKey(key: string): string {
  if (Buffer.byteLength(key) <= LONGEST) return key;
  return `${key.slice(0, key.indexOf(':') + 1)}sha256-${createHash('sha256').update(key).digest('hex')}`;
}
