import { DomainError } from '../../errors.js';
import { ON_ORDER, type PurchaseOrderStatus, type SettableStatus } from './statuses.js';

/**
 * The only transitions. An order that has arrived in part can be cancelled when the supplier does not deliver the rest: what has arrived
 * stays received, and the rest is on order no more.
 */
const NEXT: Readonly<Record<PurchaseOrderStatus, readonly PurchaseOrderStatus[]>> = {
  draft: ['sent', 'cancelled'],
  sent: ['partly_received', 'received', 'cancelled'],
  partly_received: ['received', 'cancelled'],
  received: [],
  cancelled: [],
};

/** Whether the status changes: one that an order has already is set again without effect. @throws DomainError invalid_transition */
export function isStatusChange(from: PurchaseOrderStatus, to: SettableStatus): boolean {
  if (from === to) return false;
  if (!NEXT[from].includes(to)) throw forbiddenTransition(from, to);
  return true;
}

/** @throws DomainError invalid_transition where nothing of an order is expected */
export function assertReceivable(status: PurchaseOrderStatus): void {
  if (!(ON_ORDER as readonly PurchaseOrderStatus[]).includes(status)) throw forbiddenTransition(status, 'received');
}

function forbiddenTransition(from: PurchaseOrderStatus, to: PurchaseOrderStatus): DomainError {
  const sentence = `An order that is ${from.replace('_', ' ')} cannot become ${to.replace('_', ' ')}.`;
  return new DomainError('invalid_transition', sentence, { status: from, allowed: NEXT[from] });
}
