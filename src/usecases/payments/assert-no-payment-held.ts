import { DomainError } from '../../domain/errors.js';
import { isLookedAfter } from '../../domain/payments/money-view.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { moneyOf } from './money-of.js';
import type { LockedPayable } from './payable.js';

type Scope = PaymentsScope & SupportScope;

/**
 * Takes no other payment while the clinic holds money of the patient that a person has to decide about: the patient would
 * have paid twice. It ends when that money goes back, or when staff resolve the entry.
 * @throws DomainError order_exists without a payment page, because nothing is to be paid on one
 */
export async function assertNoPaymentHeld(
  scope: Scope,
  subject: Pick<LockedPayable, 'id' | 'isPending'>,
): Promise<void> {
  if (!isLookedAfter(await moneyOf(scope, subject))) return;
  throw new DomainError(
    'order_exists',
    'The clinic holds a payment for this appointment that was not what was due, or could not be returned yet, and looks after it. Please do not pay again before you hear from the clinic.',
    { existingOrder: await orderHolding(scope, subject), paymentUrl: null },
  );
}

/** The order that the money came for. */
async function orderHolding(scope: Scope, subject: Pick<LockedPayable, 'id' | 'isPending'>): Promise<string> {
  const entries = await scope.attention.listForSubject(subject.id);
  const wrong = entries.findLast(({ code, resolvedAt }) => code === 'payment_mismatch' && resolvedAt === null);
  if (typeof wrong?.context.order === 'string') return wrong.context.order;
  const payments = await scope.payments.listForSubject(subject.id);
  const last = payments.at(-1);
  if (!last) throw new Error('money is held for no payment');
  return last.orderId;
}
