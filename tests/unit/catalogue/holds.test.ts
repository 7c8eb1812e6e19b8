import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Guarded, holdsOf } from '../../../src/domain/catalogue/imports.js';

const LIMITS = { maxErrors: 25, maxDeactivated: 20, maxPriceChange: 50 };
const NOTHING = { created: 0, updated: 0, reactivated: 0, unchanged: 100, categoriesCreated: 0, priceChanges: 0 };
interface Found extends Partial<Omit<Guarded, 'preview'>> {
  readonly deactivated?: number;
}
/** A list of 100 rows over 100 products. */
const holds = ({ deactivated = 0, ...found }: Found) =>
  holdsOf(
    {
      ...{ rowsTotal: 100, rowsInvalid: 0, rowsSkipped: 0, active: 100, priceJumps: 0 },
      ...{ effectiveFrom: null, inForceFrom: null, isOvertaken: false, preview: { ...NOTHING, deactivated } },
      ...found,
    },
    LIMITS,
  ).map(({ code, count, limit }) => `${code} ${count} ${limit}`);

describe('an import that came unattended', () => {
  const CASES: readonly (readonly [found: Found, ...held: string[]])[] = [
    [{}],
    [{ rowsInvalid: 25 }],
    [{ rowsInvalid: 26 }, 'many_errors 26 25'],
    // Titles and totals are no rows that could be in error.
    [{ rowsInvalid: 25, rowsTotal: 104, rowsSkipped: 4 }],
    [{ rowsInvalid: 25, rowsSkipped: 4 }, 'many_errors 25 25'],
    [{ deactivated: 20 }],
    [{ deactivated: 21 }, 'many_deactivated 21 20'],
    // A few products are no mistake, whatever the percentage.
    [{ deactivated: 4, active: 4 }],
    [{ deactivated: 5, active: 5 }, 'many_deactivated 5 20'],
    [{ deactivated: 5, active: 25 }],
    [{ deactivated: 5, active: 24 }, 'many_deactivated 5 20'],
    [{ priceJumps: 1 }, 'price_jump 1 50'],
    [{ effectiveFrom: '2026-10-31', inForceFrom: '2026-11-01' }, 'older_list 1 0'],
    [{ effectiveFrom: '2026-11-01', inForceFrom: '2026-11-01' }],
    [{ effectiveFrom: '2026-11-02', inForceFrom: '2026-11-01' }],
    [{ effectiveFrom: null, inForceFrom: '2026-11-01' }],
    [{ isOvertaken: true }, 'older_list 1 0'],
    [{ effectiveFrom: '2026-10-31', inForceFrom: null }],
    [
      { rowsInvalid: 30, deactivated: 30, priceJumps: 2, effectiveFrom: '2026-10-01', inForceFrom: '2026-11-01' },
      ...['many_errors 30 25', 'many_deactivated 30 20', 'price_jump 2 50', 'older_list 1 0'],
    ],
  ];
  for (const [found, ...held] of CASES) {
    it(`waits for a person because of ${held.join(', ') || 'nothing'}: ${JSON.stringify(found)}`, () => {
      assert.deepEqual(holds(found), held);
    });
  }
});
