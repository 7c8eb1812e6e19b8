import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type GeneratedSchema, leaveOutNulls } from '../../../src/api/http/left-out.js';

const models: Readonly<Record<string, GeneratedSchema>> = {
  Order: {
    dataType: 'refObject',
    properties: {
      id: { dataType: 'string', required: true },
      provider: { dataType: 'union', subSchemas: [{ dataType: 'enum', enums: ['stripe'] }] },
      note: { dataType: 'union', subSchemas: [{ dataType: 'string' }, { dataType: 'enum', enums: [null] }] },
      address: { ref: 'Address' },
      lines: { dataType: 'array', array: { ref: 'Address' } },
    },
  },
  Address: {
    dataType: 'refAlias',
    type: { dataType: 'nestedObjectLiteral', nestedProperties: { line2: { dataType: 'string' } } },
  },
};

it('takes an optional member that is null out of a body, at every depth, and no other', () => {
  const body = {
    id: null,
    provider: null,
    note: null,
    address: { line2: null },
    lines: [{ line2: null }, { line2: 'x' }],
    unknown: null,
  };
  leaveOutNulls(body, { ref: 'Order', required: true }, models);
  assert.deepEqual(body, { id: null, note: null, address: {}, lines: [{}, { line2: 'x' }], unknown: null });
});

it('leaves alone what is no object', () => {
  for (const body of [null, 'text', 1, [null]]) leaveOutNulls(body, { ref: 'Order' }, models);
});
