import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { type Document, isReference, routesOf } from '../../tools/openapi/document.js';

const file = new URL('../../src/api/generated/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;

/** What the API's document says that parameters of this name look like, by operation. */
function patternsOf(name: string): ReadonlyMap<string, RegExp> {
  const found = new Map<string, RegExp>();
  for (const { operation } of routesOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter) || parameter.name !== name) continue;
      found.set(operation.operationId, new RegExp(parameter.schema.pattern ?? '^$'));
    }
  }
  return found;
}

const INSTANT = '2026-12-01T21:00:00Z';

it('a period is documented as its route takes it: of days alone where days count', () => {
  const from = patternsOf('from');
  const takesInstants = [...from].filter(([, pattern]) => pattern.test(INSTANT)).map(([operation]) => operation);
  assert.ok([...from.values()].every((pattern) => pattern.test('2026-12-01')));
  assert.ok(takesInstants.includes('readTakings'), takesInstants.join());
  for (const days of ['listPrescriptions', 'readControlledRegister'])
    assert.ok(from.has(days) && !takesInstants.includes(days), days);
});

it('a prescription is documented by its number, which is no id', () => {
  const numbers = patternsOf('number');
  assert.equal(numbers.size, 4);
  for (const [operation, pattern] of numbers) assert.ok(pattern.test('RX2026000001'), operation);
});
