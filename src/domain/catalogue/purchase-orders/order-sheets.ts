import { longDay } from '../../days.js';
import { toDecimal } from '../../money.js';
import { lineTotal, nameOf, type PurchaseOrder, subtotalOf } from './purchase-order.js';

/** A sheet of a workbook. */
interface OrderSheet {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** An order as the sheets of a workbook: its lines with their subtotal, and who orders of whom. */
export function orderSheets(order: PurchaseOrder): readonly OrderSheet[] {
  return [linesSheet(order), detailsSheet(order)];
}

function linesSheet({ lines, currency }: PurchaseOrder): OrderSheet {
  const rows = lines.map((line) => [
    line.productCode,
    nameOf(line),
    line.pack?.text ?? null,
    line.quantity,
    amountOf(line.unitPrice),
    amountOf(lineTotal(line)),
  ]);
  const total = [null, `Subtotal (${currency.toUpperCase()}, without GST)`, null, null, null];
  return {
    name: 'Order',
    headings: ['Product code', 'Product', 'Pack', 'Packs', 'Unit price', 'Amount'],
    rows: [...rows, [...total, amountOf(subtotalOf(lines))]],
  };
}

function detailsSheet({ numberText, buyer, supplierName, orderedOn, note, status }: PurchaseOrder): OrderSheet {
  const from = [buyer.name, buyer.latinName, ...buyer.address, ...buyer.details].filter((line) => line !== null);
  const mark =
    status === 'draft' ? [['Status', 'Draft, not sent']] : status === 'cancelled' ? [['Status', 'Cancelled']] : [];
  return {
    name: 'Details',
    headings: ['Purchase order', numberText],
    rows: [
      ['Ordered', longDay(orderedOn)],
      ...mark,
      ['Supplier', supplierName],
      ...from.map((line, at) => [at === 0 ? 'Ordered by' : null, line]),
      ...(note === null ? [] : [['Note', note]]),
    ],
  };
}

/** As a number of the currency's own unit, for a cell. */
function amountOf(minor: number): number {
  return Number(toDecimal(minor));
}
