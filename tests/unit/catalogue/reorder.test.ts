import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { convertedPacks, orderedUpTo, reorderOf } from '../../../src/domain/catalogue/stock/reorder.js';
import { joinedUsage, usagePerWeek } from '../../../src/domain/catalogue/stock/usage.js';

const DAY = 86_400_000;
const NOW = new Date('2026-12-01T00:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);

describe('usage a week', () => {
  for (const [packs, days, windowDays, hundredths] of [
    // Used for the first time today: a week counts, at least.
    [15, 0, 56, 1500],
    [15, 7, 56, 1500],
    [30, 14, 56, 1500],
    // 10 packs in 20 days: 10 × 7 / 20 = 3.5.
    [10, 20, 56, 350],
    // 10 × 7 / 30 = 2.3333…
    [10, 30, 56, 233],
    // 5 × 7 / 24 = 1.45833…
    [5, 24, 56, 146],
    // 120 × 7 / 56 = 15, also where the first was a moment outside of the window.
    [120, 56, 56, 1500],
    [120, 57, 56, 1500],
    // A window of three days is no week.
    [3, 3, 3, 700],
  ] as const) {
    it(`is ${hundredths / 100} of ${packs} packs within ${days} of ${windowDays} days`, () => {
      assert.equal(usagePerWeek({ packs, firstAt: ago(days) }, windowDays * DAY, NOW), hundredths);
    });
  }

  it('is nothing where nothing was used', () => {
    assert.equal(usagePerWeek(null, 56 * DAY, NOW), 0);
  });

  it('counts what was used and what was prescribed, since the first of both', () => {
    const usage = joinedUsage([{ packs: 4, firstAt: ago(3) }, undefined, { packs: 6, firstAt: ago(20) }]);
    assert.deepEqual(usage, { packs: 10, firstAt: ago(20) });
    assert.equal(joinedUsage([undefined, undefined]), null);
  });
});

describe('what to order of a product', () => {
  // Of each: stock, on order, level, usage in hundredths, cover and lead in days, and what comes of it.
  for (const [stock, onOrder, level, usage, cover, lead, expected] of [
    // 15 × (4 + 1) = 75, twice the level is 100; 100 - 25 = 75.
    [25, 0, 50, 1500, 28, 7, { target: 100, quantity: 75, urgency: 'medium', weeksLeft: 1.7 }],
    // 30 × 5 = 150 is more than twice the level.
    [25, 0, 50, 3000, 28, 7, { target: 150, quantity: 125, urgency: 'high', weeksLeft: 0.8 }],
    // What is on order counts: 25 + 20 are under the level still.
    [25, 20, 50, 1500, 28, 7, { target: 100, quantity: 55, urgency: 'medium', weeksLeft: 1.7 }],
    [25, 26, 50, 1500, 28, 7, null],
    // At the level.
    [50, 0, 50, 0, 28, 7, { target: 100, quantity: 50, urgency: 'medium', weeksLeft: null }],
    [51, 0, 50, 0, 28, 7, null],
    // No level: 14 last less than the week that an order takes, at 15 a week; 15 do not.
    [14, 0, null, 1500, 28, 7, { target: 75, quantity: 61, urgency: 'high', weeksLeft: 0.9 }],
    [15, 0, null, 1500, 28, 7, null],
    // Five days are 0.7143 weeks: 15 × 4.7143 = 70.71…, rounded up.
    [10, 0, null, 1500, 28, 5, { target: 71, quantity: 61, urgency: 'high', weeksLeft: 0.7 }],
    // 2.33 × 5 = 11.65.
    [2, 0, null, 233, 28, 7, { target: 12, quantity: 10, urgency: 'high', weeksLeft: 0.9 }],
    // Nothing left: high, also with an order on its way that is not enough.
    [0, 3, 10, 0, 28, 7, { target: 20, quantity: 17, urgency: 'high', weeksLeft: null }],
    // A level of 0 and no use: nothing is to be ordered.
    [0, 0, 0, 0, 28, 7, null],
    [0, 0, null, 0, 28, 7, null],
    // 0.1 + 0.2 of binary fractions are nowhere: 1.01 × 100 weeks are 101 and not 102.
    [0, 0, null, 101, 693, 7, { target: 101, quantity: 101, urgency: 'high', weeksLeft: 0 }],
  ] as const) {
    it(`is ${expected?.quantity ?? 'nothing'} of ${stock} + ${onOrder}, level ${level}, usage ${usage / 100}, ${cover} + ${lead} days`, () => {
      const found = reorderOf(
        { stock, onOrder, reorderLevel: level, usage },
        { coverMs: cover * DAY, leadMs: lead * DAY },
      );
      if (expected === null || found === null) return assert.equal(found, expected);
      const { coverWeeks, leadWeeks, ...rest } = found;
      assert.deepEqual(rest, expected);
      assert.deepEqual([coverWeeks, leadWeeks], [Math.round((cover * 10_000) / 7), Math.round((lead * 10_000) / 7)]);
    });
  }

  it('is for a low product what is missing to the target, or nothing where enough is on its way', () => {
    const times = { coverMs: 28 * DAY, leadMs: 7 * DAY };
    assert.equal(orderedUpTo({ stock: 25, onOrder: 0, reorderLevel: 50, usage: 0 }, times), 75);
    assert.equal(orderedUpTo({ stock: 25, onOrder: 75, reorderLevel: 50, usage: 0 }, times), 0);
    assert.equal(orderedUpTo({ stock: 25, onOrder: 90, reorderLevel: 50, usage: 0 }, times), 0);
  });
});

describe('packs of another size', () => {
  for (const [packs, amount, other, expected] of [
    // 61 of 750 mg are 45,750 mg: 30.5 of 1,500 mg.
    [61, 750n, 1500n, 31],
    [60, 750n, 1500n, 30],
    [10, 1500n, 750n, 20],
    [1, 1n, 1000n, 1],
    [7, 600n, 600n, 7],
  ] as const) {
    it(`are ${expected} for ${packs} of ${amount} in packs of ${other}`, () => {
      assert.equal(convertedPacks(packs, amount, other), expected);
    });
  }
});
