import { emit, type Move } from '../events.js';
import { missing, refused } from '../fault.js';
import type { RefundBehaviour } from '../faults.js';
import { newId } from '../ids.js';
import type { Tx } from '../store.js';
import { isChargedBack } from './disputes.js';
import * as fixtures from './fixtures.js';
import type { FormMap } from './form.js';
import { type Charge, type Refund, unixNow } from './objects.js';
import { allowOnly, integerOf, metadataOf, oneOf, textOf } from './params.js';
import { moneyMoved } from './payment-objects.js';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;
/** How long after its creation a refund that is to fail does so. */
const FAILS_AFTER_MS = 1000;

function chargeToRefund(tx: Tx, form: FormMap): Charge {
  const chargeId = textOf(form, 'charge');
  if (chargeId !== null) {
    const charge = tx.get('charges', chargeId);
    if (!charge) throw missing('charge', chargeId, 'charge');
    return charge;
  }
  const intentId = textOf(form, 'payment_intent');
  if (intentId === null) {
    throw refused('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const intent = tx.get('payment_intents', intentId);
  if (!intent) throw missing('payment_intent', intentId, 'payment_intent');
  const charge = intent.latest_charge === null ? undefined : tx.get('charges', intent.latest_charge);
  if (charge?.status !== 'succeeded') {
    throw refused(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    });
  }
  return charge;
}

function money(amount: number): string {
  return `$${(amount / 100).toFixed(2)}`;
}

function amountToRefund(charge: Charge, form: FormMap): number {
  if (charge.status !== 'succeeded') {
    throw refused(`Charge ${charge.id} was not successful and cannot be refunded.`, { param: 'charge' });
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
      charge: charge.id,
    });
  }
  const amount = integerOf(form, 'amount') ?? left;
  if (amount < 1) {
    throw refused('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  }
  if (amount > left) {
    const limit = charge.amount_refunded > 0 ? 'unrefunded amount on charge' : 'charge amount';
    throw refused(`Refund amount (${money(amount)}) is greater than ${limit} (${money(left)})`, { param: 'amount' });
  }
  return amount;
}

/** Refunds count against the charge from their creation on, until they fail. */
function countRefund(tx: Tx, chargeId: string | null, amount: number): Charge | undefined {
  const charge = chargeId === null ? undefined : tx.get('charges', chargeId);
  if (!charge) return undefined;
  const refunded = charge.amount_refunded + amount;
  const counted: Charge = { ...charge, amount_refunded: refunded, refunded: refunded >= charge.amount };
  tx.put('charges', counted);
  return counted;
}

/** `POST /v1/refunds`, with the behaviour that the faults ask for. */
export function createRefund(move: Move, form: FormMap, behaviour: RefundBehaviour): Refund {
  const { tx } = move;
  allowOnly(form, {
    payment_intent: 'text',
    charge: 'text',
    amount: 'text',
    reason: 'text',
    metadata: 'metadata',
    expand: { list: 'text' },
  });
  const reason = oneOf(form, 'reason', REASONS);
  const metadata = metadataOf(form);
  const charge = chargeToRefund(tx, form);
  if (isChargedBack(tx.all('disputes'), charge)) {
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  const amount = amountToRefund(charge, form);
  const settled = behaviour === 'succeed' || behaviour === 'succeed_then_fail';
  const id = newId('refund');
  const line = moneyMoved('refund', id, -amount, 0, charge.currency);
  const refund: Refund = {
    ...fixtures.refund,
    id,
    amount,
    balance_transaction: line.id,
    charge: charge.id,
    created: unixNow(),
    currency: charge.currency,
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(settled ? {} : { pending_reason: 'processing' as const }),
    reason,
    status: settled ? 'succeeded' : 'pending',
  };
  tx.put('balance_transactions', line);
  tx.put('refunds', refund);
  tx.put('ledger', { id, type: 'refund', session: sessionOfCharge(tx, charge), at: Date.now() });
  emit(move, 'refund.created', refund);
  const counted = countRefund(tx, charge.id, amount);
  if (counted) emit(move, 'charge.refunded', counted);
  if (behaviour === 'fail' || behaviour === 'succeed_then_fail') {
    tx.put('refund_plans', { id, due: Date.now() + FAILS_AFTER_MS });
  }
  return refund;
}

function sessionOfCharge(tx: Tx, charge: Charge): string {
  const line = tx.get('ledger', charge.id);
  return line?.session ?? '';
}

/** Ends a pending refund, or takes back one that had succeeded. Undefined when the refund cannot move so. */
export function settleRefund(move: Move, refund: Refund, status: 'succeeded' | 'failed'): Refund | undefined {
  const { tx } = move;
  tx.remove('refund_plans', refund.id);
  if (refund.status === 'failed' || refund.status === status) return undefined;
  const { pending_reason: _over, ...kept } = refund;
  if (status === 'succeeded') {
    const succeeded: Refund = { ...kept, status };
    tx.put('refunds', succeeded);
    emit(move, 'refund.updated', succeeded);
    return succeeded;
  }
  const line = moneyMoved('refund_failure', refund.id, refund.amount, 0, refund.currency);
  const failed: Refund = {
    ...kept,
    status,
    failure_reason: 'lost_or_stolen_card',
    failure_balance_transaction: line.id,
  };
  tx.put('balance_transactions', line);
  tx.put('refunds', failed);
  countRefund(tx, refund.charge, -refund.amount);
  emit(move, 'refund.updated', failed);
  emit(move, 'refund.failed', failed);
  return failed;
}

/** Fails a refund that the bank was to turn down later, unless somebody has settled it before. */
export function failPlannedRefund(move: Move, id: string): void {
  const refund = move.tx.get('refunds', id);
  if (refund && move.tx.get('refund_plans', id)) settleRefund(move, refund, 'failed');
}
