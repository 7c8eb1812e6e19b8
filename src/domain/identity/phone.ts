import type { Currency } from '../payment/money.js';

/** Regions whose local way of writing a number is understood. */
export type PhoneRegion = 'AU' | 'NG' | 'PH' | 'GB' | 'US';

interface Plan {
  readonly code: string;
  /** What people dial in front of a national number. */
  readonly trunk: string;
  readonly national: RegExp;
}

const PLANS: Readonly<Record<PhoneRegion, Plan>> = {
  AU: { code: '61', trunk: '0', national: /^[2-478]\d{8}$/ },
  NG: { code: '234', trunk: '0', national: /^(?:[789]\d{9}|[1-9]\d{6,8})$/ },
  PH: { code: '63', trunk: '0', national: /^(?:9\d{9}|[2-8]\d{7,9})$/ },
  GB: { code: '44', trunk: '0', national: /^[1-9]\d{8,9}$/ },
  US: { code: '1', trunk: '1', national: /^[2-9]\d{2}[2-9]\d{6}$/ },
};

/** The region a clinic writes its numbers in; the euro says nothing about it. */
export function phoneRegionOf(currency: Currency): PhoneRegion | null {
  const regions: Readonly<Record<Currency, PhoneRegion | null>> = {
    aud: 'AU',
    ngn: 'NG',
    php: 'PH',
    gbp: 'GB',
    usd: 'US',
    eur: null,
  };
  return regions[currency];
}

/** `0412 345 678` -> `+61412345678`; international forms stay. Null when it is no phone number. */
export function toE164(text: string, region: PhoneRegion | null = 'AU'): string | null {
  const compact = text.replace(/[\s().-]/g, '').replace(/^00(?:11)?(?=[1-9])/, '+');
  if (compact.startsWith('+')) return international(compact);
  const plan = region ? PLANS[region] : null;
  if (!plan) return null;
  const national = compact.startsWith(plan.trunk)
    ? compact.slice(plan.trunk.length)
    : plan.trunk === '1'
      ? compact
      : '';
  return plan.national.test(national) ? `+${plan.code}${national}` : null;
}

function international(number: string): string | null {
  if (!/^\+[1-9]\d{7,14}$/.test(number)) return null;
  const plan = Object.values(PLANS).find((candidate) => number.startsWith(`+${candidate.code}`));
  // A trunk zero kept after the country code, or a missing digit, would ring somebody else.
  if (plan && !plan.national.test(number.slice(plan.code.length + 1))) return null;
  return number;
}

/** Text messages reach these. */
export function isAustralianMobile(e164: string): boolean {
  return /^\+614\d{8}$/.test(e164);
}
