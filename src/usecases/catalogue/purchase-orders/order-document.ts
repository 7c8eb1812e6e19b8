import type { OutgoingAttachment } from '../../../adapters/email/port.js';
import type { PurchaseOrderPrinter } from '../../../adapters/pdf/port.js';
import type { WorkbookWriter } from '../../../adapters/spreadsheets/port.js';
import { SYSTEM, type UserActor } from '../../../domain/actor.js';
import { orderSheets } from '../../../domain/catalogue/purchase-orders/order-sheets.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { orderOf } from './read-orders.js';

interface PrintDeps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly orderPrinter: PurchaseOrderPrinter;
  /** Lets everything else that waits happen first. */
  readonly breathe: () => Promise<unknown>;
}

interface Deps extends PrintDeps {
  readonly workbooks: WorkbookWriter;
  readonly now: () => Date;
}

export const DOCUMENT_FORMATS = ['pdf', 'xlsx'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** Which order, as which file. */
export interface WantedDocument {
  readonly clinicId: string;
  readonly id: string;
  readonly format: DocumentFormat;
}

export interface OrderDocument {
  /** `PO-2026-000007.pdf` */
  readonly name: string;
  readonly format: DocumentFormat;
  readonly bytes: Uint8Array;
}

/** An order as a file; each download is a row of the audit. @throws DomainError not_found */
export function readOrderDocument({ unitOfWork, orderPrinter, breathe, workbooks, now }: Deps) {
  return async (actor: UserActor, { clinicId, id, format }: WantedDocument): Promise<OrderDocument> => {
    const order = await unitOfWork.withScope(actor, async (scope) => {
      const found = await orderOf(scope, id, clinicId);
      const about = { entity: 'purchase_order', entityId: id, clinicId } as const;
      const details = { number: found.numberText, format };
      await scope.audit.record({ ...about, action: 'purchase_order.document_read', details }, now());
      return found;
    });
    const bytes =
      format === 'pdf' ? await orderPrinter.print(order, breathe) : await workbooks.write(orderSheets(order));
    return { name: `${order.numberText}.${format}`, format, bytes };
  };
}

/** What goes with the mail of an order: its document; null where the order was cancelled before the mail went out. */
export function mailedOrderDocument({ unitOfWork, orderPrinter, breathe }: PrintDeps) {
  return async (clinicId: string, id: string): Promise<OutgoingAttachment | null> => {
    const order = await unitOfWork.withScope(SYSTEM, (scope) => orderOf(scope, id, clinicId));
    if (order.status === 'cancelled') return null;
    const content = await orderPrinter.print(order, breathe);
    return { filename: `${order.numberText}.pdf`, contentType: 'application/pdf', content };
  };
}
