import type { Caller } from '../../../domain/actor.js';
import type { AuditAction } from '../../../domain/audit.js';
import { notFound } from '../../../domain/errors.js';
import { canSee } from '../../../domain/visibility.js';
import type { OrderRow } from '../../../models/repositories/payments/orders.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { BareScope } from '../../../models/scope.js';

type Scope = PaymentsScope;

/** Somebody else's order was read; what a patient reads of their own leaves no row. */
export async function noteOrderReading(
  scope: BareScope,
  action: AuditAction,
  { id, clinicId, patientId }: Pick<OrderRow, 'id' | 'clinicId' | 'patientId'>,
  now: Date,
): Promise<void> {
  const { actor } = scope;
  if (actor.kind === 'user' && actor.role === 'patient') return;
  await scope.audit.record({ action, entity: 'order', entityId: id, clinicId, patientId }, now);
}

/** The row, if this caller may know of it. @throws DomainError not_found */
export async function visibleOrder(scope: Scope, actor: Caller, id: string): Promise<OrderRow> {
  const row = await scope.orders.find(id);
  if (!row || !canSee(actor, row, 'orders:read')) throw notFound('Order');
  return row;
}
