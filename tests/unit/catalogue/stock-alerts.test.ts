import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertLevelOf, isWorse, stockAlertOf } from '../../../src/domain/catalogue/stock/alerts.js';
import { currentStockOf } from '../../../src/domain/catalogue/stock/current-stock.js';
import { stockStatusOf } from '../../../src/domain/catalogue/stock-status.js';

describe('the current stock of a product', () => {
  for (const [onHand, stockQuantity, stockStatus, stock, basis] of [
    [null, 40, 'in_stock', 40, 'supplier'],
    [7, 40, 'in_stock', 7, 'clinic'],
    [0, 40, 'in_stock', 0, 'clinic'],
    [null, null, 'in_stock', null, 'supplier'],
    [null, null, 'out_of_stock', 0, 'supplier'],
    [null, null, 'unknown', null, 'supplier'],
  ] as const) {
    it(`is ${stock} (${basis}) of ${onHand} on hand and ${stockQuantity}, ${stockStatus} at the supplier`, () => {
      assert.deepEqual(currentStockOf({ stockQuantity, stockStatus }, onHand), { stock, basis });
    });
  }
});

describe('what a supplier has of a product', () => {
  for (const [stockStatus, stockQuantity, reorderLevel, status] of [
    ['in_stock', 13, 12, 'in_stock'],
    ['in_stock', 12, 12, 'low'],
    ['in_stock', null, 12, 'in_stock'],
    ['in_stock', 1, null, 'in_stock'],
    ['low', 100, 12, 'low'],
    ['out_of_stock', 0, 12, 'out_of_stock'],
    // The list says that there is none, and how much of it there would be.
    ['out_of_stock', 5, 12, 'out_of_stock'],
    ['unknown', null, 12, 'unknown'],
  ] as const) {
    it(`is ${status} of ${stockQuantity}, ${stockStatus} by its list, at a level of ${reorderLevel}`, () => {
      assert.equal(stockStatusOf({ stockStatus, stockQuantity }, reorderLevel), status);
    });
  }
});

describe('a product that there is little of', () => {
  for (const [stock, reorderLevel, level] of [
    [13, 12, null],
    [12, 12, 'medium'],
    [4, 12, 'medium'],
    [3, 12, 'high'],
    [0, 12, 'high'],
    [3, 10, 'medium'],
    [2, 10, 'high'],
    [0, 0, 'high'],
    [1, 0, null],
    [0, null, null],
    [null, 12, null],
  ] as const) {
    it(`is ${level} at ${stock} of ${reorderLevel}`, () => {
      assert.equal(alertLevelOf(stock, reorderLevel), level);
    });
  }

  it('is out when nothing is left, of a product with a reorder level or in use', () => {
    assert.equal(stockAlertOf(0, 5, false), 'out');
    assert.equal(stockAlertOf(0, null, true), 'out');
    assert.equal(stockAlertOf(0, null, false), null);
    assert.equal(stockAlertOf(1, null, true), null);
    assert.equal(stockAlertOf(null, 5, true), null);
    assert.equal(stockAlertOf(5, 5, false), 'medium');
  });

  it('has become worse step by step, and never by being the same or better', () => {
    const steps = [null, 'medium', 'high', 'out'] as const;
    for (const [at, now] of steps.entries()) {
      for (const [was, before] of steps.entries()) assert.equal(isWorse(now, before), at > was, `${before} → ${now}`);
    }
  });
});
