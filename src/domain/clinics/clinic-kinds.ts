import type { Currency } from '../money.js';

/** What a clinic is: `solo` is the practice of one clinician. */
export const CLINIC_TYPES = ['clinic', 'hospital', 'solo'] as const;
export type ClinicType = (typeof CLINIC_TYPES)[number];

/** Whose law binds a clinic. */
export const CLINIC_REGIONS = ['au', 'ng', 'ph', 'gb', 'us', 'eu'] as const;
export type ClinicRegion = (typeof CLINIC_REGIONS)[number];

const REGIONS: Readonly<Record<Currency, ClinicRegion>> = {
  aud: 'au',
  ngn: 'ng',
  php: 'ph',
  gbp: 'gb',
  usd: 'us',
  eur: 'eu',
};

/** The region of a clinic of which only the currency was said. */
export function regionOf(currency: Currency): ClinicRegion {
  return REGIONS[currency];
}
