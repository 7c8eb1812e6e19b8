import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { listOf } from '../../src/api/http/paging.js';
import { actorLabel } from '../../src/domain/actor.js';
import { type Document, isReference, routesOf } from '../../tools/openapi/document.js';
import { sourceFiles } from '../support/source-files.js';

const file = new URL('../../src/api/generated/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const { schemas } = document.components;

test('every status that a refused change names is in the document', () => {
  const known = schemas.Problem?.properties?.current_status?.enum ?? [];
  let found = 0;
  for (const { fileName, text } of sourceFiles()) {
    for (const [refusal] of text.matchAll(/'invalid_transition',[^;]*?\{ status[^}]*\}/g)) {
      const [, status] = /status: '(\w+)'/.exec(refusal) ?? [];
      if (status === undefined) continue;
      found += 1;
      assert.ok(known.includes(status), `${fileName}: ${status}`);
    }
  }
  assert.ok(found > 3, 'the search finds them');
});

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
