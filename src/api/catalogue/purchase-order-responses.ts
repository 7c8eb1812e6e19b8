import type { PurchaseOrderStatus } from '../../domain/catalogue/purchase-orders/statuses.js';
import type { Currency } from '../../domain/money.js';
import type { Count, Decimal, EmailAddress, Instant, Uuid } from '../http/wire-formats.js';
import type { ProductPack } from './packs-and-rates.js';

/** A product as its list described it when it was ordered. */
export interface PurchaseOrderLineView {
  product: Uuid;
  product_code: string | null;
  product_name: string | null;
  pack: ProductPack | null;
  /** Packs. */
  quantity: Count;
  /** Packs that have arrived. */
  received: Count;
  /** Of a pack, without GST, as it was when the order was made. */
  unit_price: Decimal;
  total: Decimal;
}

/** An order at a supplier. */
export interface PurchaseOrderView {
  id: Uuid;
  /**
   * Without gaps, by the clinic and the year of its calendar.
   * @pattern ^PO-[0-9]{4}-[0-9]{6,}$
   */
  number: string;
  /** Its key. */
  supplier: string;
  status: PurchaseOrderStatus;
  lines: PurchaseOrderLineView[];
  /** Without GST. */
  subtotal: Decimal;
  currency: Currency;
  /** The catalogue has another price of one of the products by now; the order keeps its own. */
  price_changed: boolean;
  note: string | null;
  created_at: Instant;
  sent_at: Instant | null;
  /** The supplier's address, where the order was mailed when it was sent; null: it was not mailed. */
  mailed_to: EmailAddress | null;
}
