import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import type { AppointmentRow, Attached } from '../../models/repositories/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';

const NOTHING: Attached = { attention: [], refunds: [], orders: [] };

/** The row as its workflow sees it; `attached` is left out only for a row that was just inserted. */
export function toSnapshot(row: AppointmentRow, attached: Attached = NOTHING): AppointmentSnapshot {
  return {
    id: row.id,
    clinicId: row.clinic_id,
    doctorId: row.doctor_id,
    patientId: row.patient_id,
    status: row.status,
    statusSince: row.status_since.getTime(),
    paymentStatus: row.payment_status,
    price: row.price,
    currency: row.currency,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    bookedAt: row.booked_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    version: row.version,
    revision: row.revision,
    patientSeen: row.checked_in_at !== null,
    policy: row.policy,
    attention: attached.attention,
    refunds: attached.refunds,
    openOrders: attached.orders,
  };
}

export async function snapshotOf(scope: Scope, row: AppointmentRow): Promise<AppointmentSnapshot> {
  return toSnapshot(row, await scope.appointments.attached(row.id));
}
