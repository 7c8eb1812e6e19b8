import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wireNames } from '../../../src/api/http/wire-names.js';

test('members of an open-ended object are spelled for the wire at every depth, and values stay', () => {
  assert.deepEqual(
    wireNames({
      ageMs: 7,
      provider: 'stripe',
      resolvedAt: new Date('2026-11-28T10:00:00.000Z'),
      providers: [{ name: 'appUrl', apiVersion: 'v1' }, 'apiVersion'],
      findings: { objectId: null },
    }),
    {
      age_ms: 7,
      provider: 'stripe',
      resolved_at: '2026-11-28T10:00:00.000Z',
      providers: [{ name: 'appUrl', api_version: 'v1' }, 'apiVersion'],
      findings: { object_id: null },
    },
  );
});
