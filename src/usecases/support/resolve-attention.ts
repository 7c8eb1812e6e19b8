import { actorLabel } from '../../domain/actor.js';
import { needsApproval, type ResolveAttentionCommand } from '../../domain/appointments/public.js';
import type { AttentionCode } from '../../domain/attention.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { isHeldBack, ledger } from '../../domain/payments/public.js';
import type {
  AppointmentChange,
  AppointmentRow,
  AppointmentsScope,
} from '../../models/repositories/appointments/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import { type ChangeDeps, changeAppointment } from '../appointments/public.js';
import { byHandReference } from '../payments/public.js';
import { followPayment } from './follow-payment.js';

type Scope = AppointmentsScope & PaymentsScope & SupportScope;

/**
 * Closes an entry of the attention list; for a failed refund it records that it was paid out by hand. That much money is
 * not said to have left by a name that is only claimed: above the clinic's limit it takes somebody who is signed in.
 * @throws DomainError not_found, validation_failed, forbidden
 */
export function resolveAttention(deps: ChangeDeps<Scope>) {
  return changeAppointment<ResolveAttentionCommand, Scope>(deps, async (scope, row, command, now) => {
    const instead = SETTLED_OTHERWISE[command.code];
    if (instead) throw invalid('code', instead);
    if (command.code === 'refund_failed') await assertPayoutAllowed(scope, row);
    const count = await scope.attention.resolve(
      { subjectId: row.id, codes: [command.code], by: actorLabel(scope.actor), note: command.reason },
      now,
    );
    if (count === 0) throw notFound('Attention entry');
    const change = command.code === 'refund_failed' ? await settleByHand(scope, row, now) : {};
    return {
      move: 'attention',
      audit: 'attention.resolved',
      reason: command.reason,
      context: { code: command.code },
      change,
    };
  });
}

/** Entries that stand for something to be done: closing them would lose it. */
const SETTLED_OTHERWISE: Partial<Readonly<Record<AttentionCode, string>>> = {
  refund_approval: 'Approve or reject the refund: that closes the entry.',
  refund_in_dispute: 'It ends with the dispute: won, the refund is sent by itself; lost, the bank has paid it.',
  absence_undecided: 'Decide who was absent: that closes the entry.',
  desk_refund_due: 'Confirm that the money was paid out: that closes the entry.',
};

async function assertPayoutAllowed(scope: Scope, row: AppointmentRow): Promise<void> {
  if (scope.actor.kind !== 'temporal_ui') return;
  const refunds = await scope.payments.refundsForSubject(row.id);
  // Together with what was settled so before: several small refunds are one large one.
  const amount = refunds
    .filter((one) => one.status === 'settled_by_hand' || (one.status === 'failed' && !isHeldBack(one)))
    .reduce((sum, one) => sum + one.amount, 0);
  if (needsApproval(row.policy, amount)) throw new DomainError('forbidden', PAYOUT_BY_API);
}

const PAYOUT_BY_API =
  'A payout above the limit is recorded by API, by somebody who is signed in: POST admin/appointments/{id}/actions/ with the action resolve_attention. To send the refund again, use retryRefund.';

async function settleByHand(scope: Scope, row: AppointmentRow, now: Date): Promise<AppointmentChange> {
  const refunds = await scope.payments.refundsForSubject(row.id);
  // One that waits for its dispute is not a person's to pay: the bank may give it back.
  for (const refund of refunds.filter((one) => one.status === 'failed' && !isHeldBack(one))) {
    await scope.payments.updateRefund(refund.id, { status: 'settled_by_hand', settledAt: now });
    const owner = { clinicId: row.clinicId, orderId: refund.orderId };
    // Paid out of the clinic's own pocket: the provider still has the patient's money.
    await scope.ledger.post(owner, ledger.refunded(refund.amount, refund.currency, byHandReference(refund), 'desk'));
  }
  return followPayment(scope, row, now);
}
