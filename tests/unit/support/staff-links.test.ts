import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyLink, staffLinks } from '../../../src/composition/staff-links.js';

const queries = (zone: string | null, now: string) =>
  staffLinks('http://ui.example/', 'default', zone, new Date(now)).map(({ url }) =>
    new URL(url).searchParams.get('query'),
  );

test("today's link is the clinic's day, also when its clocks change", () => {
  const [, today] = queries('Australia/Sydney', '2026-10-03T20:00:00Z');
  assert.equal(
    today,
    'WorkflowType = "appointment" AND StartsAt >= "2026-10-03T14:00:00.000Z" AND StartsAt < "2026-10-04T13:00:00.000Z"',
  );
});

test('without a readable clinic the other links stay', () => {
  const found = queries(null, '2026-10-03T20:00:00Z');
  assert.equal(found.length, 3);
  assert.ok(found.every((query) => !query?.includes('StartsAt')));
});

test('an appointment has its own place in the Temporal UI', () => {
  assert.equal(
    historyLink('http://ui.example/', 'my clinic', 'a1'),
    'http://ui.example/namespaces/my%20clinic/workflows/a1',
  );
});

test('no value of a search has a space: the Temporal UI would cut it there', () => {
  for (const query of queries('Australia/Sydney', '2026-10-03T20:00:00Z')) {
    for (const [, value = ''] of (query ?? '').matchAll(/"([^"]*)"/g)) assert.doesNotMatch(value, /\s/);
  }
});
