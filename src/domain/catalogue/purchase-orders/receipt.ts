import { assertValid, type FieldError } from '../../errors.js';
import { assertLines, type WantedLine } from './order-lines.js';
import type { PurchaseOrder, PurchaseOrderLine } from './purchase-order.js';
import { assertReceivable } from './status-changes.js';
import type { PurchaseOrderStatus } from './statuses.js';

/** What has become of an order by a delivery. */
export interface ReceivedOrder {
  readonly status: Extract<PurchaseOrderStatus, 'partly_received' | 'received'>;
  readonly lines: readonly PurchaseOrderLine[];
}

/**
 * An order after packs have arrived.
 * @throws DomainError invalid_transition where nothing of the order is expected; validation_failed on the product or quantity of each
 *   line that the order does not have, or of which more would have arrived than was ordered
 */
export function receiveLines(
  order: Pick<PurchaseOrder, 'status' | 'lines'>,
  arrived: readonly WantedLine[],
): ReceivedOrder {
  assertReceivable(order.status);
  assertLines(arrived);
  const errors = arrived.flatMap((line, at) => problemOf(order.lines, line, at));
  assertValid(errors);
  const lines = order.lines.map((line) => {
    const { quantity = 0 } = arrived.find(({ productId }) => productId === line.productId) ?? {};
    return { ...line, received: line.received + quantity };
  });
  const isComplete = lines.every(({ quantity, received }) => received === quantity);
  return { status: isComplete ? 'received' : 'partly_received', lines };
}

function problemOf(
  lines: readonly PurchaseOrderLine[],
  { productId, quantity }: WantedLine,
  at: number,
): readonly FieldError[] {
  const line = lines.find((one) => one.productId === productId);
  if (!line) return [{ field: `lines.${at}.product`, message: 'The order does not have this product.' }];
  const open = line.quantity - line.received;
  if (quantity <= open) return [];
  return [{ field: `lines.${at}.quantity`, message: `More than was ordered: ${open} of this product are expected.` }];
}
