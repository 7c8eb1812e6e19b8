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

/** What stands in every room: the clinic's own words, where it has any, and always whom to call in an emergency. */
export function chatNotice(region: ClinicRegion, own: string | null): string {
  return `${own === null ? '' : `${own}\n`}This chat is not for emergencies, and nobody watches it all the time. If somebody is in danger, call ${EMERGENCY[region]}.`;
}
