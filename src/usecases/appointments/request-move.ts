import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import type { UpdateName } from '../../domain/appointments/commands.js';
import { mayRequest, notYours, type RequestedStatus, updateFor } from '../../domain/appointments/requested-moves.js';
import { isCancelled } from '../../domain/appointments/states.js';
import { assertMove } from '../../domain/appointments/transitions.js';
import { invalid } from '../../domain/errors.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import { deriveId, type KeyedRequest } from '../idempotency/derive-id.js';
import { wireRefundStatus } from '../payments/orders/order-view.js';
import type { CancellationRefund, MoveAnswer } from './appointment-view.js';
import { readAfterChange } from './read-appointment.js';
import { visibleAppointment } from './visible-appointment.js';

export interface MoveRequest {
  readonly status: RequestedStatus;
  readonly reason: string | null;
  /** Only with `completed`. */
  readonly consultation: {
    readonly mode: 'video' | 'phone' | 'in_person' | 'chat';
    readonly notes: string | null;
  } | null;
}

export interface RequestMoveDeps {
  readonly unitOfWork: UnitOfWork;
  readonly engine: AppointmentEngine;
  readonly now: () => Date;
}

/**
 * Asks the appointment's workflow for a change of status and answers the appointment as it is afterwards. Rights and
 * the present status are checked here first; the workflow checks again under its lock, with the clock.
 * @throws DomainError not_found, forbidden, invalid_transition, validation_failed, unavailable
 */
export function requestMove(deps: RequestMoveDeps) {
  const read = readAfterChange(deps);
  return async (
    actor: UserActor,
    id: string,
    request: MoveRequest,
    keyed: KeyedRequest | null,
  ): Promise<MoveAnswer> => {
    if (request.consultation && request.status !== 'completed') {
      throw invalid('consultation', 'Details of the consultation belong to its completion.');
    }
    const updateId = updateIdOf(updateFor(request.status), id, keyed);
    const done = await deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleAppointment(scope, actor, id);
      if (!mayRequest(actor, request.status, row)) throw notYours('You are not allowed to set this status.');
      if (await scope.history.has(`${id}/${updateId}`)) return true;
      assertMove(row.status, request.status);
      return false;
    });
    if (!done) await send(deps.engine, actor, id, request, updateId);
    const answer = await read(actor, id);
    const { status, refund_status } = answer;
    const refund = await refundOf(deps, actor, answer);
    return {
      ...answer,
      appointment: { id, status, refund_status },
      refund,
      stripe_refund: refund?.provider === 'stripe' ? refund : null,
    };
  };
}

/** The refund that the present cancellation asked for. */
function refundOf(deps: RequestMoveDeps, actor: UserActor, { id, status }: MoveAnswer['appointment']) {
  if (!isCancelled(status)) return null;
  return deps.unitOfWork.withScope(actor, async (scope): Promise<CancellationRefund | null> => {
    const refunds = await scope.payments.refundsForAppointment(id);
    const refund = refunds.findLast((one) => one.reason === status);
    const order = refund && (await scope.orders.find(refund.orderId));
    if (!refund || !order) return null;
    return {
      id: refund.providerRefundId ?? refund.id,
      provider: order.provider,
      amount: refund.amount,
      currency: refund.currency,
      status: wireRefundStatus(refund.status),
      reason: refund.reason,
    };
  });
}

/**
 * One update id per request: a repeat under the same Idempotency-Key is answered by the engine, or found in the
 * history under the operation id `<appointment>/<update id>`; another request is judged anew.
 */
export function updateIdOf(name: UpdateName, appointmentId: string, keyed: KeyedRequest | null): string {
  return `${name}:${deriveId(keyed, `${appointmentId}/${name}`)}`;
}

async function send(
  engine: AppointmentEngine,
  actor: UserActor,
  id: string,
  request: MoveRequest,
  updateId: string,
): Promise<void> {
  const asked = { actor, appointmentId: id, updateId };
  switch (request.status) {
    case 'in_progress':
      await engine.update({ ...asked, name: 'start', command: {} });
      return;
    case 'completed': {
      const { mode = null, notes = null } = request.consultation ?? {};
      await engine.update({ ...asked, name: 'complete', command: { mode, notes } });
      return;
    }
    case 'no_show':
      await engine.update({ ...asked, name: 'noShow', command: { reason: request.reason } });
      return;
    default:
      await engine.update({ ...asked, name: 'cancel', command: { to: request.status, reason: request.reason } });
  }
}
