import { oneLine } from '../text.js';
import type { PostalAddress } from './profile-documents.js';

/** So that an address fills half a page at most. */
const LONGEST_LINE = 80;
const MOST_LINES = 6;

/** An address as it is printed: its lines, without empty ones. */
export function addressLines(typed: unknown): readonly string[] {
  if (typeof typed !== 'string') return [];
  return typed
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .flatMap((line) => oneLine(line, LONGEST_LINE) ?? [])
    .slice(0, MOST_LINES);
}

/** A person's address, given in one text or in its parts. */
export function postalLines(address: string | PostalAddress | null): readonly string[] {
  if (address === null || typeof address === 'string') return addressLines(address);
  const { line1, line2, suburb, state, postcode, country } = address;
  return addressLines([line1, line2 ?? '', `${suburb} ${state} ${postcode}`, country ?? ''].join('\n'));
}
