import type { ReceiptPrinter } from '../../../adapters/pdf/port.js';
import { type Caller, receiptsOf } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import { fileName } from '../../../domain/payments/receipts/receipt.js';
import type { ReceiptRow } from '../../../models/repositories/payments/receipts.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import { noteOrderReading, visibleOrder } from '../orders/visible-order.js';
import { type EnsureReceiptsDeps, issueAll } from './ensure-receipts.js';

type Scope = PaymentsScope;

/** A numbered document of an order. `amount` in minor units (8000 is 80.00). */
export type Receipt = ReceiptRow;

/**
 * The documents of an order, oldest first; one that is still lacking is issued now.
 * @throws DomainError not_found
 */
export function listReceipts(deps: EnsureReceiptsDeps) {
  return async (actor: Caller, orderId: string): Promise<readonly Receipt[]> => {
    const { order, missing } = await deps.unitOfWork.withScope(actor, async (scope) => ({
      order: await visibleOrder(scope, actor, orderId),
      missing: await scope.receipts.missingForOrder(orderId),
    }));
    const { subjectId: appointment, patientId: person, clinicId: clinic } = order;
    await issueAll(deps, missing, receiptsOf({ order: orderId, appointment, person, clinic }));
    return deps.unitOfWork.withScope(actor, async (scope) => {
      await noteOrderReading(scope, 'receipt.listed', order, deps.now());
      return scope.receipts.listForOrder(orderId);
    });
  };
}

export interface ReceiptFile {
  readonly fileName: string;
  readonly pdf: Buffer;
}

export interface ReadReceiptDeps extends EnsureReceiptsDeps {
  readonly printer: ReceiptPrinter;
}

/** One document as PDF, the same bytes every time. Audited, whoever reads it. @throws DomainError not_found */
export function readReceiptPdf(deps: ReadReceiptDeps) {
  return async (actor: Caller, orderId: string, receiptId: string): Promise<ReceiptFile> => {
    const receipt = await deps.unitOfWork.withScope(actor, (scope) =>
      auditedReceipt(scope, actor, { orderId, receiptId }, deps.now()),
    );
    return { fileName: fileName(receipt.content), pdf: await deps.printer.print(receipt.content, receipt.issuedAt) };
  };
}

async function auditedReceipt(
  scope: Scope,
  actor: Caller,
  { orderId, receiptId }: { readonly orderId: string; readonly receiptId: string },
  now: Date,
) {
  const order = await visibleOrder(scope, actor, orderId);
  const receipt = await scope.receipts.find(receiptId);
  if (receipt?.orderId !== order.id) throw notFound('Receipt');
  await scope.audit.record(
    {
      action: 'receipt.read',
      entity: 'receipt',
      entityId: receipt.id,
      clinicId: receipt.clinicId,
      patientId: order.patientId,
      details: { order: order.id, number: receipt.numberText },
    },
    now,
  );
  return receipt;
}
