import type { ClinicRegion } from '../clinics/public.js';

/** Whom to call when somebody is in danger, by region. */
const EMERGENCY: Readonly<Record<ClinicRegion, string>> = {
  au: '000 (crisis support: 13 11 14)',
  ng: '112',
  ph: '911',
  gb: '999',
  us: '911',
  eu: '112',
};

/** What stands in every room. */
export function chatNotice(region: ClinicRegion): string {
  return `This chat is not for emergencies, and nobody watches it all the time. If somebody is in danger, call ${EMERGENCY[region]}.`;
}
