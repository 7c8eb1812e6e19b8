import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import type { VisitTokens } from '../../adapters/tokens/port.js';
import { linkTo } from '../../domain/actor.js';
import type { PaymentPageState } from '../../domain/appointments/payment-pages.js';
import { DomainError } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { type MoneyView, mayAskForPayment, nothingTaken } from '../../domain/payments/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { OrderRow, PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { moneyOf } from '../payments/public.js';
import { hasCalendarEntry } from './read-calendar.js';

type Scope = AppointmentsScope & ClinicsScope & PaymentsScope & SupportScope;

/** An appointment as the page after its payment shows it, to somebody who has no session. */
export interface PaidVisit {
  readonly doctor: string;
  readonly clinic: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Of the clinic. */
  readonly zone: string;
  /** As booked: one of the known modes, or free text; null when the booking named none. */
  readonly mode: string | null;
  /** The token that showed it, for the link to its calendar entry. */
  readonly token: string;
}

export interface PaymentPageView {
  readonly state: PaymentPageState;
  readonly appointmentId?: string;
  readonly deadline?: Date;
  readonly paymentUrl?: string;
  /** Only of a confirmed appointment, and only for a valid token. */
  readonly visit?: PaidVisit;
}

/** What the address of a return page carries. A token that is missing, wrong or expired shows no details. */
export interface PaymentPageInput {
  readonly outcome: 'success' | 'cancel';
  readonly appointmentId: string | null;
  readonly token: string | null;
}

export interface PaymentPageDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: Pick<AppointmentWorkflows, 'deliverPaymentEvent'>;
  readonly visitTokens: VisitTokens;
  readonly now: () => Date;
}

/**
 * What somebody who comes back from the payment page is shown. Coming back proves nothing: it only asks the
 * appointment's workflow to look the payment up, the one way in which a payment is settled.
 */
export function readPaymentPage({ unitOfWork, engine, visitTokens, now }: PaymentPageDeps) {
  return async ({ outcome, appointmentId, token }: PaymentPageInput): Promise<PaymentPageView> => {
    if (!isUuid(appointmentId)) return { state: 'unknown' };
    const known = await unitOfWork.withScope(linkTo(appointmentId), async (scope) => {
      const row = await scope.appointments.find(appointmentId);
      if (!row) return null;
      const order = await scope.orders.current(appointmentId);
      const shown = outcome === 'success' && token !== null && visitTokens.isValid(token, appointmentId, now());
      const visit = shown ? await paidVisit(scope, appointmentId, token) : null;
      return { row, order, money: await moneyOf(scope, { id: row.id, isPending: row.status === 'pending' }), visit };
    });
    if (!known) return { state: 'unknown' };
    const { row, order } = known;
    if (outcome === 'success' && row.status === 'pending' && order) await askForLookup(engine, order);
    return view(outcome, known);
  };
}

/** An engine that is unavailable is asked again when the page renews itself. */
async function askForLookup(engine: PaymentPageDeps['engine'], order: OrderRow): Promise<void> {
  if (!order.providerSessionId) return;
  try {
    await engine.deliverPaymentEvent({
      provider: order.provider,
      eventId: null,
      about: 'checkout',
      objectId: order.providerSessionId,
      subjectId: order.subjectId,
      orderId: order.id,
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'unavailable') throw error;
  }
}

interface Known {
  readonly row: AppointmentRow;
  readonly order: OrderRow | null;
  readonly money: MoneyView;
  readonly visit: PaidVisit | null;
}

function view(outcome: 'success' | 'cancel', { row, order, money, visit }: Known): PaymentPageView {
  const known = { appointmentId: row.id, deadline: row.expiresAt };
  switch (row.status) {
    case 'pending': {
      if (money.underWay) return { ...known, state: 'checking' };
      if (!mayAskForPayment(money)) return { ...known, state: 'looked_after' };
      return {
        ...known,
        state: outcome === 'success' ? 'checking' : 'unpaid',
        ...(order?.checkoutUrl ? { paymentUrl: order.checkoutUrl } : {}),
      };
    }
    case 'payment_expired':
      return { ...known, state: afterHold(money) };
    case 'cancelled_by_patient':
    case 'cancelled_by_doctor':
    case 'cancelled_by_clinic':
      return { ...known, state: 'cancelled' };
    default:
      return { ...known, state: 'confirmed', ...(visit ? { visit } : {}) };
  }
}

function afterHold(money: MoneyView): PaymentPageState {
  if (money.underWay) return 'under_way';
  if (!mayAskForPayment(money)) return 'looked_after';
  return nothingTaken(money) ? 'expired' : 'refunded';
}

/** Null for an appointment that no calendar should show: it is not booked, was cancelled or deleted. */
async function paidVisit(scope: Scope, appointmentId: string, token: string): Promise<PaidVisit | null> {
  const row = await scope.appointments.view(appointmentId);
  const clinic = row && hasCalendarEntry(row) ? await scope.clinics.find(row.clinicId) : null;
  if (!row || !clinic) return null;
  return {
    doctor: `${row.doctorFirstName} ${row.doctorLastName}`,
    clinic: clinic.name,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    zone: clinic.timezone,
    mode: row.consultationType,
    token,
  };
}
