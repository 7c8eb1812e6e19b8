import { type Actor, actorLabel, actorUserId, may } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { toDecimal } from '../../domain/money.js';
import { type DeskMethod, deskSession } from '../../domain/payments/orders.js';
import type { PayableKind, Subject } from '../../domain/subjects.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { failPoint } from '../../observability/fail-points.js';
import { assertNoPaymentHeld } from './assert-no-payment-held.js';
import { type AmountDue, type LockedPayable, lockSubject } from './payable.js';
import type { PaymentDeps } from './payment-deps.js';
import { lookUpRefund } from './refund.js';
import { settlePayment } from './settle-payment.js';
import { orderExists, type Stored, storeOrReplace } from './start-checkout.js';

type Scope = PaymentsScope & SupportScope;

/** The subject is what is paid for. */
export interface TakeAtDeskInput extends Subject<PayableKind> {
  readonly actor: Actor;
  /** `amount` in minor units. */
  readonly command: {
    readonly orderId: string;
    readonly method: DeskMethod;
    readonly amount: number;
    readonly note: string | null;
  };
}

export interface ConfirmDeskRefundInput extends Subject<PayableKind> {
  readonly actor: Actor;
  readonly command: { readonly refundId: string; readonly reason: string };
}

/**
 * Records money that the reception has taken for a held appointment, and settles it in the one way in which payments are settled.
 * An open payment page is ended first: nobody pays twice. A repeat goes on where the last attempt stopped.
 * @throws DomainError not_found, forbidden, invalid_transition, order_exists, validation_failed, provider_unavailable
 */
export function takeAtDesk<Answer>(deps: PaymentDeps<Answer>) {
  const settle = settlePayment(deps);
  return async (input: TakeAtDeskInput): Promise<Answer> => {
    const order = await storeOrReplace(deps, () =>
      deps.unitOfWork.withScope(input.actor, (scope) => take(deps, scope, input)),
    );
    failPoint('checkout.committed');
    const { snapshot } = await settle({ subjectId: input.subjectId, orderId: order.id, eventIds: [] });
    return snapshot;
  };
}

async function take(deps: PaymentDeps, scope: Scope, input: TakeAtDeskInput): Promise<Stored> {
  const { command } = input;
  const subject = await lockSubject(deps, scope, input);
  if (!subject) throw notFound('Appointment');
  if (!may(scope.actor, 'orders:desk')) throw new DomainError('forbidden', 'Money is taken by API, signed in.');
  const own = await scope.orders.find(command.orderId);
  if (own) return { kind: 'stored', order: own };
  const now = deps.now();
  const due = subject.due();
  if (!subject.isPending || !due) throw subject.refusal();
  if (now >= due.payBy) throw subject.refusal('The time to pay is over.');
  if (command.amount !== due.amount) {
    throw invalid('amount', `Take ${toDecimal(due.amount)} ${due.currency.toUpperCase()}: that is what is owed.`);
  }
  await assertNoPaymentHeld(scope, subject);
  const present = await scope.orders.current(subject.id);
  if (present && present.status !== 'creating' && present.status !== 'pending') throw orderExists(present);
  if (present) return { kind: 'in_the_way', order: present };
  return { kind: 'stored', order: await writeDown(scope, { subject, due, command }, now) };
}

interface Taking extends Pick<TakeAtDeskInput, 'command'> {
  readonly subject: LockedPayable;
  readonly due: AmountDue;
}

async function writeDown(scope: Scope, { subject, due, command }: Taking, now: Date): Promise<OrderRow> {
  const { orderId, method, note } = command;
  const order = await scope.orders.insert({
    id: orderId,
    clinicId: subject.clinicId,
    subjectId: subject.id,
    subjectKind: subject.kind,
    patientId: subject.patientId,
    provider: 'desk',
    amount: due.amount,
    currency: due.currency,
    expiresAt: due.payBy,
    createdAt: now,
    request: {
      orderId,
      subjectId: subject.id,
      subjectKind: subject.kind,
      amount: due.amount,
      currency: due.currency,
      successUrl: '',
      cancelUrl: '',
      methods: [method],
      expiresAtSeconds: Math.floor(due.payBy.getTime() / 1000),
    },
  });
  await scope.desk.take({
    clinicId: subject.clinicId,
    orderId: order.id,
    method,
    amount: due.amount,
    currency: due.currency,
    note,
    recordedBy: actorUserId(scope.actor),
    recordedAt: now,
  });
  await scope.audit.record(
    {
      action: 'desk.payment_taken',
      entity: 'order',
      entityId: order.id,
      clinicId: subject.clinicId,
      patientId: subject.patientId,
      details: { [subject.kind]: subject.id, amount: order.amount, currency: order.currency, method },
    },
    now,
  );
  return scope.orders.update(order.id, { status: 'pending', providerSessionId: deskSession(order.id) }, now);
}

/**
 * Somebody has handed the money of a refund over: it has succeeded by that.
 * @throws DomainError not_found, forbidden, invalid_transition when it was paid out before
 */
export function confirmDeskRefund<Answer>(deps: PaymentDeps<Answer>) {
  const settle = lookUpRefund(deps);
  return async (input: ConfirmDeskRefundInput): Promise<Answer> => {
    await deps.unitOfWork.withScope(input.actor, (scope) => payOut(deps, scope, input));
    const { subjectId, command } = input;
    const { snapshot } = await settle({ subjectId, refundId: command.refundId, eventIds: [] });
    return snapshot;
  };
}

async function payOut(deps: PaymentDeps, scope: Scope, input: ConfirmDeskRefundInput): Promise<void> {
  const { refundId, reason } = input.command;
  const subject = await lockSubject(deps, scope, input);
  const refund = await scope.payments.lockRefund(refundId);
  if (!subject || refund?.subjectId !== subject.id) throw notFound('Refund');
  if (!may(scope.actor, 'orders:desk')) throw new DomainError('forbidden', 'Money is paid out by API, signed in.');
  const now = deps.now();
  const paid = await scope.desk.payOut(refundId, actorUserId(scope.actor), now);
  // Recorded, but not yet believed: a repeat after a crash goes on.
  const halfway = !paid && refund.status === 'pending' && (await scope.desk.findPayOut(refundId))?.kind === 'paid_out';
  if (!paid && !halfway) throw subject.refusal('Nothing has to be paid out at the desk for this refund.');
  if (!(await scope.desk.owesAnything(subject.id))) {
    await scope.attention.resolve(
      { subjectId: subject.id, codes: ['desk_refund_due'], by: actorLabel(scope.actor), note: reason },
      now,
    );
  }
  if (halfway) return;
  await scope.audit.record(
    {
      action: 'desk.refund_paid_out',
      entity: 'refund',
      entityId: refund.id,
      clinicId: subject.clinicId,
      patientId: subject.patientId,
      details: { [subject.kind]: subject.id, amount: refund.amount, currency: refund.currency },
    },
    now,
  );
}
