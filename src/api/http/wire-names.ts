/**
 * The members of open-ended objects (figures of a dependency, the context of an event) in the spelling of the wire, at
 * every depth: `ageMs` is `age_ms`. Answers with a fixed set of members are written out by their presenter instead.
 */
export function wireNames(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [wireName(name), inWireNames(member)]));
}

export function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inWireNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWireNames);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? wireNames(value as Record<string, unknown>) : value;
}
