import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { API_KEY_SCOPES } from '../../src/domain/identity/api-keys.js';
import { MATRIX, PERMISSIONS, rolesWith } from '../../src/domain/permissions.js';
import { HAND_WRITTEN_ROUTES, PUBLIC_OPERATIONS } from '../../tools/openapi/access.js';
import { type Document, routesOf } from '../../tools/openapi/document.js';

const routes = ['openapi.json', 'openapi-internal.json'].flatMap((name) => {
  const file = new URL(`../../src/api/generated/${name}`, import.meta.url);
  return routesOf(JSON.parse(readFileSync(file, 'utf8')) as Document);
});

test('every route needs a permission or is on the list of public ones', () => {
  const open = routes.filter(({ operation }) => operation['x-public'] !== undefined);
  assert.deepEqual(open.map(({ operation }) => operation.operationId).sort(), Object.keys(PUBLIC_OPERATIONS).sort());
});

test('every route outside the controllers is listed with who may call it', () => {
  const folder = new URL('../../src/api/', import.meta.url);
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const calls = text.matchAll(/\b(?:app|router)\.(get|post|put|patch|delete|all)\(\s*['"`]([^'"`]+)/g);
      return [...calls].map(([, method, path = '']) => `${file} ${method} ${path.replace('${', '{')}`);
    });
  assert.deepEqual(found.sort(), HAND_WRITTEN_ROUTES.map(({ source }) => source).sort());
});

test('every permission of the matrix lets somebody in, and says what it is for', () => {
  for (const permission of PERMISSIONS) {
    const isOfKeys = API_KEY_SCOPES.some((scope) => scope === permission);
    assert.ok(isOfKeys || rolesWith([permission]).length > 0, `no role has ${permission}`);
    assert.match(MATRIX[permission].does, /^[A-Z].*[.]$/, permission);
  }
});

for (const { method, path, operation } of routes) {
  const { 'x-permissions': asked, 'x-roles': roles, 'x-public': reason } = operation;
  test(`${method} ${path}: ${asked?.join(' or ') ?? `public: ${reason}`}`, () => {
    if (!asked) return assert.ok(reason && !roles && (operation.security ?? []).length === 0);
    assert.deepEqual(roles, rolesWith(asked));
    for (const permission of asked) {
      assert.ok(operation.description?.includes(`\`${permission}\``), `the description does not name ${permission}`);
    }
    assert.ok('401' in operation.responses, '401 is not documented');
    assert.ok('403' in operation.responses, '403 is not documented');
  });
}
