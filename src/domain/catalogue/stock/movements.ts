import { invalid } from '../../errors.js';

/**
 * How a clinic's own stock of a product changes; on the wire. `count` sets it to what was found; `received` adds; `used` (dispensed or
 * given), `lost` (broken, expired, missing) and `returned` (sent back to the supplier) take away.
 */
export const MOVEMENT_KINDS = ['count', 'received', 'used', 'lost', 'returned'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** A quantity in whole packs: of a count what was found, of others what came or went. */
export interface StockChangeAsked {
  readonly kind: MovementKind;
  readonly quantity: number;
}

const MOST_ON_HAND = 10_000_000;

/**
 * What is on hand after a movement, in packs.
 * @param onHand before it; null where the clinic has never recorded any, which is nothing
 * @throws DomainError validation_failed on `quantity`: nothing moves, or more would go than there is
 */
export function onHandAfter(onHand: number | null, { kind, quantity }: StockChangeAsked): number {
  if (kind === 'count') return quantity;
  if (quantity === 0) throw invalid('quantity', 'At least one pack moves; what was found is a `count`.');
  const had = onHand ?? 0;
  const left = kind === 'received' ? had + quantity : had - quantity;
  if (left < 0)
    throw invalid('quantity', `There are only ${had} on hand. If you have more of it, record a count first.`);
  if (left > MOST_ON_HAND) throw invalid('quantity', `Nobody has more than ${MOST_ON_HAND} packs on hand.`);
  return left;
}
