/** Names that the tz database has changed and CLDR, from which `Intl` takes its canonical names, keeps as they were. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

export const TIMEZONE_PROBLEM = 'Use a time zone of the tz database, such as Australia/Sydney.';

/**
 * The tz database's own spelling of a place's zone, or `UTC`: `australia/sydney` and `Australia/ACT` give
 * `Australia/Sydney`, `Asia/Calcutta` gives `Asia/Kolkata`. Null for abbreviations and fixed offsets, although runtimes
 * know some: `EST` means another time in each country, and `+10:00` has no daylight saving.
 */
export function canonicalTimezone(name: string): string | null {
  if (/^(?:etc\/)?utc$/i.test(name)) return 'UTC';
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+)+$/i.test(name) || /^(?:etc|systemv)\//i.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return RENAMED[timeZone] ?? timeZone;
  } catch {
    // RangeError is how Intl says "unknown".
    return null;
  }
}
