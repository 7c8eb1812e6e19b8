/**
 * One text for one meaning: object members sorted by name at every depth, and a member that is null left out, as the
 * API reads it. What two requests must share to be the same.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    const given = Object.entries(member).filter(([, value]) => value !== null);
    return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
