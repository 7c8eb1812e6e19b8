import type Stripe from 'stripe';
import { emit, type Move } from '../events.js';
import { DriveRefusal } from '../fault.js';
import { newId } from '../ids.js';
import * as fixtures from './fixtures.js';
import { type Charge, type Dispute, unixNow } from './objects.js';
import { moneyMoved } from './payment-objects.js';

/** What a dispute can be made to be. */
export const DISPUTE_STATUSES = ['needs_response', 'under_review', 'won', 'lost'] as const;
/** One of `DISPUTE_STATUSES`. */
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** Which charge is disputed, by the session or the intent that led to it; and what becomes of it. */
export interface DisputeOrder {
  readonly session?: string | undefined;
  readonly intent?: string | undefined;
  readonly status?: DisputeStatus | undefined;
}

/** In AUD; Stripe keeps it, won or lost (since October 2023). */
const DISPUTE_FEE = 2500;
const EVIDENCE_DUE_SECONDS = 7 * 86_400;

function paidCharge(move: Move, { session, intent }: DisputeOrder): Charge {
  const known = session === undefined ? undefined : move.tx.get('sessions', session);
  if (session !== undefined && !known) throw new DriveRefusal(404, `no session ${session}`);
  const name = known?.payment_intent ?? intent;
  const found = name === undefined ? undefined : move.tx.get('payment_intents', name);
  if (intent !== undefined && !found) throw new DriveRefusal(404, `no payment intent ${intent}`);
  const charge = found?.latest_charge ? move.tx.get('charges', found.latest_charge) : undefined;
  if (charge?.status !== 'succeeded') throw new DriveRefusal(409, `${session ?? intent} has no charge to dispute`);
  return charge;
}

/** What the bank has taken from the clinic and not returned: minor units. */
function withdrawn(dispute: Dispute): number {
  return -dispute.balance_transactions.reduce((sum, line) => sum + line.amount, 0);
}

/** Takes the disputed money from the clinic, or returns it. */
function moveMoney(move: Move, dispute: Dispute, direction: 'dispute' | 'dispute_reversal'): Dispute {
  const taken = direction === 'dispute';
  const amount = taken ? -dispute.amount : dispute.amount;
  const line = moneyMoved(direction, dispute.id, amount, taken ? DISPUTE_FEE : 0, dispute.currency);
  const moved: Dispute = { ...dispute, balance_transactions: [...dispute.balance_transactions, line] };
  move.tx.put('balance_transactions', line);
  move.tx.put('disputes', moved);
  return moved;
}

function openDispute(move: Move, charge: Charge): Dispute {
  const opened: Dispute = {
    ...fixtures.dispute,
    id: newId('dispute'),
    // What was refunded before can be disputed all the same, and then nothing of it is left to the clinic.
    amount: charge.amount - charge.amount_refunded || charge.amount,
    charge: charge.id,
    created: unixNow(),
    currency: charge.currency,
    // Every field of it is null until somebody answers the dispute, and the sandbox takes no answers.
    evidence: {} as Stripe.Dispute['evidence'],
    evidence_details: {
      due_by: unixNow() + EVIDENCE_DUE_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    payment_intent: charge.payment_intent,
  };
  const dispute = moveMoney(move, opened, 'dispute');
  move.tx.put('charges', { ...charge, disputed: true });
  emit(move, 'charge.dispute.created', dispute);
  emit(move, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

function changeStatus(move: Move, dispute: Dispute, status: DisputeStatus): Dispute {
  const changed: Dispute = { ...dispute, status };
  move.tx.put('disputes', changed);
  const over = status === 'won' || status === 'lost';
  const back = status === 'won' && withdrawn(changed) > 0;
  const again = status !== 'won' && withdrawn(changed) === 0;
  const moved = back || again ? moveMoney(move, changed, back ? 'dispute_reversal' : 'dispute') : changed;
  if (moved !== changed) emit(move, `charge.dispute.${back ? 'funds_reinstated' : 'funds_withdrawn'}`, moved);
  emit(move, `charge.dispute.${over ? 'closed' : 'updated'}`, moved);
  return moved;
}

/**
 * Opens a dispute on a charge, or moves the one that stands there: every status can follow every other, as banks decide
 * anew after an appeal. An order without a status opens, and is refused where one was opened before.
 */
export function moveDispute(move: Move, order: DisputeOrder): Dispute {
  const charge = paidCharge(move, order);
  const known = [...move.tx.all('disputes')].find((dispute) => dispute.charge === charge.id);
  if (known && (order.status === undefined || order.status === known.status)) {
    throw new DriveRefusal(409, `charge ${charge.id} is disputed already: ${known.status}`);
  }
  const dispute = known ?? openDispute(move, charge);
  return order.status === undefined || order.status === dispute.status
    ? dispute
    : changeStatus(move, dispute, order.status);
}

/** Whether a bank holds this charge's money, or has kept it: then it cannot be refunded. */
export function isChargedBack(disputes: Iterable<Dispute>, charge: Charge): boolean {
  return [...disputes].some((dispute) => dispute.charge === charge.id && dispute.status !== 'won');
}
