import type { WantedLine } from '../../domain/catalogue/purchase-orders/order-lines.js';
import type { SettableStatus } from '../../domain/catalogue/purchase-orders/statuses.js';
import { invalid } from '../../domain/errors.js';
import { hasBalancedBidi, hasVisibleText } from '../../domain/text.js';
import { inputId } from '../http/request.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';

/** So many packs of a product. */
export interface OrderedLineBody {
  product: Uuid;
  /**
   * Packs.
   * @isInt
   * @minimum 1
   * @maximum 100000
   */
  quantity: number;
}

/** An order at a supplier. */
export interface PurchaseOrderBody {
  /** The key of a supplier. */
  supplier: SearchText;
  /**
   * Each product once.
   * @minItems 1
   * @maxItems 500
   */
  lines: OrderedLineBody[];
  /**
   * For the supplier: it is printed.
   * @maxLength 1000
   */
  note?: string | null;
}

/** What becomes of an order. */
export interface PurchaseOrderStatusBody {
  status: SettableStatus;
}

/** What has arrived of an order. */
export interface DeliveryBody {
  /**
   * Each product once.
   * @minItems 1
   * @maxItems 500
   */
  lines: OrderedLineBody[];
}

/** @throws DomainError validation_failed */
export function linesOf(lines: readonly OrderedLineBody[]): readonly WantedLine[] {
  return lines.map(({ product, quantity }, at) => ({ productId: inputId(product, `lines.${at}.product`), quantity }));
}

/** @throws DomainError validation_failed for a note that cannot be printed as it is */
export function noteOf({ note }: PurchaseOrderBody): string | null {
  const text = note?.trim() ?? '';
  if (text === '') return null;
  if (!hasVisibleText(text)) throw invalid('note', 'Please write something.');
  if (!hasBalancedBidi(text)) throw invalid('note', 'A mark that turns the direction of the text is left open.');
  return text;
}
