import type { AttentionCode } from '../attention.js';
import type { AppointmentPolicy } from '../clinics/public.js';
import type { Currency } from '../money.js';
import type { PaymentStatus, RefundState } from '../payments/public.js';
import type { StaffPage } from './staff-page.js';
import type { AppointmentStatus } from './states.js';

/** A refund that an appointment knows of; amount in minor units. */
export interface RefundSnapshot {
  readonly id: string;
  readonly amount: number;
  readonly status: RefundState;
}

/**
 * An appointment as its workflow sees it: ids, times (epoch milliseconds) and figures, nothing personal.
 * Every activity that changes the row returns the row it left.
 */
export interface AppointmentSnapshot {
  readonly id: string;
  readonly clinicId: string;
  readonly doctorId: string;
  readonly patientId: string;
  readonly status: AppointmentStatus;
  readonly statusSince: number;
  readonly paymentStatus: PaymentStatus;
  /** Minor units. */
  readonly price: number;
  readonly currency: Currency;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly bookedAt: number;
  readonly expiresAt: number;
  readonly version: number;
  /** Grows with every change of the row. */
  readonly revision: number;
  /** The patient was checked in for the present time, or was in the visit's chat room around it. */
  readonly patientSeen: boolean;
  /** When the patient was checked in for the present time; null while they were not. */
  readonly checkedInAt: number | null;
  readonly policy: AppointmentPolicy;
  readonly attention: readonly AttentionCode[];
  readonly refunds: readonly RefundSnapshot[];
  /** Orders whose checkout may still be open at the provider. */
  readonly openOrders: readonly string[];
  /** For the people who look at it; nothing is decided by it. */
  readonly page?: StaffPage;
}

/** Refunds that still owe the patient money. */
export function unsettledRefunds(snapshot: AppointmentSnapshot): readonly RefundSnapshot[] {
  return snapshot.refunds.filter((refund) => refund.status !== 'succeeded' && refund.status !== 'settled_by_hand');
}
