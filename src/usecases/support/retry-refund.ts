import { actorLabel } from '../../domain/actor.js';
import { type RetryRefundCommand, transitionError } from '../../domain/appointments/public.js';
import { isHeldBack } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import { type ChangeDeps, changeAppointment } from '../appointments/public.js';
import { followPayment } from './follow-payment.js';

type Scope = AppointmentsScope & PaymentsScope & SupportScope;

/** Puts failed refunds back to be sent under a new key. @throws DomainError invalid_transition */
export function retryRefund(deps: ChangeDeps<Scope>) {
  return changeAppointment<RetryRefundCommand, Scope>(deps, async (scope, row, command, now) => {
    const owed = (await scope.payments.refundsForSubject(row.id)).filter(({ status }) => status === 'failed');
    const failed = owed.filter((refund) => !command.refundId || command.refundId === refund.id);
    if (failed.length === 0) throw transitionError(row.status, 'No refund of this appointment has failed.');
    for (const refund of failed) {
      await scope.payments.updateRefund(refund.id, {
        status: 'requested',
        attempt: refund.attempt + 1,
        providerRefundId: null,
        failureReason: null,
        settledAt: null,
      });
    }
    if (owed.every((refund) => failed.includes(refund) || isHeldBack(refund))) {
      await scope.attention.resolve(
        { subjectId: row.id, codes: ['refund_failed'], by: actorLabel(scope.actor), note: command.reason },
        now,
      );
    }
    return {
      move: 'refund',
      audit: 'refund.requested',
      reason: command.reason,
      context: { refunds: failed.map((refund) => refund.id).join(','), retry: true },
      change: await followPayment(scope, row, now),
    };
  });
}
