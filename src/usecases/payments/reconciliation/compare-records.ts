import type { AppointmentEngine } from '../../../adapters/temporal/port.js';
import { SYSTEM } from '../../../domain/actor.js';
import { MINUTE_MS, undecidedUntil } from '../../../domain/appointments/policies.js';
import type { Owner, Sum } from '../../../domain/payments/findings.js';
import {
  EVENT_STUCK_MS,
  judgeBook,
  judgeEvent,
  judgePayment,
  judgePending,
  judgeReceipt,
  judgeUnpaid,
} from '../../../domain/payments/records-check.js';
import { standingOf } from '../../../domain/payments/standing.js';
import type { PaymentFacts } from '../../../models/repositories/payments/receipts.js';
import type {
  BookRow,
  OverdueRow,
  WhereaboutsRow,
  Window,
} from '../../../models/repositories/payments/reconciliation.js';
import { toPaymentEvent } from '../webhooks/payment-event.js';
import { type CompareDeps, type Found, paged, pieces } from './found.js';

export interface RecordDeps extends CompareDeps {
  readonly engine: AppointmentEngine;
  readonly now: () => Date;
}

/** More of one kind than a person could read: the report says so, and the next run finds the rest. */
const MOST = 500;
/** A hold's own workflow ends it at the second; this long after, nobody has. */
const OVERDUE_MS = 2 * MINUTE_MS;

/** The records against each other: payments and ledger, money and visits, holds and their workflows, the inbox. */
export async function* compareRecords(deps: RecordDeps, window: Window): AsyncGenerator<Found> {
  for (const piece of pieces(window)) {
    yield* books(deps, piece);
    yield* whereabouts(deps, piece);
    yield* unpaidVisits(deps, piece);
    yield* missingReceipts(deps, piece);
  }
  yield* overdueHolds(deps);
  yield* stuckEvents(deps);
}

async function* books(deps: RecordDeps, window: Window): AsyncGenerator<Found> {
  deps.heartbeat();
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.bookProblems(window, MOST));
  for (const row of rows) {
    const { kind, provider, objectId } = row;
    const recorded = sumOf(row.amount, row.currency);
    const posted = sumOf(row.posted, row.postedCurrency ?? row.currency);
    yield { finding: judgeBook({ kind, provider, objectId, owner: ownerOf(row), recorded, posted }) };
  }
}

async function* whereabouts(deps: RecordDeps, window: Window): AsyncGenerator<Found> {
  for await (const row of paged<WhereaboutsRow>(deps, (from, limit, after) => from.whereabouts(window, limit, after))) {
    deps.tally.count('payments_followed', 1);
    const { settled, owed, attention } = standingOf(row);
    const finding = judgePayment({
      provider: row.provider,
      paymentId: row.id,
      owner: ownerOf(row),
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

async function* unpaidVisits(deps: RecordDeps, window: Window): AsyncGenerator<Found> {
  deps.heartbeat();
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.unpaid(window, MOST));
  for (const row of rows) {
    const owner = { clinicId: row.clinicId, appointmentId: row.id, orderId: null };
    const price = { amount: row.price, currency: row.currency };
    yield { finding: judgeUnpaid({ owner, price, status: row.status }) };
  }
}

async function* overdueHolds(deps: RecordDeps): AsyncGenerator<Found> {
  const now = deps.now();
  const before = new Date(now.getTime() - OVERDUE_MS);
  for await (const row of paged<OverdueRow>(deps, (from, limit, after) => from.overdue(before, limit, after))) {
    deps.tally.count('overdue_holds', 1);
    deps.heartbeat();
    const owner = { clinicId: row.clinicId, appointmentId: row.id, orderId: null };
    const until = undecidedUntil(row.policy, row.expiresAt.getTime(), row.startsAt.getTime());
    const running = await deps.engine.isRunning(row.id);
    const finding = judgePending({ owner, expiresAt: row.expiresAt, undecidedUntil: until }, running, now);
    if (finding) yield { finding };
  }
}

async function* stuckEvents(deps: RecordDeps): AsyncGenerator<Found> {
  deps.heartbeat();
  const before = new Date(deps.now().getTime() - EVENT_STUCK_MS);
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.stuckEvents(before, MOST));
  for (const row of rows) {
    const { provider, eventId, type, clinicId, appointmentId } = row;
    const owner = clinicId && appointmentId ? { clinicId, appointmentId, orderId: row.orderId } : null;
    const news = toPaymentEvent(row);
    yield { finding: judgeEvent({ provider, eventId, type, owner }), ...(news ? { news } : {}) };
  }
}

async function* missingReceipts(deps: RecordDeps, window: Window): AsyncGenerator<Found> {
  deps.heartbeat();
  const missing = await deps.unitOfWork.withScope(SYSTEM, async ({ receipts }) => {
    const documents = await receipts.missingWithin(window.from, window.to, MOST);
    const facts = new Map<string, PaymentFacts | null>();
    for (const { paymentId: id } of documents) if (!facts.has(id)) facts.set(id, await receipts.facts(id));
    return documents.map((document) => ({ document, payment: facts.get(document.paymentId) }));
  });
  for (const { document, payment } of missing) {
    if (!payment) continue;
    const { paymentId, refundId } = document;
    yield {
      finding: judgeReceipt({ provider: payment.provider, paymentId, refundId, owner: ownerOf(payment) }),
      document,
    };
  }
}

function ownerOf(row: Pick<BookRow, 'clinicId' | 'appointmentId' | 'orderId'>): Owner {
  return { clinicId: row.clinicId, appointmentId: row.appointmentId, orderId: row.orderId };
}

function sumOf(amount: number | null, currency: string | null): Sum | null {
  return amount === null || currency === null ? null : { amount, currency };
}
