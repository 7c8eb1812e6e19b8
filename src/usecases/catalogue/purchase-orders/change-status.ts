import type { UserActor } from '../../../domain/actor.js';
import { isStatusChange } from '../../../domain/catalogue/purchase-orders/status-changes.js';
import type { SettableStatus } from '../../../domain/catalogue/purchase-orders/statuses.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../../identity/public.js';
import type { SupplierMappings } from '../mappings.js';
import { heldOrder, orderOf, type StoredPurchaseOrder } from './read-orders.js';

type Scope = CatalogueScope & ClinicsScope & IdentityScope;

interface Deps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly mappings: SupplierMappings;
  readonly now: () => Date;
}

/** What somebody makes of which order. */
export interface WantedStatus {
  readonly clinicId: string;
  readonly id: string;
  readonly status: SettableStatus;
}

/**
 * Sends an order to its supplier, or cancels it. Of one that is sent, the mail is a row in the same transaction, where the supplier's
 * mapping has an address: it goes out once, whatever dies behind the commit. The same status again changes nothing and mails nothing.
 * @throws DomainError not_found, invalid_transition
 */
export function changePurchaseOrderStatus(deps: Deps) {
  const { unitOfWork, now } = deps;
  return async (actor: UserActor, { clinicId, id, status }: WantedStatus): Promise<StoredPurchaseOrder> => {
    const { order, mailId } = await unitOfWork.withScope(actor, async (scope) => {
      const found = await heldOrder(scope, id, clinicId);
      if (!isStatusChange(found.status, status)) return { order: found, mailId: null };
      const mail = status === 'sent' ? await send(deps, scope, found) : await cancel(scope, found, now());
      return { order: await orderOf(scope, id, clinicId), mailId: mail };
    });
    if (mailId !== null) await sendAccountMail(deps, mailId);
    return order;
  };
}

/** Returns the id of its mail; null where the supplier's mapping has no address. */
async function send(deps: Deps, scope: Scope, order: StoredPurchaseOrder): Promise<string | null> {
  const { id, clinicId, supplier, supplierName, numberText } = order;
  const sentAt = deps.now();
  const mailedTo = (await deps.mappings(scope, clinicId)).get(supplier)?.orderEmail ?? null;
  await scope.purchaseOrders.change(id, { status: 'sent', sentAt, mailedTo });
  const about = { entity: 'purchase_order', entityId: id, clinicId } as const;
  const details = { number: numberText, mailed: mailedTo !== null };
  await scope.audit.record({ ...about, action: 'purchase_order.sent', details }, sentAt);
  if (mailedTo === null) return null;
  const of = { userId: null, clinicId, firstName: supplierName, link: null, order: { id, number: numberText } };
  return addAccountMail(deps, scope, { kind: 'purchase_order', recipient: mailedTo, ...of }, sentAt);
}

async function cancel(
  scope: Scope,
  { id, clinicId, numberText, status }: StoredPurchaseOrder,
  at: Date,
): Promise<null> {
  await scope.purchaseOrders.change(id, { status: 'cancelled' });
  const about = { entity: 'purchase_order', entityId: id, clinicId } as const;
  const details = { number: numberText, from: status };
  await scope.audit.record({ ...about, action: 'purchase_order.cancelled', details }, at);
  return null;
}
