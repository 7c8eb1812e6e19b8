import { ApplicationFailure as Failure } from '@temporalio/common';
import {
  type ApplicationFailure,
  CancellationScope,
  condition,
  currentUpdateInfo,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  AppointmentUpdates,
  BookAnswer,
  BookCommand,
  StaffCommand,
  UpdateName,
} from '../../domain/appointment/commands.js';
import { BOOKING_LATE_MS } from '../../domain/appointment/policies.js';
import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import type { AppointmentStatus } from '../../domain/appointment/states.js';
import { canMove, refuseMove } from '../../domain/appointment/transitions.js';
import { type DomainError, invalid } from '../../domain/errors.js';
import type { Actor } from '../../domain/identity/actor.js';
import { isDefinite, refusal, toRefusal } from '../support/failures.js';
import { once, quick } from '../support/steps.js';
import {
  bookUpdate,
  LATE_FAILURE,
  paymentEventSignal,
  refreshSignal,
  stateQuery,
  timelineQuery,
  updates,
} from './contract.js';
import { hearPaymentEvent } from './phases/payment.js';
import type { AppointmentRun } from './run.js';

/** Connects the outside to the run. `book` comes last: an update that waited for its handler runs while it is set. */
export function listen(run: AppointmentRun): void {
  setHandler(stateQuery, () => ({
    snapshot: run.known ? run.snapshot : null,
    waitsFor: run.waitsFor,
    until: run.until === undefined ? null : new Date(run.until).toISOString(),
  }));
  setHandler(timelineQuery, () => run.timeline);
  // Handlers live in the root scope: a run that was asked to cancel still has refunds to settle and people to answer.
  setHandler(paymentEventSignal, (event) => CancellationScope.nonCancellable(() => hearPaymentEvent(run, event)));
  setHandler(refreshSignal, () => CancellationScope.nonCancellable(() => lookAgain(run)));

  serve(run, 'checkout', {
    check: (snapshot) => must(snapshot, snapshot.status === 'pending'),
    step: (command) =>
      once.startCheckout.executeWithOptions({ summary: 'Open the payment page' }, [
        { appointmentId: run.appointmentId, command },
      ]),
    done: () => run.note('Payment page opened'),
  });
  serve(run, 'cancel', {
    check: (snapshot, { to }) => mayBecome(snapshot, to),
    step: (command) => quick.cancel(moveInput(run, command.actor, command)),
    done: (_before, snapshot) => run.note(`Cancelled: ${snapshot.status.replaceAll('_', ' ')}`),
  });
  serve(run, 'reschedule', {
    check: (snapshot) => must(snapshot, snapshot.status === 'booked'),
    step: (command) => quick.reschedule(moveInput(run, command.actor, command)),
    done: (before, snapshot) => {
      if (before.version !== snapshot.version) run.note('Moved to another time');
    },
  });
  serve(run, 'start', {
    check: (snapshot) => mayBecome(snapshot, 'in_progress'),
    step: (command) => quick.start(moveInput(run, command.actor, command)),
    done: () => run.note('Consultation started'),
  });
  serve(run, 'complete', {
    check: (snapshot) => mayBecome(snapshot, 'completed'),
    step: (command) => quick.complete(moveInput(run, command.actor, command)),
    done: () => run.note('Consultation completed'),
  });
  serve(run, 'noShow', {
    check: (snapshot) => mayBecome(snapshot, 'no_show'),
    step: (command) => quick.noShow(moveInput(run, command.actor, command)),
    done: () => run.note('Patient did not come'),
  });
  listenToStaff(run);
  setHandler(bookUpdate, (command) => CancellationScope.nonCancellable(() => book(run, command)));
}

/** Takes over what a lost update has left in the row. */
async function lookAgain(run: AppointmentRun): Promise<void> {
  await condition(() => run.known || run.beginning !== undefined);
  if (!run.known) return;
  await run.refresh();
  run.note('Read the record again');
}

function listenToStaff(run: AppointmentRun): void {
  serve(run, 'extendPaymentWindow', {
    check: (snapshot, command) => withReason(command) ?? must(snapshot, snapshot.status === 'pending'),
    step: (command) => quick.extendPaymentWindow(moveInput(run, staff(command), command)),
    done: () => run.note('More time to pay'),
  });
  serve(run, 'resendConfirmation', {
    check: (snapshot, command) => withReason(command) ?? must(snapshot, snapshot.status === 'booked'),
    step: (command) => quick.noteResend(moveInput(run, staff(command), command)),
    done: () => {
      run.note('Confirmation is to be sent again');
      run.tell('booking_confirmed', { occurrence: `resend/${operationId(run)}` });
    },
  });
  serve(run, 'retryRefund', {
    check: (_snapshot, command) => withReason(command),
    step: (command) => quick.retryRefund(moveInput(run, staff(command), command)),
    done: () => run.note('Failed refund sent again'),
  });
  serve(run, 'issueRefund', {
    check: (_snapshot, command) => withReason(command),
    step: (command) => quick.issueRefund(moveInput(run, staff(command), command)),
    done: (before, after) => {
      const waits = after.attention.includes('refund_approval') && !before.attention.includes('refund_approval');
      run.note(waits ? 'Refund asked for: waits for a second person' : 'Refund issued by staff');
    },
  });
  serve(run, 'decideRefund', {
    check: (_snapshot, command) => withReason(command),
    step: (command) => quick.decideRefund(moveInput(run, staff(command), command)),
    done: () => run.note('Refund decided by a second person'),
  });
  serve(run, 'takeAtDesk', {
    check: (snapshot, command) => withReason(command) ?? must(snapshot, snapshot.status === 'pending'),
    step: (command) =>
      once.takeAtDesk.executeWithOptions({ summary: 'Record money taken at the desk' }, [
        moveInput(run, staff(command), command),
      ]),
    done: () => run.note('Paid at the desk'),
  });
  serve(run, 'confirmPayOut', {
    check: (_snapshot, command) => withReason(command),
    step: (command) =>
      once.confirmPayOut.executeWithOptions({ summary: 'Record money paid out at the desk' }, [
        moveInput(run, staff(command), command),
      ]),
    done: () => run.note('Refund paid out at the desk'),
  });
  serve(run, 'resolveAttention', {
    check: (_snapshot, command) => withReason(command),
    step: (command) => quick.resolveAttention(moveInput(run, staff(command), command)),
    done: (_before, _after) => run.note('Attention resolved'),
  });
}

interface Served<Name extends UpdateName> {
  /** Refuses before anything enters history; null lets it in. Runs on what the run knows, so the step decides again. */
  readonly check: (snapshot: AppointmentSnapshot, command: AppointmentUpdates[Name]['args']) => DomainError | null;
  readonly step: (command: AppointmentUpdates[Name]['args']) => Promise<AppointmentSnapshot>;
  readonly done: (before: AppointmentSnapshot, after: AppointmentSnapshot) => void;
}

function serve<Name extends UpdateName>(run: AppointmentRun, name: Name, served: Served<Name>): void {
  const handle = async (command: AppointmentUpdates[Name]['args']): Promise<AppointmentSnapshot> => {
    await run.ready();
    return run.locked(async () => {
      const before = run.snapshot;
      try {
        const after = await served.step(command);
        run.adopt(after);
        served.done(before, after);
        return after;
      } catch (error) {
        const failure = toRefusal(error);
        // Nobody knows whether it had its effect, or the row is ahead of the run: look before going on.
        if (!isDefinite(failure) || failure.type === 'invalid_transition') run.spawn(run.refresh());
        throw failure;
      }
    });
  };
  const handler = (command: AppointmentUpdates[Name]['args']) =>
    CancellationScope.nonCancellable(() => handle(command));
  const validator = (command: AppointmentUpdates[Name]['args']) => {
    // While a step is at work the row may be ahead of the run: the handler waits for it, and the step decides.
    const refused = run.known && !run.lock.busy ? served.check(run.snapshot, command) : null;
    if (refused) throw refusal(refused);
  };
  // One definition a name: their argument types differ, and only the name ties them to this one.
  setHandler(updates[name] as (typeof updates)['start'], handler as never, { validator: validator as never });
}

async function book(run: AppointmentRun, command: BookCommand): Promise<BookAnswer> {
  return run.locked(async () => {
    if (run.answer) return run.answer;
    // Asked again under another id while this run is ending: its answer stands.
    if (run.refusal) throw run.refusal;
    const late = Date.now() - workflowInfo().startTime.getTime() > BOOKING_LATE_MS;
    try {
      const claim = await quick.claimSlot({
        appointmentId: run.appointmentId,
        runId: run.runId,
        operationId: operationId(run),
        late,
        command,
      });
      if (claim.outcome === 'late') {
        run.beginning = { kind: 'late' };
        throw Failure.nonRetryable('The booking came too late.', LATE_FAILURE);
      }
      run.answer = claim.answer;
      run.adopt(claim.snapshot, 'Slot held');
      run.beginning = { kind: 'begun' };
      return claim.answer;
    } catch (error) {
      run.refusal = refused(run, error);
      throw run.refusal;
    }
  });
}

function refused(run: AppointmentRun, error: unknown): ApplicationFailure {
  if (run.beginning?.kind === 'late' && error instanceof Failure) return error;
  const failure = toRefusal(error);
  run.beginning = isDefinite(failure) ? { kind: 'refused', code: failure.type ?? 'internal' } : { kind: 'unknown' };
  return failure;
}

/** Workflow id and update id: the same for every delivery of the same request. */
function operationId(run: AppointmentRun): string {
  return `${run.appointmentId}/${currentUpdateInfo()?.id ?? 'step'}`;
}

function moveInput<Command>(run: AppointmentRun, actor: Actor, command: Command) {
  return { appointmentId: run.appointmentId, operationId: operationId(run), actor, command };
}

/** By API the actor is authenticated; from the Temporal UI there is only the name that was typed. */
function staff(command: StaffCommand): Actor {
  return command.actor ?? { kind: 'temporal_ui', claims: (command.by ?? 'nobody').slice(0, 60) };
}

function withReason(command: StaffCommand): DomainError | null {
  return typeof command?.reason === 'string' && command.reason.trim() !== ''
    ? null
    : invalid('reason', 'A reason is needed: it is kept in the audit.');
}

function must(snapshot: AppointmentSnapshot, holds: boolean): DomainError | null {
  return holds ? null : refuseMove(snapshot.status);
}

function mayBecome(snapshot: AppointmentSnapshot, to: AppointmentStatus): DomainError | null {
  return canMove(snapshot.status, to) ? null : refuseMove(snapshot.status);
}
