import type { UserActor } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import { canSee } from '../../../domain/visibility.js';
import type { OrderRow } from '../../../models/repositories/payments/orders.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';

type Scope = PaymentsScope;

/** The row, if this caller may know of it. @throws DomainError not_found */
export async function visibleOrder(scope: Scope, actor: UserActor, id: string): Promise<OrderRow> {
  const row = await scope.orders.find(id);
  if (!row || !canSee(actor, row)) throw notFound('Order');
  return row;
}
