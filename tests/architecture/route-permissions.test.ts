import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../src/domain/identity/roles.js';

interface Operation {
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Routes that anybody may call, with the reason. A new one is a decision: it is made here. */
const PUBLIC: Readonly<Record<string, string>> = {
  'get /health/live': 'a probe has no account; tells nothing but that the process runs',
  'get /health/ready': 'a probe has no account; names dependencies, no addresses',
  'post /api/v1/users/register': 'a patient opens an account; any other role needs users:manage in the use case',
  'post /api/v1/users/login': 'where a session comes from; limited per address and account',
  'post /api/v1/users/token/refresh': 'the refresh token is the proof',
  'get /api/payments/status': 'whether a client shows a payment step at all',
  'post /webhook/stripe': 'the signature over the raw body is the proof',
};

const { paths }: { paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> } = JSON.parse(
  readFileSync(new URL('../../src/api/generated/openapi.json', import.meta.url), 'utf8'),
);
const routes = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => {
    // tsoa copies the root's security to nothing: a route without its own is listed with an empty one.
    const { security = [] } = operation;
    return { name: `${method} ${path}`, alternatives: security.map((one) => one.bearer ?? []), operation };
  }),
);

test('every route needs a permission or is on the list of public ones', () => {
  const open = routes.filter(({ alternatives }) => alternatives.length === 0).map(({ name }) => name);
  assert.deepEqual(open.sort(), Object.keys(PUBLIC).sort());
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
      }
    }
    if (alternatives.length > 0) assert.ok('401' in operation.responses, '401 is not documented');
  });
}
