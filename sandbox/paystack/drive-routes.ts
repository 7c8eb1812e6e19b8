import type { Router } from 'express';
import { CREDIT, driveRoutes, NAME } from '../drive-routes.js';
import { DriveRefusal } from '../fault.js';
import type { Faults } from '../faults.js';
import { oneOf } from '../order.js';
import type { Store } from '../store.js';
import { DISPUTE_MOVES, moveDispute } from './disputes.js';
import { paystackBalance, paystackLedger, transactionList } from './overview.js';
import { moveRefund } from './refunds.js';
import { driveTransaction, OUTCOMES } from './transactions.js';

/** What a refund can be made to become; `succeeded` as at the Stripe half. */
const REFUND_MOVES = ['processing', 'processed', 'succeeded', 'failed', 'needs-attention'] as const;

/**
 * What can be ordered of the bank behind Paystack, under `/sandbox/paystack`. Nothing closes a transaction, so `late`
 * changes nothing: an unpaid one can always be paid.
 */
export function paystackDrive(store: Store, faults: Faults): Router {
  const views = { ledger: paystackLedger, balance: paystackBalance, transactions: transactionList };
  return driveRoutes({ store, faults, views }, (add) => {
    add('/checkout/:id', { outcome: oneOf('outcome', OUTCOMES), ...CREDIT }, driveTransaction);
    add('/refunds/:id', { status: oneOf('status', REFUND_MOVES) }, (move, { status }, id) => {
      const known = move.tx.get('paystack_refunds', id);
      if (!known) throw new DriveRefusal(404, `no refund ${id}`);
      move.tx.remove('paystack_refund_plans', id);
      const moved = moveRefund(move, known, status === 'succeeded' ? 'processed' : status);
      if (!moved) throw new DriveRefusal(409, `refund ${id} is ${known.status}`);
      return moved;
    });
    const disputed = { reference: NAME, status: oneOf('status', DISPUTE_MOVES).default('open') };
    add('/dispute', disputed, (move, { reference = '', status }) => moveDispute(move, reference, status));
  });
}
