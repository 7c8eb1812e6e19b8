import {
  lineTotal,
  type PurchaseOrderLine,
  subtotalOf,
} from '../../domain/catalogue/purchase-orders/purchase-order.js';
import { toDecimal } from '../../domain/money.js';
import type { StoredPurchaseOrder } from '../../usecases/catalogue/purchase-orders/read-orders.js';
import type { PurchaseOrderLineView, PurchaseOrderView } from './purchase-order-responses.js';

export function purchaseOrderView(order: StoredPurchaseOrder): PurchaseOrderView {
  const { id, numberText, supplier, status, lines, currency, note, mailedTo } = order;
  return {
    id,
    number: numberText,
    supplier,
    status,
    lines: lines.map(lineView),
    subtotal: toDecimal(subtotalOf(lines)),
    currency,
    price_changed: order.priceChanged,
    note,
    created_at: order.createdAt.toISOString(),
    sent_at: order.sentAt?.toISOString() ?? null,
    mailed_to: mailedTo,
  };
}

function lineView(line: PurchaseOrderLine): PurchaseOrderLineView {
  return {
    product: line.productId,
    product_code: line.productCode,
    product_name: line.productName,
    pack: line.pack && { ...line.pack },
    quantity: line.quantity,
    received: line.received,
    unit_price: toDecimal(line.unitPrice),
    total: toDecimal(lineTotal(line)),
  };
}
