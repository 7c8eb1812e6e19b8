/** True for a zone name of the tz database, such as `Australia/Brisbane`. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(name) || /^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // RangeError is how Intl says "unknown".
    return false;
  }
}
