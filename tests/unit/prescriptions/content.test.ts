import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strictest } from '../../../src/domain/prescriptions/compose-content.js';
import { canonicalContent } from '../../../src/domain/prescriptions/content.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { aContent } from '../../support/prescriptions/a-content.js';

test('members are sorted at every depth, and without blanks', () => {
  const text = canonicalContent(aContent());
  assert.ok(text.startsWith('{"clinic":{"address":["1 Example Street","Sydney NSW 2000"],"name":"Test Clinic"'), text);
  assert.deepEqual(JSON.parse(text), aContent());
});

test('the order in which members were written makes no difference', () => {
  const content = aContent();
  const turned = Object.fromEntries(Object.entries(content).reverse()) as unknown;
  assert.equal(canonicalContent(turned as typeof content), canonicalContent(content));
});

test('texts are escaped as RFC 8785 wants it, and no more', () => {
  const note: PrescribedItem['directions'] = '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f\u2028é😂';
  const text = canonicalContent(aContent({ noteToPharmacist: note }));
  assert.ok(text.includes(`"noteToPharmacist":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/\u2028é😂"`), text);
});

test('the schedule of several items is the strictest of theirs', () => {
  assert.equal(strictest(['S4', 'Unscheduled', 'S2']), 'S4');
  assert.equal(strictest(['S2', 'S8', 'S3']), 'S8');
  for (const wrong of [[], ['S5'], ['S4', 'S5']]) assert.throws(() => strictest(wrong), /no schedule/, wrong.join());
});

test('half a surrogate pair is refused', () => {
  assert.throws(() => canonicalContent(aContent({ noteToPharmacist: 'a\ud800' })), /no canonical form/);
});
