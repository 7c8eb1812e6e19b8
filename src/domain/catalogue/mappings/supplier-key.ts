import { invalid } from '../../errors.js';

const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
/** What an import says in place of a key: its layout decides. */
const RESERVED = 'auto';

/**
 * Asserts that a clinic can have a mapping under this key. Products are searched by their supplier in any case, so two keys that differ
 * only in case would be one supplier there.
 * @param known the keys that the clinic has
 * @throws DomainError validation_failed on `key`
 */
export function assertSupplierKey(key: string, known: Iterable<string>): void {
  if (!KEY.test(key) || key.toLowerCase() === RESERVED) {
    throw invalid(
      'key',
      'A key is a letter and up to 63 letters, digits, hyphens and underscores behind it, and not "auto".',
    );
  }
  for (const other of known) {
    if (other !== key && other.toLowerCase() === key.toLowerCase()) {
      throw invalid('key', `There is a supplier with the key ${other}: use that one, or another key.`);
    }
  }
}
