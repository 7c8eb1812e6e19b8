import { invalid } from '../../domain/errors.js';
import type { OrderWish } from '../../usecases/appointments/public.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';

/** Which appointment to pay for: one of the two members. */
export interface OrderBody {
  /**
   * @example "123e4567-e89b-12d3-a456-426614174000"
   */
  appointmentId?: Uuid;
  /**
   * Another spelling of `appointmentId`.
   */
  appointment_id?: Uuid;
  /** With whom to pay, where the clinic offers a choice; its first one when left out. */
  provider?: 'stripe' | 'paystack';
}

/** Money that the reception has taken. */
export interface DeskPaymentBody {
  method: 'cash' | 'terminal' | 'transfer';
  /**
   * Minor units of the appointment's currency (8000 is 80.00): what is owed, no more and no less.
   * @isInt
   * @minimum 1
   * @maximum 2000000000
   */
  amount: number;
  /**
   * Slip or transfer number.
   * @maxLength 200
   */
  note?: string;
}

/** @throws DomainError validation_failed */
export function orderWishOf(body: OrderBody): OrderWish {
  return { appointmentId: appointmentOf(body), provider: body.provider ?? null };
}

/** Two spellings of one member; both are fine when they agree. @throws DomainError validation_failed */
function appointmentOf(body: OrderBody): string {
  const named = body.appointmentId ?? body.appointment_id;
  if (named === undefined) throw invalid('appointmentId', 'Name the appointment to pay for.');
  if ((body.appointment_id ?? named) !== named) throw invalid('appointment_id', 'Name one appointment.');
  return inputId(named, body.appointmentId === undefined ? 'appointment_id' : 'appointmentId');
}

/** Whose visit a page after a payment shows: a member that is missing, or stands in the address more than once, is null. */
export function visitOf(query: Readonly<Record<string, unknown>>): {
  readonly appointmentId: string | null;
  readonly token: string | null;
} {
  const { appointment_id: id, token } = query;
  return { appointmentId: typeof id === 'string' ? id : null, token: typeof token === 'string' ? token : null };
}
