import type { Router } from 'express';
import { z } from 'zod';
import { CREDIT, driveRoutes, NAME } from '../drive-routes.js';
import { DriveRefusal } from '../fault.js';
import type { Faults } from '../faults.js';
import { oneOf } from '../order.js';
import type { Store } from '../store.js';
import { DISPUTE_STATUSES, moveDispute } from './disputes.js';
import { driveCheckout, OUTCOMES } from './drive.js';
import { balance, ledger, sessionList } from './overview.js';
import { settleRefund } from './refunds.js';

/** What can be ordered of the bank behind Stripe, under `/sandbox/stripe`. */
export function stripeDrive(store: Store, faults: Faults): Router {
  const views = { ledger, balance, sessions: sessionList };
  return driveRoutes({ store, faults, views }, (add) => {
    const late = z.literal(true).optional().catch(undefined);
    add('/checkout/:id', { outcome: oneOf('outcome', OUTCOMES), late, ...CREDIT }, driveCheckout);
    add('/refunds/:id', { status: oneOf('status', ['succeeded', 'failed']) }, (move, { status }, id) => {
      const known = move.tx.get('refunds', id);
      if (!known) throw new DriveRefusal(404, `no refund ${id}`);
      const settled = settleRefund(move, known, status);
      if (!settled) throw new DriveRefusal(409, `refund ${id} is ${known.status}`);
      return settled;
    });
    const disputed = { session_id: NAME, payment_intent: NAME, status: oneOf('status', DISPUTE_STATUSES).optional() };
    add('/dispute', disputed, (move, { session_id: session, payment_intent: intent, status }) => {
      if (!session && !intent) throw new DriveRefusal(400, 'session_id or payment_intent says which');
      return moveDispute(move, { session, intent, status });
    });
  });
}
