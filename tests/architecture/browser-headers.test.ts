import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACCEPTED_HEADERS, EXPOSED_HEADERS } from '../../src/api/http/middleware/cors.js';

const FOLDER = new URL('../../src/api/', import.meta.url);
const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));
const { paths } = JSON.parse(readFileSync(new URL('generated/openapi.json', FOLDER), 'utf8')) as {
  paths: Record<string, Record<string, { responses?: Record<string, { headers?: Record<string, unknown> }> }>>;
};

const lower = (names: Iterable<string>) => [...new Set([...names].map((name) => name.toLowerCase()))].sort();

/** What browsers send by themselves, and what only servers send each other. */
const NOT_ASKED = ['cookie', 'content-length', 'origin', 'user-agent', 'stripe-signature', 'x-paystack-signature'];
/** What browsers let every page read, and what concerns the browser itself. */
const NOT_READ = [
  'cache-control',
  'content-encoding',
  'content-type',
  'content-security-policy',
  'referrer-policy',
  'set-cookie',
];

test('browsers may send every header that a route reads', () => {
  const read = sources.flatMap((text) =>
    [...text.matchAll(/request\.(?:header|get)\('([\w-]+)'\)/g)].map(([, name = '']) => name),
  );
  const asked = lower(read).filter((name) => !NOT_ASKED.includes(name) && !name.startsWith('access-control-'));
  const accepted = lower(ACCEPTED_HEADERS);
  assert.deepEqual(
    asked.filter((name) => !accepted.includes(name)),
    [],
  );
});

test('pages may read every header that a route sets or documents', () => {
  const set = sources.flatMap((text) =>
    [...text.matchAll(/(?:setHeader|response\.set)\('([\w-]+)'/g), ...text.matchAll(/'(RateLimit-\w+)'/g)].map(
      ([, name = '']) => name,
    ),
  );
  const documented = Object.values(paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap((operation) => Object.values(operation.responses ?? {}))
    .flatMap((response) => Object.keys(response.headers ?? {}));
  const shown = lower([...set, ...documented]).filter(
    (name) => !NOT_READ.includes(name) && !name.startsWith('access-control-'),
  );
  const exposed = lower(EXPOSED_HEADERS);
  assert.deepEqual(
    shown.filter((name) => !exposed.includes(name)),
    [],
  );
});
