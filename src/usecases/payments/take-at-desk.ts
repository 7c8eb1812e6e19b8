import { actorLabel, actorUserId, may } from '../../domain/actor.js';
import type { ConfirmDeskRefundCommand, TakeAtDeskCommand } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { refuseMove } from '../../domain/appointments/transitions.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { toDecimal } from '../../domain/money.js';
import { deskSession } from '../../domain/payments/orders.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import type { Scope } from '../../models/unit-of-work.js';
import { failPoint } from '../../observability/fail-points.js';
import type { MoveInput } from '../appointments/move.js';
import type { PaymentDeps } from './deps.js';
import { lookUpRefund } from './refund.js';
import { refuseSecondPayment } from './refuse-second-payment.js';
import { settlePayment } from './settle-payment.js';
import { makeRoom, orderExists, type Stored } from './start-checkout.js';

/**
 * Records money that the reception has taken for a held appointment, and believes it in the one way money is believed.
 * An open payment page is ended first: nobody pays twice. A repeat goes on where the last attempt stopped.
 * @throws DomainError not_found, forbidden, invalid_transition, order_exists, validation_failed, provider_unavailable
 */
export function takeAtDesk(deps: PaymentDeps) {
  const settle = settlePayment(deps);
  return async (input: MoveInput<TakeAtDeskCommand>): Promise<AppointmentSnapshot> => {
    const order = await makeRoom(deps, () =>
      deps.unitOfWork.withScope(input.actor, (scope) => take(deps, scope, input)),
    );
    failPoint('checkout.committed');
    const { snapshot } = await settle({ appointmentId: input.appointmentId, orderId: order.id, eventIds: [] });
    return snapshot;
  };
}

async function take(deps: PaymentDeps, scope: Scope, input: MoveInput<TakeAtDeskCommand>): Promise<Stored> {
  const { command } = input;
  const row = await scope.appointments.lock(input.appointmentId);
  if (!row) throw notFound('Appointment');
  if (!may(scope.actor, 'orders:desk')) throw new DomainError('forbidden', 'Money is taken by API, signed in.');
  const own = await scope.orders.find(command.orderId);
  if (own) return { kind: 'stored', order: own };
  const now = deps.now();
  if (row.status !== 'pending') throw refuseMove(row.status);
  if (now >= row.expiresAt) throw refuseMove(row.status, 'The time to pay is over.');
  if (command.amount !== row.price) {
    throw invalid('amount', `Take ${toDecimal(row.price)} ${row.currency.toUpperCase()}: that is what is owed.`);
  }
  await refuseSecondPayment(scope, row);
  const present = await scope.orders.current(row.id);
  if (present && present.status !== 'creating' && present.status !== 'pending') throw orderExists(present);
  if (present) return { kind: 'in_the_way', order: present };
  return { kind: 'stored', order: await writeDown(scope, row, command, now) };
}

async function writeDown(scope: Scope, row: AppointmentRow, command: TakeAtDeskCommand, now: Date): Promise<OrderRow> {
  const { orderId, method, note } = command;
  const order = await scope.orders.insert({
    id: orderId,
    clinicId: row.clinicId,
    appointmentId: row.id,
    patientId: row.patientId,
    provider: 'desk',
    amount: row.price,
    currency: row.currency,
    expiresAt: row.expiresAt,
    createdAt: now,
    request: {
      orderId,
      appointmentId: row.id,
      amount: row.price,
      currency: row.currency,
      successUrl: '',
      cancelUrl: '',
      methods: [method],
      expiresAtSeconds: Math.floor(row.expiresAt.getTime() / 1000),
    },
  });
  await scope.desk.take({
    clinicId: row.clinicId,
    appointmentId: row.id,
    orderId: order.id,
    method,
    amount: row.price,
    currency: row.currency,
    note,
    recordedBy: actorUserId(scope.actor),
    recordedAt: now,
  });
  await scope.audit.record(
    {
      action: 'desk.payment_taken',
      entity: 'order',
      entityId: order.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
      details: { appointment: row.id, amount: order.amount, currency: order.currency, method },
    },
    now,
  );
  return scope.orders.update(order.id, { status: 'pending', providerSessionId: deskSession(order.id) }, now);
}

/**
 * Somebody has handed the money of a refund over: it has succeeded by that.
 * @throws DomainError not_found, forbidden, invalid_transition when it was paid out before
 */
export function confirmDeskRefund(deps: PaymentDeps) {
  const settle = lookUpRefund(deps);
  return async (input: MoveInput<ConfirmDeskRefundCommand>): Promise<AppointmentSnapshot> => {
    const { appointmentId, command } = input;
    await deps.unitOfWork.withScope(input.actor, (scope) => payOut(deps, scope, appointmentId, command));
    const { snapshot } = await settle({ appointmentId, refundId: command.refundId, eventIds: [] });
    return snapshot;
  };
}

async function payOut(
  deps: PaymentDeps,
  scope: Scope,
  appointmentId: string,
  { refundId, reason }: ConfirmDeskRefundCommand,
): Promise<void> {
  const row = await scope.appointments.lock(appointmentId);
  const refund = await scope.payments.lockRefund(refundId);
  if (!row || refund?.appointmentId !== row.id) throw notFound('Refund');
  if (!may(scope.actor, 'orders:desk')) throw new DomainError('forbidden', 'Money is paid out by API, signed in.');
  const now = deps.now();
  const paid = await scope.desk.payOut(refundId, actorUserId(scope.actor), now);
  // Recorded, but not yet believed: a repeat after a crash goes on.
  const halfway = !paid && refund.status === 'pending' && (await scope.desk.findPayOut(refundId))?.kind === 'paid_out';
  if (!paid && !halfway) throw refuseMove(row.status, 'Nothing has to be paid out at the desk for this refund.');
  if (!(await scope.desk.owesAnything(row.id))) {
    await scope.attention.resolve(row.id, ['desk_refund_due'], actorLabel(scope.actor), reason, now);
  }
  if (halfway) return;
  await scope.audit.record(
    {
      action: 'desk.refund_paid_out',
      entity: 'refund',
      entityId: refund.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
      details: { appointment: row.id, amount: refund.amount, currency: refund.currency },
    },
    now,
  );
}
