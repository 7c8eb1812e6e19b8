import type { Move } from '../events.js';
import { DriveRefusal } from '../fault.js';
import { newNumber } from '../ids.js';
import { notify } from './notices.js';
import type { Dispute, Transaction } from './objects.js';
import { bookRefund, refundable } from './refunds.js';
import { disputeView, refundNotice } from './views.js';

const ANSWER_WITHIN_MS = 2 * 86_400_000;

/** What can be made to happen to a dispute. */
export const DISPUTE_MOVES = ['open', 'remind', 'won', 'lost'] as const;
/** One of `DISPUTE_MOVES`. */
export type DisputeMove = (typeof DISPUTE_MOVES)[number];

function open(move: Move, transaction: Transaction): Dispute {
  const { tx } = move;
  if ([...tx.all('paystack_disputes')].some(({ reference }) => reference === transaction.id)) {
    throw new DriveRefusal(409, `transaction ${transaction.id} was disputed before`);
  }
  const refundAmount = refundable(tx, transaction);
  if (refundAmount <= 0) throw new DriveRefusal(409, `transaction ${transaction.id} has nothing left to dispute`);
  const number = newNumber();
  const dispute: Dispute = {
    id: String(number),
    number,
    reference: transaction.id,
    status: 'awaiting-merchant-feedback',
    resolution: null,
    refund_amount: refundAmount,
    currency: transaction.currency,
    due_at: new Date(Date.now() + ANSWER_WITHIN_MS).toISOString(),
    resolved_at: null,
    created_at: new Date().toISOString(),
  };
  tx.put('paystack_disputes', dispute);
  notify(move, 'charge.dispute.create', disputeView(tx, dispute));
  return dispute;
}

/** A lost one is paid out as a refund that names it. */
function resolve(move: Move, dispute: Dispute, transaction: Transaction, lost: boolean): Dispute {
  const { tx } = move;
  const resolved: Dispute = {
    ...dispute,
    status: 'resolved',
    resolution: lost ? 'merchant-accepted' : 'declined',
    resolved_at: new Date().toISOString(),
  };
  tx.put('paystack_disputes', resolved);
  if (lost) {
    const note = `Chargeback ${dispute.id}`;
    const refund = bookRefund(move, transaction, {
      amount: dispute.refund_amount,
      status: 'processed',
      dispute: dispute.number,
      merchant_note: note,
      customer_note: note,
    });
    notify(move, 'refund.processed', refundNotice(refund, transaction));
  }
  notify(move, 'charge.dispute.resolve', disputeView(tx, resolved));
  return resolved;
}

/** Opens a dispute on a paid transaction, reminds of it or resolves it; an outcome without a dispute does both. */
export function moveDispute(move: Move, reference: string, to: DisputeMove): Dispute {
  const transaction = move.tx.get('paystack_transactions', reference);
  if (!transaction) throw new DriveRefusal(404, `no transaction ${reference}`);
  if (transaction.paid_at === null) throw new DriveRefusal(409, `transaction ${reference} is not paid`);
  const known = [...move.tx.all('paystack_disputes')].find(
    (one) => one.reference === reference && one.status !== 'resolved',
  );
  const dispute = known && to !== 'open' ? known : open(move, transaction);
  if (to === 'won' || to === 'lost') return resolve(move, dispute, transaction, to === 'lost');
  if (to === 'remind') notify(move, 'charge.dispute.remind', disputeView(move.tx, dispute));
  return dispute;
}
