import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onHandAfter } from '../../../src/domain/catalogue/stock/movements.js';
import { DomainError } from '../../../src/domain/errors.js';

describe('what is on hand after a movement', () => {
  for (const [before, kind, quantity, expected] of [
    [null, 'count', 12, 12],
    [12, 'count', 0, 0],
    [null, 'received', 5, 5],
    [12, 'received', 5, 17],
    [12, 'used', 12, 0],
    [12, 'lost', 1, 11],
    [12, 'returned', 2, 10],
    [9_999_999, 'received', 1, 10_000_000],
  ] as const) {
    it(`is ${expected} of ${before} after ${kind} ${quantity}`, () => {
      assert.equal(onHandAfter(before, { kind, quantity }), expected);
    });
  }

  for (const [before, kind, quantity] of [
    [null, 'used', 1],
    [3, 'used', 4],
    [3, 'lost', 4],
    [3, 'returned', 4],
    [3, 'used', 0],
    [3, 'received', 0],
    [9_999_999, 'received', 2],
  ] as const) {
    it(`is refused of ${before} for ${kind} ${quantity}`, () => {
      assert.throws(
        () => onHandAfter(before, { kind, quantity }),
        (error) => error instanceof DomainError && error.code === 'validation_failed',
      );
    });
  }
});
