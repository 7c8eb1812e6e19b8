import type { Caller } from '../../domain/actor.js';
import { shownOf } from '../../domain/pages.js';
import { visibleTo } from '../../domain/visibility.js';
import { type OrderDetails, orderDetails } from './order-details.js';
import type { ReadOrderDeps } from './read-order.js';

export interface OrdersQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** The caller's orders by role, newest first. Somebody else's leave one audit row that names whose they are. */
export function listOrders(deps: ReadOrderDeps) {
  return async (actor: Caller, query: OrdersQuery): Promise<readonly OrderDetails[]> => {
    const visible = visibleTo(actor, 'orders:read');
    if (visible === null) return [];
    const { patientId, clinicIds } = visible;
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const rows = await scope.orders.list({ patientId, clinicIds, limit: query.limit, cursor: query.after });
      if (actor.role !== 'patient') {
        const [clinicId = null] = actor.clinicIds;
        const shown = shownOf(rows, query.limit);
        const patientIds = shown.map((row) => row.patientId);
        const about = { entity: 'clinic', entityId: clinicId ?? '', clinicId, patientIds } as const;
        await scope.audit.record({ action: 'order.listed', ...about, details: { rows: shown.length } }, deps.now());
      }
      return orderDetails(scope, rows);
    });
  };
}
