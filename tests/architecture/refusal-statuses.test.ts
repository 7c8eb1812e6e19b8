import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { listOf } from '../../src/api/http/paging.js';
import { actorLabel } from '../../src/domain/actor.js';
import { type Document, isReference, routesOf } from '../../tools/openapi/document.js';

const file = new URL('../../src/api/generated/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const { schemas } = document.components;

test('whatever acts without a person has a name that the document knows', () => {
  const pattern = new RegExp(schemas.ChangedBySystem?.properties?.system?.pattern ?? 'none');
  const key = { kind: 'api_key', role: 'api_key', keyId: 'k', permissions: [], clinicIds: ['c'] } as const;
  for (const actor of [key, { kind: 'system', label: 'keepwell' } as const]) assert.match(actorLabel(actor), pattern);
});

test('cursors have a form that every client can check, also of lists below a record', () => {
  for (const { path, operation } of routesOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      if (isReference(parameter) || parameter.name !== 'cursor') continue;
      // By the flag, braces that repeat nothing are an error, as in other languages.
      assert.doesNotThrow(() => new RegExp(parameter.schema.pattern ?? '', 'u'), path);
    }
  }
  // As the document writes the route, and as Express does.
  for (const route of ['/api/v1/clinics/{id}/members', '/api/v1/clinics/:id/members']) {
    assert.equal(listOf(route), 'clinics-members');
  }
});
