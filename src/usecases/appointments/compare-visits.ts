import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { undecidedUntil } from '../../domain/appointments/policies.js';
import { judgePayment, judgePending, judgeUnpaid } from '../../domain/appointments/visits-check.js';
import { MINUTE_MS } from '../../domain/instants.js';
import { type Owner, standingOf } from '../../domain/payments/public.js';
import type { OverdueRow, WhereaboutsRow, Window } from '../../models/repositories/payments/public.js';
import { type CompareDeps, type Discrepancy, paged, pieces } from '../payments/public.js';

export interface CompareVisitsDeps extends CompareDeps {
  readonly engine: AppointmentWorkflows;
  readonly now: () => Date;
}

/** More of one kind than a person could read: the report says so, and the next run finds the rest. */
const MOST = 500;
/** A hold's own workflow ends it at the second; this long after, nobody has. */
const OVERDUE_MS = 2 * MINUTE_MS;

/** Money against visits, and holds against their workflows: what a reconciliation of payments cannot know by itself. */
export async function* compareVisits(deps: CompareVisitsDeps, window: Window): AsyncGenerator<Discrepancy> {
  for (const piece of pieces(window)) {
    yield* whereabouts(deps, piece);
    yield* unpaidVisits(deps, piece);
  }
  yield* overdueHolds(deps);
}

async function* whereabouts(deps: CompareVisitsDeps, window: Window): AsyncGenerator<Discrepancy> {
  for await (const row of paged<WhereaboutsRow>(deps, (from, limit, after) => from.whereabouts(window, limit, after))) {
    deps.tally.count('payments_followed', 1);
    const { settled, owed, attention } = standingOf(row);
    const finding = judgePayment({
      provider: row.provider,
      paymentId: row.id,
      owner: ownerOf(row.subjectId, row),
      paid: { amount: row.amount, currency: row.currency },
      purpose: row.purpose,
      status: row.status,
      returned: settled,
      underWay: owed,
      promised: row.promised,
      openFlags: row.openFlags,
      resolvedFlags: row.resolvedFlags,
      disputeLost: attention.includes('dispute_lost'),
    });
    if (finding) yield { finding };
  }
}

async function* unpaidVisits(deps: CompareVisitsDeps, window: Window): AsyncGenerator<Discrepancy> {
  deps.heartbeat();
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.unpaid(window, MOST));
  for (const row of rows) {
    const owner = ownerOf(row.id, row);
    const price = { amount: row.price, currency: row.currency };
    yield { finding: judgeUnpaid({ owner, price, status: row.status }) };
  }
}

async function* overdueHolds(deps: CompareVisitsDeps): AsyncGenerator<Discrepancy> {
  const now = deps.now();
  const before = new Date(now.getTime() - OVERDUE_MS);
  for await (const row of paged<OverdueRow>(deps, (from, limit, after) => from.overdue(before, limit, after))) {
    deps.tally.count('overdue_holds', 1);
    deps.heartbeat();
    const owner = ownerOf(row.id, row);
    const until = undecidedUntil(row.policy, row.expiresAt.getTime(), row.startsAt.getTime());
    const running = await deps.engine.isRunning(row.id);
    const finding = judgePending({ owner, expiresAt: row.expiresAt, undecidedUntil: until }, running, now);
    if (finding) yield { finding };
  }
}

function ownerOf(
  appointmentId: string,
  { clinicId, orderId = null }: { readonly clinicId: string; readonly orderId?: string | null },
): Owner {
  return { clinicId, subjectId: appointmentId, subjectKind: 'appointment', orderId };
}
