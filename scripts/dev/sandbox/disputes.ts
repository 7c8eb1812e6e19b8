import type Stripe from 'stripe';
import { emit, type Move } from './events.js';
import { DriveRefusal } from './fault.js';
import { newId } from './ids.js';
import { type Charge, type Dispute, unixNow } from './objects.js';

const EVIDENCE_DUE_SECONDS = 7 * 86_400;

function paidCharge(move: Move, sessionId: string): Charge {
  const session = move.tx.get('sessions', sessionId);
  if (!session) throw new DriveRefusal(404, `no session ${sessionId}`);
  const intent = session.payment_intent === null ? undefined : move.tx.get('payment_intents', session.payment_intent);
  const charge = intent?.latest_charge ? move.tx.get('charges', intent.latest_charge) : undefined;
  if (charge?.status !== 'succeeded') throw new DriveRefusal(409, `session ${sessionId} has no charge to dispute`);
  return charge;
}

function openDispute(move: Move, charge: Charge): Dispute {
  if (charge.disputed) throw new DriveRefusal(409, `charge ${charge.id} was disputed before`);
  const dispute: Dispute = {
    id: newId('dispute'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: unixNow(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
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
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'general',
    status: 'needs_response',
  };
  move.tx.put('charges', { ...charge, disputed: true });
  move.tx.put('disputes', dispute);
  emit(move, 'charge.dispute.created', dispute);
  emit(move, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/**
 * Opens a dispute on a session's charge, or closes it as `won` or `lost`; an outcome for a charge without a
 * dispute does both.
 */
export function moveDispute(move: Move, sessionId: string, outcome: 'won' | 'lost' | undefined): Dispute {
  const charge = paidCharge(move, sessionId);
  const open = [...move.tx.all('disputes')].find(
    (dispute) => dispute.charge === charge.id && dispute.status === 'needs_response',
  );
  const dispute = open && outcome ? open : openDispute(move, charge);
  if (!outcome) return dispute;
  const closed: Dispute = { ...dispute, status: outcome };
  move.tx.put('disputes', closed);
  if (outcome === 'won') emit(move, 'charge.dispute.funds_reinstated', closed);
  emit(move, 'charge.dispute.closed', closed);
  return closed;
}
