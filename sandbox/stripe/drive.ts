import { type Move, SEND } from '../events.js';
import { DriveRefusal } from '../fault.js';
import type { Store } from '../store.js';
import { closeUnpaid, isOverdue } from './checkout.js';
import type { Session } from './objects.js';
import type { Credit } from './payment-objects.js';
import { challenge, decline, describe, isProcessing, pay, settleDelayed, startProcessing } from './payments.js';

/** What can be made to happen to a checkout session. */
export const OUTCOMES = [
  'paid',
  'declined',
  'expired',
  'processing',
  'async_paid',
  'async_failed',
  'requires_action',
] as const;
/** One of `OUTCOMES`. */
export type Outcome = (typeof OUTCOMES)[number];

/** An order to the bank about one session; amount and currency when it credits something else than was asked for. */
export interface Order {
  readonly outcome: Outcome;
  /** The bank credits a session that is closed already. */
  readonly late?: boolean | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
}

function creditOf(session: Session, { amount, currency, outcome }: Order): Credit | undefined {
  if (amount === undefined && currency === undefined) return undefined;
  if (outcome !== 'paid' && outcome !== 'async_paid') {
    throw new DriveRefusal(400, 'amount and currency go with paid and async_paid');
  }
  return { amount: amount ?? session.amount_total ?? 0, currency: currency ?? session.currency ?? 'aud' };
}

function settleWaiting(move: Move, session: Session, arrived: boolean, credit?: Credit): Session {
  if (!isProcessing(move, session)) {
    throw new DriveRefusal(409, `session ${session.id} is ${describe(session)}: no delayed payment is under way`);
  }
  return settleDelayed(move, session, arrived, credit);
}

function payLate(move: Move, session: Session, credit?: Credit): Session {
  if (session.payment_status === 'paid') throw new DriveRefusal(409, `session ${session.id} is paid already`);
  // A session that completed unpaid has sent its completed event; the money is reported by the other one.
  return session.status === 'complete' ? settleDelayed(move, session, true, credit) : pay(move, session, credit);
}

/** Closes a session whose time is over; the alarm that does so by itself may ring a moment later. */
function closedIfOverdue(move: Move, session: Session): Session {
  return isOverdue(session) ? closeUnpaid({ tx: move.tx, webhook: SEND }, session) : session;
}

/** Closes a session whose time is over, if its alarm has not done so yet. */
export async function closeIfOverdue(store: Store, id: string): Promise<void> {
  await store.transact((tx) => {
    const session = tx.get('sessions', id);
    if (session) closedIfOverdue({ tx, webhook: SEND }, session);
  });
}

/** Carries out an order; refuses it with a `DriveRefusal` when the session's state forbids it. */
export function driveCheckout(move: Move, order: Order, id: string): Session {
  const known = move.tx.get('sessions', id);
  if (!known) throw new DriveRefusal(404, `no session ${id}`);
  const session = closedIfOverdue(move, known);
  const { outcome } = order;
  const credit = creditOf(session, order);
  if (outcome === 'async_paid') return settleWaiting(move, session, true, credit);
  if (outcome === 'async_failed') return settleWaiting(move, session, false);
  if (session.status !== 'open') {
    if (order.late && outcome === 'paid') return payLate(move, session, credit);
    throw new DriveRefusal(409, `session ${id} is ${describe(session)}, not open`);
  }
  switch (outcome) {
    case 'paid':
      return pay(move, session, credit);
    case 'declined':
      return decline(move, session);
    case 'expired':
      return closeUnpaid(move, session);
    case 'processing':
      return startProcessing(move, session);
    case 'requires_action':
      return challenge(move, session);
  }
}
