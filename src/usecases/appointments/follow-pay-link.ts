import type { PayLinks } from '../../adapters/tokens/port.js';
import { linkTo, type UserActor } from '../../domain/actor.js';
import type { PayLinkState } from '../../domain/appointments/payment-pages.js';
import { isCancelled } from '../../domain/appointments/states.js';
import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { isReplaceable, type MoneyView, mayAskForPayment } from '../../domain/payments/public.js';
import { ROLE_PERMISSIONS } from '../../domain/permissions.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { moneyOf } from '../payments/public.js';
import { type CreateOrderDeps, createOrder } from './create-order.js';

type Scope = AppointmentsScope & IdentityScope & PaymentsScope & SupportScope;

export interface PayLinkExplanation {
  readonly state: PayLinkState;
  /** End of the hold, in the patient's zone. */
  readonly deadline?: Date;
  readonly zone?: string;
  /** Of a refusal: a sentence for the patient, and what it means to HTTP. */
  readonly sentence?: string;
  readonly code?: ErrorCode;
  readonly retryAfterSeconds?: number;
}

/** The address of the payment page, or why there is none. */
export type PayLinkAnswer = { readonly url: string } | PayLinkExplanation;

export interface PayLinkDeps extends CreateOrderDeps {
  readonly links: PayLinks;
}

interface Found {
  readonly row: AppointmentRow;
  readonly money: MoneyView;
  readonly zone: string;
  /** The page that is open already. */
  readonly url: string | null;
}

const RETRY_SECONDS = 5;
/** Refusals that end by themselves: the same link works again later. */
const PASSING: readonly ErrorCode[] = ['unavailable', 'provider_unavailable'];

/** Refusals because the appointment has changed under the request: its new state says more. */
const CHANGED: readonly ErrorCode[] = ['invalid_transition', 'order_exists', 'payments_disabled'];

/**
 * Follows a link from a message: leads to the appointment's open payment page, or opens one as `POST /orders/` does, in the
 * patient's name. It pays nothing and can be followed any number of times, also by a mail program that checks links.
 */
export function followPayLink(deps: PayLinkDeps) {
  const order = createOrder(deps);
  const find = (id: string) => deps.unitOfWork.withScope(linkTo(id), (scope) => findPayable(scope, id, deps.now()));
  return async (token: string): Promise<PayLinkAnswer> => {
    const id = deps.links.read(token);
    const found = id === null ? null : await find(id);
    if (!found) return { state: 'unknown' };
    const why = explain(found, deps);
    if (why) return why;
    const actor = patientOf(found.row);
    try {
      const url = found.url ?? (await order(actor, { appointmentId: found.row.id, provider: null }, null)).url;
      await deps.unitOfWork.withScope(actor, (scope) => recordOpening(scope, found.row, deps.now()));
      return { url };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Somebody else opened a page meanwhile: it is this appointment's as well.
      if (error.details.paymentUrl) return { url: error.details.paymentUrl };
      return explainRefusal(error, await find(found.row.id), deps);
    }
  };
}

async function findPayable(scope: Scope, id: string, now: Date): Promise<Found | null> {
  const row = await scope.appointments.find(id);
  const patient = row && (await scope.users.findById(row.patientId));
  if (!patient || row.deletedAt) return null;
  const current = await scope.orders.current(id);
  const open = current?.status === 'pending' && !isReplaceable(current, null, now) ? current : null;
  return {
    row,
    money: await moneyOf(scope, { id: row.id, isPending: row.status === 'pending' }),
    zone: patient.timezone,
    url: open?.checkoutUrl ?? null,
  };
}

/** Null while the appointment can be paid. */
function explain({ row, money, zone }: Found, { now, paymentsEnabled }: PayLinkDeps): PayLinkExplanation | null {
  // A hold that ended early, because the provider refused it, was not held until then.
  const hold = now() >= row.expiresAt ? { deadline: row.expiresAt, zone } : {};
  if (isCancelled(row.status)) return { state: 'cancelled' };
  const waits = row.status === 'pending' || row.status === 'payment_expired';
  if (!waits) return { state: row.paymentRequired ? 'paid' : 'nothing_due' };
  if (money.underWay) return { state: 'under_way', ...hold };
  if (!mayAskForPayment(money)) return { state: 'looked_after' };
  if (row.status === 'payment_expired' || now() >= row.expiresAt) return { state: 'too_late', ...hold };
  return row.paymentRequired && paymentsEnabled ? null : { state: 'nothing_due' };
}

/** What a refusal means to the patient: the appointment's new state, where it changed under the request. */
function explainRefusal(error: DomainError, found: Found | null, deps: PayLinkDeps): PayLinkExplanation {
  if (PASSING.includes(error.code)) {
    return { state: 'unavailable', retryAfterSeconds: error.details.retryAfter ?? RETRY_SECONDS };
  }
  const why = CHANGED.includes(error.code) && found ? explain(found, deps) : null;
  return why ?? { state: 'refused', sentence: error.message, code: error.code };
}

/** The link stands for the patient, because it was sent to their mailbox alone. */
function patientOf(row: AppointmentRow): UserActor {
  return {
    kind: 'user',
    userId: row.patientId,
    membershipId: null,
    role: 'patient',
    permissions: ROLE_PERMISSIONS.patient,
    clinicIds: [row.clinicId],
    sessionId: 'pay-link',
  };
}

async function recordOpening(scope: Scope, row: AppointmentRow, now: Date): Promise<void> {
  await scope.audit.record(
    {
      action: 'order.page_opened_by_link',
      entity: 'appointment',
      entityId: row.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
    },
    now,
  );
}
