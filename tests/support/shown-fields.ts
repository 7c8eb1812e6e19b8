import assert from 'node:assert/strict';
import { ID, TEXT, TIME } from '../fixtures/kinds.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every field that the seed shows is there, of its kind, with its words and figures; and as many items. */
export function shows(expected: unknown, actual: unknown, at = ''): void {
  const told = `${at}: ${JSON.stringify(actual)}`;
  if (typeof expected !== 'object' || expected === null) {
    assert.ok(isOfItsKind(expected, actual), told);
    return;
  }
  assert.ok(typeof actual === 'object' && actual !== null, told);
  assert.equal(Array.isArray(actual), Array.isArray(expected), told);
  if (Array.isArray(expected)) assert.equal((actual as readonly unknown[]).length, expected.length, told);
  for (const [name, value] of Object.entries(expected)) {
    shows(value, (actual as Readonly<Record<string, unknown>>)[name], `${at}.${name}`);
  }
}

function isOfItsKind(expected: unknown, actual: unknown): boolean {
  if (expected === ID) return UUID.test(String(actual));
  if (expected === TIME) return typeof actual === 'string' && INSTANT.test(actual);
  return expected === TEXT ? typeof actual === 'string' && actual.length > 0 : actual === expected;
}
