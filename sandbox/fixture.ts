import { readFileSync } from 'node:fs';

/** The fields of a provider's object that are always the same, from a JSON file; `fixtures.test.ts` checks its type. */
export function fixture<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}
