import type { Day } from '../../days.js';
import type { Currency } from '../../money.js';
import type { Pack } from '../product.js';
import type { PurchaseOrderStatus } from './statuses.js';

/** A line of an order: a product as its list described it when it was ordered. Prices without GST, in minor units. */
export interface PurchaseOrderLine {
  readonly productId: string;
  readonly productCode: string | null;
  readonly productName: string | null;
  readonly pack: Pack | null;
  /** Packs. */
  readonly quantity: number;
  /** Packs that have arrived, at most `quantity`. */
  readonly received: number;
  /** Of one pack, fixed when it was ordered. */
  readonly unitPrice: number;
}

/** A company or a clinic on an order, as it was called when the order was made. */
export interface OrderParty {
  readonly name: string;
  /** Below a name in another script. */
  readonly latinName: string | null;
  readonly address: readonly string[];
  /** Its tax number and phone, with their labels. */
  readonly details: readonly string[];
}

export interface PurchaseOrder {
  readonly id: string;
  readonly clinicId: string;
  /** `PO-2026-000007` */
  readonly numberText: string;
  /** The key of the supplier's mapping, and its company. */
  readonly supplier: string;
  readonly supplierName: string;
  readonly buyer: OrderParty;
  readonly status: PurchaseOrderStatus;
  readonly currency: Currency;
  readonly note: string | null;
  readonly lines: readonly PurchaseOrderLine[];
  /** On the calendar of the clinic, as printed. */
  readonly orderedOn: Day;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** Where it was mailed to when it was sent; null: the supplier's mapping had no address, or it is not sent. */
  readonly mailedTo: string | null;
}

/** `2026` and `7` -> `PO-2026-000007` */
export function purchaseOrderNumber(year: number, number: number): string {
  return `PO-${year.toString().padStart(4, '0')}-${number.toString().padStart(6, '0')}`;
}

/** In minor units. */
export function lineTotal({ quantity, unitPrice }: Pick<PurchaseOrderLine, 'quantity' | 'unitPrice'>): number {
  return quantity * unitPrice;
}

/** In minor units; without GST, as the prices are. */
export function subtotalOf(lines: readonly Pick<PurchaseOrderLine, 'quantity' | 'unitPrice'>[]): number {
  return lines.reduce((sum, line) => sum + lineTotal(line), 0);
}

/** How a product is called on an order: a list may say its name, its code or both. */
export function nameOf({ productName, productCode }: Pick<PurchaseOrderLine, 'productName' | 'productCode'>): string {
  return productName ?? productCode ?? '';
}
