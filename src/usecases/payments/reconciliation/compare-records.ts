import { SYSTEM } from '../../../domain/actor.js';
import type { Owner, Sum } from '../../../domain/payments/findings.js';
import { EVENT_STUCK_MS, judgeBook, judgeEvent, judgeReceipt } from '../../../domain/payments/records-check.js';
import type { PaymentFacts } from '../../../models/repositories/payments/receipts.js';
import type { BookRow, Window } from '../../../models/repositories/payments/reconciliation.js';
import { toPaymentEvent } from '../webhooks/payment-event.js';
import { type CompareDeps, type Discrepancy, pieces } from './comparison.js';

export interface RecordDeps extends CompareDeps {
  readonly now: () => Date;
}

/** More of one kind than a person could read: the report says so, and the next run finds the rest. */
const MOST = 500;

/** The records of money against each other: payments and ledger, money and documents, the inbox. */
export async function* compareRecords(deps: RecordDeps, window: Window): AsyncGenerator<Discrepancy> {
  for (const piece of pieces(window)) {
    yield* books(deps, piece);
    yield* missingReceipts(deps, piece);
  }
  yield* stuckEvents(deps);
}

async function* books(deps: RecordDeps, window: Window): AsyncGenerator<Discrepancy> {
  deps.heartbeat();
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.bookProblems(window, MOST));
  for (const row of rows) {
    const { kind, provider, objectId } = row;
    const recorded = sumOf(row.amount, row.currency);
    const posted = sumOf(row.posted, row.postedCurrency ?? row.currency);
    yield { finding: judgeBook({ kind, provider, objectId, owner: ownerOf(row), recorded, posted }) };
  }
}

async function* stuckEvents(deps: RecordDeps): AsyncGenerator<Discrepancy> {
  deps.heartbeat();
  const before = new Date(deps.now().getTime() - EVENT_STUCK_MS);
  const rows = await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.reconciliation.stuckEvents(before, MOST));
  for (const row of rows) {
    const { provider, eventId, label } = row;
    const event = toPaymentEvent(row);
    yield { finding: judgeEvent({ provider, eventId, label, owner: ownerOf(row) }), ...(event ? { event } : {}) };
  }
}

async function* missingReceipts(deps: RecordDeps, window: Window): AsyncGenerator<Discrepancy> {
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

function ownerOf({
  clinicId,
  subjectId,
  subjectKind,
  orderId,
}: Pick<BookRow, 'clinicId' | 'subjectId' | 'subjectKind' | 'orderId'>): Owner {
  return { clinicId, subjectId, subjectKind, orderId };
}

function sumOf(amount: number | null, currency: string | null): Sum | null {
  return amount === null || currency === null ? null : { amount, currency };
}
