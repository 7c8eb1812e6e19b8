import { SYSTEM } from '../../../domain/actor.js';
import type { Finding } from '../../../domain/payments/findings.js';
import type { PaymentEvent } from '../../../domain/payments/payment-event.js';
import type { Tally } from '../../../domain/payments/reconciliation.js';
import type { MissingReceipt } from '../../../models/repositories/payments/receipts.js';
import type { ReconciliationRepository, Window } from '../../../models/repositories/payments/reconciliation.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';

type Scope = PaymentsScope;

/** A finding, and what repairs it: the payment event that is settled again, or the document that is issued. */
export interface Discrepancy {
  readonly finding: Finding;
  readonly event?: PaymentEvent;
  readonly document?: MissingReceipt;
}

export interface CompareDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** Called between batches, so that a long comparison is seen to be alive. */
  readonly heartbeat: () => void;
  /** The clinic that stands for money which belongs to none of ours; null while there is none. */
  readonly home: string | null;
  readonly tally: Tally;
}

/** Rows that are read, or sent to be compared, at a time. */
export const BATCH = 200;

const PIECE_MS = 86_400_000;

/** A window in parts of a day: a long one costs no more memory, and no statement is too much for the database. */
export function* pieces({ from, to }: Window): Generator<Window> {
  for (let at = from.getTime(); at < to.getTime(); at += PIECE_MS) {
    yield { from: new Date(at), to: new Date(Math.min(at + PIECE_MS, to.getTime())) };
  }
}

type ReadPage<Row> = (from: ReconciliationRepository, limit: number, after: string | null) => Promise<readonly Row[]>;

/** Rows by id, a page and a transaction at a time. */
export async function* paged<Row extends { readonly id: string }>(
  deps: Pick<CompareDeps, 'heartbeat' | 'unitOfWork'>,
  read: ReadPage<Row>,
): AsyncGenerator<Row> {
  for (let after: string | null = null; ; ) {
    deps.heartbeat();
    const at: string | null = after;
    const rows: readonly Row[] = await deps.unitOfWork.withScope(SYSTEM, (scope) =>
      read(scope.reconciliation, BATCH, at),
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}
