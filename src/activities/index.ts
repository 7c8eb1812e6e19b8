import { Context } from '@temporalio/activity';
import type { PrintableCharacters } from '../adapters/pdf/port.js';
import type { AppointmentEngine, AttentionEngine, StepActors } from '../adapters/temporal/port.js';
import type { BookCommand, StepInput } from '../domain/appointments/commands.js';
import { cancelAppointment, cancelForClinic } from '../usecases/appointments/cancel-appointment.js';
import { checkIn } from '../usecases/appointments/check-in.js';
import { type ClaimDeps, type ClaimInput, claimSlot } from '../usecases/appointments/claim-slot.js';
import { completeAppointment } from '../usecases/appointments/complete-appointment.js';
import type { MoveDeps, MoveInput } from '../usecases/appointments/move.js';
import { readSnapshot } from '../usecases/appointments/read-snapshot.js';
import { recordNoShow } from '../usecases/appointments/record-no-show.js';
import { releaseClaim } from '../usecases/appointments/release-claim.js';
import { rescheduleAppointment } from '../usecases/appointments/reschedule-appointment.js';
import { resumeRun } from '../usecases/appointments/resume-run.js';
import { startConsultation } from '../usecases/appointments/start-consultation.js';
import { deliverMessage, type MessageDeps } from '../usecases/messaging/deliver-message.js';
import { redriveEvents } from '../usecases/operations/redrive-events.js';
import { resumeLost } from '../usecases/operations/resume-lost.js';
import { showEntries } from '../usecases/operations/show-entries.js';
import { type WatchWebhooksDeps, watchWebhooks } from '../usecases/operations/watch-webhooks.js';
import { closeCheckouts, expireHold, watchCheckouts } from '../usecases/payments/close-checkouts.js';
import type { PaymentDeps } from '../usecases/payments/deps.js';
import { reconcile } from '../usecases/payments/reconciliation/reconcile.js';
import { hearRefund, type RefundInput, sendRefund, settleRefund } from '../usecases/payments/refund.js';
import { settleDispute } from '../usecases/payments/settle-dispute.js';
import { lookUpPayment, type SettleInput, settlePayment } from '../usecases/payments/settle-payment.js';
import { startCheckout } from '../usecases/payments/start-checkout.js';
import { confirmDeskRefund, takeAtDesk } from '../usecases/payments/take-at-desk.js';
import { checkPayment } from '../usecases/support/check-payment.js';
import { decideAbsence } from '../usecases/support/decide-absence.js';
import {
  extendPaymentWindow,
  flagAttention,
  resendConfirmation,
  resolveAttention,
  retryRefund,
} from '../usecases/support/mend-appointment.js';
import { readEntry } from '../usecases/support/read-entry.js';
import { approveRefund, issueRefund, rejectRefund } from '../usecases/support/refund-by-staff.js';
import { resolveEntry } from '../usecases/support/resolve-entry.js';
import type { ShowEntry } from '../usecases/support/show-entry.js';
import { asActivity, undecided } from './failures.js';

export interface ActivityDeps extends MoveDeps {
  readonly claim: ClaimDeps;
  readonly payments: PaymentDeps;
  readonly messages: MessageDeps;
  readonly characters: PrintableCharacters;
  readonly engine: AppointmentEngine;
  /** Who acts in the steps that a person asked for. */
  readonly actors: StepActors;
  readonly entries: AttentionEngine;
  readonly showEntry: ShowEntry;
  readonly forgetOldKeys: () => Promise<number>;
  readonly webhooks: Pick<WatchWebhooksDeps, 'silence' | 'logger'>;
}

/** Every activity of the worker: use cases with their failures mapped. */
export function createActivities(deps: ActivityDeps) {
  return {
    ...appointmentActivities(deps),
    ...paymentActivities(deps),
    ...staffActivities(deps),
    ...maintenanceActivities(deps),
    deliverMessage: asActivity(deliverMessage(deps.messages)),
  };
}

export type Activities = ReturnType<typeof createActivities>;

/** A use case that somebody asked for, as a step: who that was is read from the seal of the API. */
function asked<Command, Result>(
  { actors }: Pick<ActivityDeps, 'actors'>,
  useCase: (input: MoveInput<Command>) => Promise<Result>,
): (input: StepInput<Command>) => Promise<Result> {
  return asActivity((input: StepInput<Command>) => actors.runAs(input, useCase));
}

type ClaimStep = Omit<ClaimInput, 'actor'> & StepInput<BookCommand>;

function appointmentActivities(deps: ActivityDeps) {
  const claim = claimSlot(deps.claim);
  return {
    claimSlot: asActivity((input: ClaimStep) => deps.actors.runAs(input, claim)),
    releaseClaim: asActivity(releaseClaim(deps)),
    resumeRun: asActivity(resumeRun(deps)),
    readSnapshot: asActivity(readSnapshot(deps)),
    cancel: asked(deps, cancelAppointment(deps)),
    cancelForClinic: asked(deps, cancelForClinic(deps)),
    reschedule: asked(deps, rescheduleAppointment(deps)),
    checkIn: asked(deps, checkIn(deps)),
    start: asked(deps, startConsultation(deps)),
    complete: asked(deps, completeAppointment(deps)),
    noShow: asked(deps, recordNoShow(deps)),
  };
}

function paymentActivities({ payments: deps, actors }: ActivityDeps) {
  const watch = watchCheckouts(deps);
  const settle = settleRefund(deps);
  const lookUp = lookUpPayment(deps);
  return {
    startCheckout: asked({ actors }, startCheckout(deps)),
    takeAtDesk: asked({ actors }, takeAtDesk(deps)),
    confirmDeskRefund: asked({ actors }, confirmDeskRefund(deps)),
    settlePayment: asActivity(settlePayment(deps)),
    lookUpPayment: asActivity(lookUp),
    checkPayment: asked({ actors }, checkPayment(deps)),
    closeCheckouts: asActivity(closeCheckouts(deps)),
    expireHold: asActivity(expireHold(deps)),
    sendRefund: asActivity(sendRefund(deps)),
    settleRefund: asActivity(hearRefund(deps)),
    /** Named as in the histories of 0.1.0. */
    flagDispute: asActivity(settleDispute(deps)),
    /** Fails retryably while nothing is decided; its first attempt does not ask, because nobody pays that fast. */
    watchPayment: asActivity(async (input: SettleInput) => {
      const settled = Context.current().info.attempt > 1 ? await lookUp(input) : null;
      if (!settled || settled.outcome === 'undecided') throw undecided('Not paid yet.');
      return settled;
    }),
    /** Fails retryably while a payment is under way, so that waiting costs no history. */
    watchCheckouts: asActivity(async (input: { readonly appointmentId: string }) => {
      if ((await watch(input)) === 'undecided') throw undecided('Still under way.');
    }),
    /** The same for a refund that the provider has not settled. */
    watchRefund: asActivity(async (input: RefundInput) => {
      const progress = await settle(input);
      if (progress.status === 'pending') throw undecided('Still pending.');
      return progress;
    }),
  };
}

function staffActivities(deps: ActivityDeps) {
  const read = readEntry(deps);
  return {
    extendPaymentWindow: asked(deps, extendPaymentWindow(deps)),
    resendConfirmation: asked(deps, resendConfirmation(deps)),
    retryRefund: asked(deps, retryRefund(deps)),
    issueRefund: asked(deps, issueRefund(deps)),
    approveRefund: asked(deps, approveRefund(deps)),
    rejectRefund: asked(deps, rejectRefund(deps)),
    decideAbsence: asked(deps, decideAbsence(deps)),
    resolveAttention: asked(deps, resolveAttention(deps)),
    flagAttention: asActivity(flagAttention(deps)),
    readEntry: asActivity(read),
    resolveEntry: asActivity(resolveEntry(deps)),
    /** Fails retryably while the entry is open, so that waiting costs no history. */
    watchEntry: asActivity(async (input: { readonly entryId: string }) => {
      if ((await read(input)).resolvedAt === null) throw undecided('Still open.');
    }),
  };
}

function maintenanceActivities(deps: ActivityDeps) {
  const heartbeat = () => Context.current().heartbeat();
  const redrive = redriveEvents(deps);
  const watch = watchWebhooks({ ...deps, ...deps.webhooks });
  const entries = showEntries({ ...deps, heartbeat });
  const lost = resumeLost({ ...deps, heartbeat });
  return {
    /** And looks whether webhooks come at all: the workflow's steps are fixed by the histories that run. */
    redriveEvents: asActivity(async () => {
      const redriven = await redrive();
      await watch();
      return redriven;
    }),
    /** Runs and entries alike: what waits for somebody has a workflow that shows it. */
    resumeLost: asActivity(async () => (await entries()) + (await lost())),
    forgetOldKeys: asActivity(deps.forgetOldKeys),
    reconcile: asActivity(reconcile({ ...deps, heartbeat })),
  };
}
