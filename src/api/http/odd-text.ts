// What no keyboard types and no column keeps: control characters but line feed and tab, and halves of a surrogate pair.
const ODD = /[\p{Surrogate}]|(?![\n\t])\p{Cc}/u;
const MAX_FOUND = 20;

/** The paths of odd strings (or member names) in a JSON value; without recursion, as depth is the caller's choice. */
export function oddTexts(value: unknown): readonly string[] {
  const paths = new Set<string>();
  const waiting: { readonly path: string; readonly value: unknown }[] = [{ path: '', value }];
  for (let entry = waiting.pop(); entry && paths.size < MAX_FOUND; entry = waiting.pop()) {
    const { path, value: current } = entry;
    if (typeof current === 'string' && ODD.test(current)) paths.add(path || 'body');
    if (current === null || typeof current !== 'object') continue;
    for (const [name, member] of Object.entries(current)) {
      if (ODD.test(name)) paths.add(path || 'body');
      else if (typeof member === 'string' || typeof member === 'object') {
        waiting.push({ path: path ? `${path}.${name}` : name, value: member });
      }
    }
  }
  return [...paths];
}
