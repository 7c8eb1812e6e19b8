import type { PrintableCharacters } from '../../../adapters/pdf/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { orderLines, type WantedLine } from '../../../domain/catalogue/purchase-orders/order-lines.js';
import { purchaseOrderNumber } from '../../../domain/catalogue/purchase-orders/purchase-order.js';
import { localDay } from '../../../domain/days.js';
import { invalid, notFound } from '../../../domain/errors.js';
import { clinicOnDocument } from '../../../domain/payments/public.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { deriveId, type RequestKey } from '../../idempotency/derive-id.js';
import { billingOf } from '../../payments/public.js';
import type { SupplierMappings } from '../mappings.js';
import { orderOf, type StoredPurchaseOrder } from './read-orders.js';

type Scope = CatalogueScope & ClinicsScope;

interface Deps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly mappings: SupplierMappings;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/** An order as somebody makes it. */
export interface NewPurchaseOrder {
  readonly clinicId: string;
  /** The key of a supplier. */
  readonly supplier: string;
  readonly lines: readonly WantedLine[];
  readonly note: string | null;
}

/**
 * Makes an order at a supplier, as a draft, at the prices of this moment and with the next number of the clinic's year. A repeat by the
 * same key of a request is the same order.
 * @throws DomainError validation_failed on the supplier, or on each line that cannot be ordered
 */
export function createPurchaseOrder(deps: Deps) {
  return (actor: UserActor, wanted: NewPurchaseOrder, requestKey: RequestKey | null): Promise<StoredPurchaseOrder> => {
    const id = deriveId(requestKey, 'purchase-order');
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const earlier = await scope.purchaseOrders.find(id, wanted.clinicId);
      if (earlier) return earlier;
      await insertOrder(deps, scope, { ...wanted, id, createdBy: actor.userId });
      return orderOf(scope, id, wanted.clinicId);
    });
  };
}

async function insertOrder(
  deps: Deps,
  scope: Scope,
  wanted: NewPurchaseOrder & { readonly id: string; readonly createdBy: string },
): Promise<void> {
  const { id, clinicId, supplier, note, createdBy } = wanted;
  const mapping = (await deps.mappings(scope, clinicId)).get(supplier);
  if (!mapping) throw invalid('supplier', 'No supplier has this key.');
  const ids = wanted.lines.map(({ productId }) => productId);
  const { currency, lines } = orderLines(
    supplier,
    wanted.lines,
    await scope.purchaseOrders.listOrderable(ids, clinicId),
  );
  const clinic = await scope.clinics.find(clinicId);
  if (!clinic) throw notFound('Clinic');
  const createdAt = deps.now();
  const orderedOn = localDay(createdAt, clinic.timezone);
  const named = { billing: billingOf(clinic), clinicPhone: clinic.phone, issuedOn: orderedOn };
  const buyer = clinicOnDocument(named, (text) => deps.characters.missing(text));
  const year = Number(orderedOn.slice(0, 4));
  // Last: whoever orders next waits for this number.
  const number = await scope.purchaseOrders.nextNumber(clinicId, year);
  const numberText = purchaseOrderNumber(year, number);
  await scope.purchaseOrders.insert({
    ...{ id, clinicId, year, number, numberText, supplier, supplierName: mapping.supplierName },
    ...{ buyer, currency, note, lines, orderedOn, createdBy, createdAt },
  });
  const about = { entity: 'purchase_order', entityId: id, clinicId } as const;
  const details = { number: numberText, supplier, lines: lines.length };
  await scope.audit.record({ ...about, action: 'purchase_order.created', details }, createdAt);
}
