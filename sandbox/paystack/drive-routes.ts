import { json, Router } from 'express';
import { DriveRefusal } from '../fault.js';
import type { Faults } from '../faults.js';
import type { Store } from '../store.js';
import { bodyOf, creditOf, lookInto, oneOf, webhookOf } from '../stripe/drive-routes.js';
import { DISPUTE_MOVES, moveDispute } from './disputes.js';
import type { RefundStatus } from './objects.js';
import { paystackBalance, paystackLedger, transactionList } from './overview.js';
import { moveRefund } from './refunds.js';
import { driveTransaction, OUTCOMES } from './transactions.js';

/** What a refund can be made to become; `succeeded` as at the Stripe half. */
const REFUND_MOVES = ['processing', 'processed', 'succeeded', 'failed', 'needs-attention'] as const;

/**
 * The endpoints with which checks and people make things happen, under `/sandbox/paystack`. Nothing closes a
 * transaction, so `late` changes nothing: an unpaid one can always be paid.
 */
export function paystackDrive(store: Store, faults: Faults): Router {
  const router = Router();
  // Whatever the content type says: these are called from shells, too.
  const body = json({ type: () => true });

  router.post('/checkout/:reference', body, async (request, response) => {
    const order = bodyOf(request.body);
    const wish = { outcome: oneOf(order, 'outcome', OUTCOMES), ...creditOf(order) };
    const webhook = webhookOf(order);
    const reference = String(request.params.reference);
    response.json(await store.transact((tx) => driveTransaction({ tx, webhook }, reference, wish)));
  });

  router.post('/refunds/:id', body, async (request, response) => {
    const order = bodyOf(request.body);
    const wanted = oneOf(order, 'status', REFUND_MOVES);
    const status: RefundStatus = wanted === 'succeeded' ? 'processed' : wanted;
    const webhook = webhookOf(order);
    const id = String(request.params.id);
    const refund = await store.transact((tx) => {
      const known = tx.get('paystack_refunds', id);
      if (!known) throw new DriveRefusal(404, `no refund ${id}`);
      tx.remove('paystack_refund_plans', id);
      const moved = moveRefund({ tx, webhook }, known, status);
      if (!moved) throw new DriveRefusal(409, `refund ${id} is ${known.status}`);
      return moved;
    });
    response.json(refund);
  });

  router.post('/dispute', body, async (request, response) => {
    const order = bodyOf(request.body);
    const to = order.status === undefined ? 'open' : oneOf(order, 'status', DISPUTE_MOVES);
    const webhook = webhookOf(order);
    const reference = typeof order.reference === 'string' ? order.reference : '';
    response.json(await store.transact((tx) => moveDispute({ tx, webhook }, reference, to)));
  });

  const views = { ledger: paystackLedger, balance: paystackBalance, transactions: transactionList };
  lookInto(router, { store, faults, views });
  return router;
}
