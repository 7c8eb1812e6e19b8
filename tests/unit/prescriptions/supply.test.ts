import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DomainError } from '../../../src/domain/errors.js';
import { type StandingSupply, type SupplyTerms, supplyOn } from '../../../src/domain/prescriptions/supply.js';

const ISSUED_ON = '2026-11-20';
const LAST_DAY = '2027-11-19';
interface SaidOfItem {
  readonly repeats?: number;
  readonly intervalDays?: number;
  /** Those that stand. */
  readonly supplies?: readonly (readonly [supplyNo: number, dispensedOn: string])[];
}
interface Asked {
  readonly wanted?: readonly string[];
  readonly status?: SupplyTerms['status'];
}

/** The supplies of items that are called `a` and `b`; else why there are none: in all, and of each with its next day. */
function suppliesOn(on: string, said: readonly SaidOfItem[], { wanted, status = 'issued' }: Asked = {}) {
  const items = said.map(({ repeats = 0, intervalDays = 1, supplies = [] }, at) => ({
    ...{ id: 'ab'.charAt(at), repeats, intervalDays, supplied: supplies.length },
    ...{ issuedOn: ISSUED_ON, validUntil: LAST_DAY, lastSuppliedOn: supplies.at(-1)?.[1] ?? null },
  }));
  const standing = said.flatMap(({ supplies = [] }, at) =>
    supplies.map(([supplyNo, dispensedOn]): StandingSupply => ({ itemId: 'ab'.charAt(at), supplyNo, dispensedOn })),
  );
  try {
    const supplies = supplyOn(on, { status, items }, { wanted: wanted ?? null, standing });
    return supplies.map(({ itemId, supplyNo }) => `${itemId} ${supplyNo}`).join(', ');
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    const { supply } = error.details;
    if (!supply) return error.code;
    return [supply.reason, ...supply.items.map((one) => `${one.item} ${one.reason} ${one.nextSupplyFrom}`)].join(', ');
  }
}

const USED_UP: SaidOfItem = { supplies: [[1, ISSUED_ON]] };
const monthly = (...supplies: NonNullable<SaidOfItem['supplies']>) => ({ repeats: 3, intervalDays: 20, supplies });

describe('what a pharmacy supplies', () => {
  const CASES: readonly (readonly [what: string, on: string, said: readonly SaidOfItem[], expected: string, Asked?])[] =
    [
      ['on its first day', ISSUED_ON, [{}], 'a 1'],
      ['on its last day', LAST_DAY, [{}], 'a 1'],
      ['not before', '2026-11-19', [{}], 'not_yet_valid, a not_yet_valid 2026-11-20'],
      ['not after', '2027-11-20', [{}], 'expired, a expired null'],
      ['not beyond its repeats', '2026-12-01', [USED_UP], 'no_repeats_left, a no_repeats_left null'],
      ['a repeat on another day', '2026-11-21', [{ ...USED_UP, repeats: 1 }], 'a 2'],
      ['no repeat on the same day', ISSUED_ON, [{ ...USED_UP, repeats: 1 }], 'too_early, a too_early 2026-11-21'],
      ['after the interval', '2026-12-21', [monthly([1, '2026-12-01'])], 'a 2'],
      ['not before', '2026-12-20', [monthly([1, '2026-12-01'])], 'too_early, a too_early 2026-12-21'],
      ['late, an interval before another', '2026-12-12', [monthly([1, '2027-01-01'])], 'a 2'],
      ['no nearer to it', '2026-12-13', [monthly([1, '2027-01-01'])], 'too_early, a too_early 2027-01-21'],
      ['again in the place of one that was undone', '2027-06-01', [monthly([2, '2027-01-01'])], 'a 1'],
      ['also of one between', '2027-06-01', [monthly([1, '2026-12-01'], [3, '2027-01-01'])], 'a 2'],
      ['from a last day on', '2027-11-10', [monthly([1, '2027-10-30'])], 'too_early, a too_early 2027-11-19'],
      ['never after it', '2027-11-10', [monthly([1, '2027-10-31'])], 'too_early, a too_early null'],
      ['all that may be', '2026-12-01', [USED_UP, {}], 'b 1'],
      [
        ...(['of named items all or none', '2026-12-01', [USED_UP, {}]] as const),
        ...(['no_repeats_left, a no_repeats_left null, b null 2026-12-01', { wanted: ['a', 'b'] }] as const),
      ],
      ['of named items those alone', '2026-12-01', [USED_UP, {}], 'b 1', { wanted: ['b'] }],
      ['nothing of another prescription', '2026-12-01', [{}], 'validation_failed', { wanted: ['a', 'c'] }],
      [
        ...([
          'what is worth coming back for, before what is not',
          ISSUED_ON,
          [USED_UP, monthly([1, ISSUED_ON])],
        ] as const),
        'too_early, a no_repeats_left null, b too_early 2026-12-10',
      ],
      ['nothing of one that was cancelled', ISSUED_ON, [{}], 'cancelled, a cancelled null', { status: 'cancelled' }],
      ['nor superseded', ISSUED_ON, [{}], 'superseded, a superseded null', { status: 'superseded' }],
    ];
  for (const [what, on, said, expected, asked] of CASES) {
    it(`is ${what}: ${expected}`, () => assert.equal(suppliesOn(on, said, asked), expected));
  }
});
