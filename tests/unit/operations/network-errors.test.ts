import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUnreachable } from '../../../src/domain/network-errors.js';
import { isUnavailable } from '../../../src/models/database-errors.js';

const coded = (code: string, options?: ErrorOptions) => Object.assign(new Error(code, options), { code });

const PASSING = [
  ...['EAI_AGAIN', 'ENOTFOUND', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETRESET', 'ENETUNREACH'],
  ...['ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'ENOTCONN', 'EPIPE', 'ESHUTDOWN', 'ETIMEDOUT'],
];

describe('an error of the network', () => {
  for (const code of PASSING) {
    it(`${code} means "not now", to the database as well`, () => {
      assert.equal(isUnreachable(coded(code)), true);
      assert.equal(isUnavailable(coded(code)), true);
    });
  }

  it('is found in the cause, and among the errors of a host with several addresses', () => {
    assert.equal(isUnreachable(new TypeError('fetch failed', { cause: coded('EHOSTUNREACH') })), true);
    assert.equal(isUnavailable(new AggregateError([coded('EINVAL'), coded('ENETUNREACH')])), true);
  });

  it('is none of our own mistakes', () => {
    for (const error of [coded('EACCES'), coded('ENOENT'), coded('EINVAL'), new Error('ECONNRESET'), null, 'EPIPE']) {
      assert.equal(isUnreachable(error), false);
      assert.equal(isUnavailable(error), false);
    }
  });
});
