import type { UserActor } from '../../domain/actor.js';
import { visibleTo } from '../../domain/visibility.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type OrderDetails, orderDetails } from './order-details.js';

type Scope = AppointmentsScope & PaymentsScope;

export interface OrdersQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** The caller's orders by role, newest first. A doctor has none. */
export function listOrders(deps: { readonly unitOfWork: UnitOfWork<Scope> }) {
  return async (actor: UserActor, query: OrdersQuery): Promise<readonly OrderDetails[]> => {
    const { patientId, clinicIds } = visibleTo(actor);
    if (patientId === undefined && clinicIds === undefined) return [];
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const rows = await scope.orders.list({ patientId, clinicIds, limit: query.limit, cursor: query.after });
      return orderDetails(scope, rows);
    });
  };
}
