import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../src/domain/permissions.js';

interface Operation {
  readonly 'x-permissions': readonly (readonly string[])[];
  readonly description: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Routes that anybody may call, with the reason. A new one is a decision: it is made here. */
const PUBLIC: Readonly<Record<string, string>> = {
  'get /health/live': 'a probe has no account; tells nothing but that the process runs',
  'get /health/deep': 'a probe has no account; names dependencies, no addresses',
  'get /health/ready': 'a probe has no account; names dependencies, no addresses',
  'post /api/v1/users/register': 'a patient opens an account; any other role needs users:manage in the use case',
  'post /api/v1/users/login': 'where a session comes from; limited per address and account',
  'post /api/v1/users/token/refresh': 'the refresh token is the proof',
  'get /api/payments/status': 'whether a client shows a payment step at all',
  'post /webhook/stripe': 'the signature over the raw body is the proof',
  'post /webhook/paystack': 'the signature over the raw body is the proof',
};

/** Routes written by hand, outside the controllers, as they stand in the source. */
const BY_HAND: Readonly<Record<string, string>> = {
  'http/brand.ts get /favicon.ico': 'everybody: leads to the logo',
  'http/web-pages.ts get /': 'public: the home page',
  'http/web-pages.ts get /pay/:token': 'public: the signature in the link is the proof, and it pays nothing',
  'payments/payment-pages.ts get /payment/${outcome}':
    'public: the two pages after a payment; the token shows the appointment',
  'payments/payment-pages.ts get /payment/calendar.ics':
    'public: the token in the link is the proof, and it changes nothing',
  'http/web-pages.ts get /openapi.json': 'public: the documentation',
  'http/reference.ts get /docs': 'public: the documentation',
  'http/reference.ts get /docs/scalar.js': 'public: the documentation',
  'http/web-pages.ts get /metrics': 'health:read, unless embedded',
  'support/codec.ts get /login': 'public: the form itself',
  'support/codec.ts post /login': 'public: mail address and password are the proof',
  'support/codec.ts post /decode': 'staff:decode; embedded: this machine only',
  'support/codec.ts post /encode': 'staff:decode; embedded: this machine only',
};

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const documents = ['openapi.json', 'openapi-internal.json'].map(
  (name): Document => JSON.parse(readFileSync(new URL(`../../src/api/generated/${name}`, import.meta.url), 'utf8')),
);
const paths = documents.flatMap((document) => Object.entries(document.paths));
const routes = paths.flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    name: `${method} ${path}`,
    alternatives: operation['x-permissions'],
    operation,
  })),
);

test('every route needs a permission or is on the list of public ones', () => {
  const open = routes.filter(({ alternatives }) => alternatives.length === 0).map(({ name }) => name);
  assert.deepEqual(open.sort(), Object.keys(PUBLIC).sort());
});

test('every route outside the controllers is listed with who may call it', () => {
  const folder = new URL('../../src/api/', import.meta.url);
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const calls = text.matchAll(/\b(?:app|router)\.(get|post|put|patch|delete|all)\(\s*['"`]([^'"`]+)/g);
      return [...calls].map(([, method, path]) => `${file} ${method} ${path}`);
    });
  assert.deepEqual(found.sort(), Object.keys(BY_HAND).sort());
});

for (const { name, alternatives, operation } of routes) {
  const asked = alternatives.map((scopes) => scopes.join(' and ')).join(', or ');
  test(`${name}: ${asked || `public: ${PUBLIC[name] ?? 'UNKNOWN'}`}`, () => {
    for (const scopes of alternatives) {
      assert.notEqual(scopes.length, 0, 'a login without a permission lets nobody in');
      for (const scope of scopes) {
        assert.ok((PERMISSIONS as readonly string[]).includes(scope), `${scope} is no permission`);
        const roles = Object.values(ROLE_PERMISSIONS).filter((all) => (all as readonly string[]).includes(scope));
        assert.notEqual(roles.length, 0, `no role has ${scope}`);
        assert.ok(operation.description.includes(`\`${scope}\``), `the description does not name ${scope}`);
      }
    }
    if (alternatives.length > 0) assert.ok('401' in operation.responses, '401 is not documented');
  });
}
