import type { PostalAddress } from '../../identity/profile-documents.js';
import { cutText, hasVisibleText } from '../../text.js';

/** Where a clinic sells, as far as the law of its receipts goes; `other` for any place without rules of its own here. */
export const REGIONS = ['au', 'ph', 'ng', 'uk', 'eu', 'us', 'other'] as const;
export type Region = (typeof REGIONS)[number];

/** What a clinic's documents say of it as the seller. */
export interface Billing {
  readonly legalName: string;
  /** The name in Latin letters, for a legal name in another script; null where it was not given. */
  readonly latinName: string | null;
  readonly address: readonly string[];
  /** ABN, TIN with branch code, VAT number: as typed. */
  readonly taxId: string | null;
  readonly region: Region;
  /** Registered for the region's GST or VAT. */
  readonly taxRegistered: boolean;
  /** A permit or approved range that has to stand on the paper (Philippines), as typed. */
  readonly permit: string | null;
}

/** So that one party fills half a page at most. */
const LONGEST = { name: 120, line: 80, number: 60, note: 300 } as const;
const MOST_LINES = 6;

/**
 * Reads `clinics.billing`: `{legalName, latinName, address, taxId, region, taxRegistered, permit}`, `address` in lines. What is
 * missing or not understood falls back to the plainest true thing: the clinic's own name, no number, no tax.
 */
export function parseBilling(stored: Readonly<Record<string, unknown>>, clinicName: string): Billing {
  return {
    legalName: oneLine(stored.legalName) ?? oneLine(clinicName) ?? 'Clinic',
    latinName: oneLine(stored.latinName),
    address: addressLines(stored.address),
    taxId: oneLine(stored.taxId, LONGEST.number),
    region: REGIONS.find((region) => region === String(stored.region).toLowerCase()) ?? 'other',
    taxRegistered: stored.taxRegistered === true,
    permit: oneLine(stored.permit, LONGEST.note),
  };
}

/** An address as it is printed: its lines, without empty ones. */
export function addressLines(typed: unknown): readonly string[] {
  if (typeof typed !== 'string') return [];
  return typed
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .flatMap((line) => oneLine(line, LONGEST.line) ?? [])
    .slice(0, MOST_LINES);
}

/** A person's address, given in one text or in its parts. */
export function postalLines(address: string | PostalAddress | null): readonly string[] {
  if (address === null || typeof address === 'string') return addressLines(address);
  const { line1, line2, suburb, state, postcode, country } = address;
  return addressLines([line1, line2 ?? '', `${suburb} ${state} ${postcode}`, country ?? ''].join('\n'));
}

/** A text on one line without control and format characters, but with its joiners; null when nothing is left of it. */
export function oneLine(typed: unknown, longest: number = LONGEST.name): string | null {
  if (typeof typed !== 'string') return null;
  const text = typed
    .replace(/(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\s])+/gu, ' ')
    .trim()
    .normalize('NFC');
  if (!hasVisibleText(text)) return null;
  return [...text].length <= longest ? text : `${cutText(text, longest - 1)}…`;
}
