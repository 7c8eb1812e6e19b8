import { addressLines } from '../../identity/public.js';
import { oneLine } from '../../text.js';

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
const LONGEST = { number: 60, note: 300 } as const;

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
