import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertSupplierKey } from '../../../src/domain/catalogue/mappings/supplier-key.js';
import { isListStale } from '../../../src/domain/catalogue/stale-list.js';

const NOW = new Date('2026-12-01T00:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('a supplier', () => {
  it('is late with its list after one and a half times its own time', () => {
    for (const [frequency, days] of [
      ['daily', 1.5],
      ['weekly', 10.5],
      ['10d', 15],
      ['monthly', 45],
    ] as const) {
      assert.equal(isListStale(ago(days), frequency, NOW), false, frequency);
      assert.equal(isListStale(ago(days + 0.01), frequency, NOW), true, frequency);
    }
    assert.equal(isListStale(null, 'daily', NOW), false, 'no list was ever expected');
  });

  it('has a key that no other has in another case', () => {
    const refused = (key: string) => {
      try {
        assertSupplierKey(key, ['tasmanianBotanics', 'alma']);
        return false;
      } catch {
        return true;
      }
    };
    assert.deepEqual(['pharmaPlus', 'alma', 'a', 'A-1_b', 'x'.repeat(64)].map(refused), [
      false,
      false,
      false,
      false,
      false,
    ]);
    const wrong = [
      '',
      'auto',
      'AUTO',
      '1a',
      'a b',
      'ä',
      'a/b',
      '__proto__',
      'x'.repeat(65),
      'ALMA',
      'TasmanianBotanics',
    ];
    assert.deepEqual(
      wrong.filter((key) => !refused(key)),
      [],
    );
  });
});
