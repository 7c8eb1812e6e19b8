import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUuid } from '../../../src/domain/ids.js';
import { canonicalJson } from '../../../src/usecases/idempotency/canonical-json.js';
import { deriveId } from '../../../src/usecases/idempotency/derive-id.js';
import { derivedUuid } from '../../../src/usecases/idempotency/derived-uuid.js';

describe('derived ids', () => {
  it('are one UUID for one caller, key and purpose', () => {
    const id = deriveId({ caller: 'user:1', key: 'k' }, 'order');
    assert.ok(isUuid(id));
    assert.match(id, /^.{14}8.{4}[89ab]/);
    // The demo clinic keeps its id: an installation that is started again must find it.
    assert.equal(derivedUuid('keepwell demo clinic'), '1bc4e5c3-954d-8f6b-acfc-e4d054735552');
    assert.equal(id, deriveId({ caller: 'user:1', key: 'k' }, 'order'));
  });

  it('differ with any of them, and are random without a key', () => {
    const ids = [
      deriveId({ caller: 'user:1', key: 'k' }, 'order'),
      deriveId({ caller: 'user:2', key: 'k' }, 'order'),
      deriveId({ caller: 'user:1', key: 'k2' }, 'order'),
      deriveId({ caller: 'user:1', key: 'k' }, 'slot'),
      deriveId(null, 'order'),
      deriveId(null, 'order'),
    ];
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('canonical JSON', () => {
  it('is one text whatever the order of members', () => {
    assert.equal(canonicalJson({ b: [{ d: 1, c: 2 }], a: null }), canonicalJson({ a: null, b: [{ c: 2, d: 1 }] }));
    assert.notEqual(canonicalJson({ a: [1, 2] }), canonicalJson({ a: [2, 1] }));
    assert.notEqual(canonicalJson({ a: '1' }), canonicalJson({ a: 1 }));
  });
});
