import type { AppointmentWorkflows, BookRequest } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import type { UpdateName } from '../../domain/appointments/commands.js';
import { type ConsultationMode, isCancelled, isFinal } from '../../domain/appointments/states.js';
import { canRequest, forbidden, type RequestedStatus, updateFor } from '../../domain/appointments/status-requests.js';
import { assertTransition } from '../../domain/appointments/transitions.js';
import { invalid, notFound } from '../../domain/errors.js';
import type { ProviderName, RefundState } from '../../domain/payments/public.js';
import { canSee } from '../../domain/visibility.js';
import type { AppointmentRepository, RequestFacts } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { type Appointment, readChanged } from './read-appointment.js';

type Scope = AppointmentsScope & PaymentsScope & QuestionnairesScope;

export interface StatusRequest {
  readonly status: RequestedStatus;
  readonly reason: string | null;
  /** Only with `completed`. */
  readonly consultation: {
    readonly mode: ConsultationMode;
    readonly notes: string | null;
  } | null;
}

export interface StatusRequestDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  /** Bound to the pool: what decides is the step, these only refuse early. */
  readonly reads: (actor: UserActor) => { readonly appointments: Pick<AppointmentRepository, 'requestFacts'> };
  readonly now: () => Date;
}

/** The refund that a cancellation asked for. */
export interface CancelledRefund {
  /** The provider's id once it has answered, until then our own. */
  readonly id: string;
  readonly provider: ProviderName;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly state: RefundState;
  readonly reason: string;
}

/** The appointment after a change of status, and what goes back to the patient by a cancellation. */
export interface ChangedStatus {
  readonly appointment: Appointment;
  readonly refund: CancelledRefund | null;
}

/**
 * Asks the appointment's workflow for a change of status and answers the appointment as it is afterwards. Only the rights
 * are judged here: whether the present status allows the change is up to the workflow, which refuses an update before it
 * enters the history, and to the step, under the row's lock. An appointment that is over has no run to ask: it is refused
 * here, so that a request for the impossible starts none.
 * @throws DomainError not_found, forbidden, invalid_transition, validation_failed, unavailable
 */
export function requestStatus(deps: StatusRequestDeps) {
  return async (
    actor: UserActor,
    id: string,
    request: StatusRequest,
    requestKey: RequestKey | null,
  ): Promise<ChangedStatus> => {
    if (request.consultation && request.status !== 'completed') {
      throw invalid('consultation', 'Details of the consultation belong to its completion.');
    }
    const updateId = updateIdOf(updateFor(request.status), id, requestKey);
    const facts = await requestFacts(deps, actor, id, updateId);
    if (!canRequest(actor, request.status, facts)) throw forbidden('You are not allowed to set this status.');
    if (!facts.isDone) {
      if (isFinal(facts.status)) assertTransition(facts.status, request.status);
      await send(deps.engine, { actor, appointmentId: id, updateId }, request);
    }
    return deps.unitOfWork.withScope(actor, async (scope) => {
      const appointment = await readChanged(scope, actor, id, deps.now());
      return { appointment, refund: await refundOf(scope, appointment) };
    });
  };
}

/**
 * What decides whether this caller may ask for a change, in one statement outside of a transaction.
 * @throws DomainError not_found
 */
export async function requestFacts(
  { reads }: StatusRequestDeps,
  actor: UserActor,
  id: string,
  updateId: string,
): Promise<RequestFacts> {
  const facts = await reads(actor).appointments.requestFacts(id, `${id}/${updateId}`);
  if (!facts || facts.deletedAt || !canSee(actor, facts, 'appointments:move')) throw notFound('Appointment');
  return facts;
}

/** The refund that the present cancellation asked for. */
async function refundOf(scope: Scope, { id, status }: Appointment): Promise<CancelledRefund | null> {
  if (!isCancelled(status)) return null;
  const refunds = await scope.payments.refundsForSubject(id);
  const refund = refunds.findLast((one) => one.reason === status);
  const order = refund && (await scope.orders.find(refund.orderId));
  if (!refund || !order) return null;
  return {
    id: refund.providerRefundId ?? refund.id,
    provider: order.provider,
    amount: refund.amount,
    currency: refund.currency,
    state: refund.status,
    reason: refund.reason,
  };
}

/**
 * One update id per request: a repeat under the same Idempotency-Key is answered by the engine, or found in the
 * history under the operation id `<appointment>/<update id>`; another request is judged anew.
 */
export function updateIdOf(name: UpdateName, appointmentId: string, requestKey: RequestKey | null): string {
  return `${name}:${deriveId(requestKey, `${appointmentId}/${name}`)}`;
}

async function send(
  engine: AppointmentWorkflows,
  asked: Pick<BookRequest, 'actor' | 'appointmentId' | 'updateId'>,
  request: StatusRequest,
): Promise<void> {
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
