import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Currency } from './money.js';

/** Regions whose local way of writing a number is understood. */
export type PhoneRegion = 'AU' | 'NG' | 'PH' | 'GB' | 'US';

interface Plan {
  /** What people dial in front of a national number. */
  readonly trunk: string;
  /** What people dial in front of a country code, beside the `00` and `0011` that are understood everywhere. */
  readonly abroad?: RegExp;
  /**
   * National numbers without the trunk. Wider than the library's own table, because ranges are assigned every month and
   * a number that a patient was given yesterday must not be refused.
   */
  readonly national: RegExp;
}

const PLANS: Readonly<Record<PhoneRegion, Plan>> = {
  AU: { trunk: '0', national: /^[2-478]\d{8}$/ },
  NG: { trunk: '0', abroad: /^009(?=[1-9])/, national: /^(?:[789]\d{9}|[1-9]\d{6,8})$/ },
  PH: { trunk: '0', national: /^(?:9\d{9}|[2-8]\d{7,9})$/ },
  GB: { trunk: '0', national: /^[1-9]\d{8,9}$/ },
  US: { trunk: '1', abroad: /^011(?=[1-9])/, national: /^[2-9]\d{2}[2-9]\d{6}$/ },
};
const BY_CALLING_CODE: Readonly<Record<string, Plan>> = {
  61: PLANS.AU,
  234: PLANS.NG,
  63: PLANS.PH,
  44: PLANS.GB,
  1: PLANS.US,
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

/**
 * `0412 345 678` -> `+61412345678`, in any script's digits and with any dash or space. International forms stay; a `(0)`
 * behind the country code is the trunk zero and dropped. Null when it is no number that can be dialled; an extension
 * cannot be kept in E.164, so a number with one is refused too.
 */
export function toE164(text: string, region: PhoneRegion | null = 'AU'): string | null {
  const plan = region ? PLANS[region] : null;
  const number = dialled(text, plan);
  if (number === null) return null;
  if (number.startsWith('+')) return international(number);
  if (!plan) return null;
  // A number of the United States is also written without its 1; elsewhere, one without its trunk zero misses a digit.
  const hasTrunk = number.startsWith(plan.trunk);
  if (!hasTrunk && plan.trunk === '0') return null;
  const national = hasTrunk ? number.slice(plan.trunk.length) : number;
  const parsed = parsePhoneNumberFromString(number, region ?? undefined);
  return parsed && plan.national.test(national) && parsed.nationalNumber === national ? parsed.number : null;
}

/** `+61(0)`, also with the country code in brackets. */
const TRUNK_IN_BRACKETS = /^(\+[1-9]\d{0,2}|\(\+[1-9]\d{0,2}\)|\+\([1-9]\d{0,2}\))\(0\)/;

/** The digits to dial, with a leading plus when they begin with a country code; null when other characters remain. */
function dialled(text: string, plan: Plan | null): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, latinDigit)
    .replace(/[\p{Pd}\u2212]/gu, '-');
  if (!/^[\d\s()+./-]*$/.test(plain)) return null;
  const spaceless = plain.replace(/[\s./-]/g, '');
  const abroad = plan?.abroad?.test(spaceless) ? plan.abroad : /^00(?:11)?(?=[1-9])/;
  const compact = spaceless.replace(abroad, '+').replace(TRUNK_IN_BRACKETS, '$1').replace(/[()]/g, '');
  return /^\+?\d+$/.test(compact) ? compact : null;
}

/** Digits of a script follow each other from 0 to 9, so the distance to the first one of the row is the digit. */
function latinDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

function international(number: string): string | null {
  const parsed = parsePhoneNumberFromString(number);
  // The library drops a trunk zero that was kept after the country code; who dials it as typed reaches nobody.
  if (!parsed || parsed.number !== number || parsed.ext) return null;
  const plan = BY_CALLING_CODE[parsed.countryCallingCode];
  return (plan ? plan.national.test(parsed.nationalNumber) : parsed.isValid()) ? parsed.number : null;
}

/** Text messages reach these. */
export function isAustralianMobile(e164: string): boolean {
  return /^\+614\d{8}$/.test(e164);
}
