import type { Actor } from '../domain/actor.js';
import type { AppointmentSnapshot } from '../domain/appointments/public.js';
import type { PayableKind, Subject } from '../domain/subjects.js';
import { type ChangeDeps, type ChangeInput, expireHold } from '../usecases/appointments/public.js';
import type { SettleInput } from '../usecases/payments/apply-checkout.js';
import { type CloseInput, closeCheckouts, watchCheckouts } from '../usecases/payments/close-checkouts.js';
import type { PaymentDeps } from '../usecases/payments/payment-deps.js';
import { lookUpRefund, type RefundInput, sendRefund, settleRefundEvent } from '../usecases/payments/refund.js';
import { settleDispute } from '../usecases/payments/settle-dispute.js';
import { lookUpPayment, settlePayment } from '../usecases/payments/settle-payment.js';
import { startCheckout } from '../usecases/payments/start-checkout.js';
import { confirmDeskRefund, takeAtDesk } from '../usecases/payments/take-at-desk.js';
import { asActivity, undecided } from './failures.js';
import { type RequestedDeps, requested } from './requested.js';

export interface PaymentActivityDeps extends ChangeDeps, RequestedDeps {
  readonly payments: PaymentDeps<AppointmentSnapshot>;
}

/**
 * The steps that open, settle, close and refund payments. A `watch…` activity looks its subject up and fails retryably
 * while nothing is decided: the engine repeats it with growing pauses, and none of the attempts adds to the history.
 */
export function paymentActivities({ payments: deps, actors, unitOfWork, now }: PaymentActivityDeps) {
  const lookUpCheckouts = watchCheckouts(deps);
  const lookUp = lookUpPayment(deps);
  const lookUpOneRefund = lookUpRefund(deps);
  return {
    startCheckout: requested({ actors }, ofAppointment(startCheckout(deps))),
    takeAtDesk: requested({ actors }, ofAppointment(takeAtDesk(deps))),
    confirmDeskRefund: requested({ actors }, ofAppointment(confirmDeskRefund(deps))),
    settlePayment: asActivity(settlePayment(deps)),
    lookUpPayment: asActivity(lookUp),
    closeCheckouts: asActivity(closeCheckouts(deps)),
    expireHold: asActivity(expireHold({ unitOfWork, now })),
    sendRefund: asActivity(sendRefund(deps)),
    settleRefundEvent: asActivity(settleRefundEvent(deps)),
    settleDispute: asActivity(settleDispute(deps)),
    watchPayment: asActivity(async (input: SettleInput) => {
      const settled = await lookUp(input);
      if (!settled || settled.outcome === 'undecided') throw undecided('Not paid yet.');
      return settled;
    }),
    watchCheckouts: asActivity(async (input: CloseInput) => {
      if ((await lookUpCheckouts(input)) === 'undecided') throw undecided('Still under way.');
    }),
    watchRefund: asActivity(async (input: RefundInput) => {
      const progress = await lookUpOneRefund(input);
      if (progress.status === 'pending') throw undecided('Still pending.');
      return progress;
    }),
  };
}

interface AskedOfSubject<Command> extends Subject<PayableKind> {
  readonly actor: Actor;
  readonly command: Command;
}

/** What a person asks of an appointment's workflow, as payments are asked it of any subject. */
function ofAppointment<Command, Answer>(useCase: (input: AskedOfSubject<Command>) => Promise<Answer>) {
  return ({ actor, command, appointmentId }: ChangeInput<Command>): Promise<Answer> =>
    useCase({ actor, command, subjectId: appointmentId, subjectKind: 'appointment' });
}
