import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import type { AppointmentRow, Attached } from '../../models/repositories/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';

const NOTHING: Omit<Attached, 'revision'> = { attention: [], refunds: [], orders: [] };

/** The row as its workflow sees it; `attached` is left out only for a row that was just inserted. */
export function toSnapshot(row: AppointmentRow, attached: Omit<Attached, 'revision'> = NOTHING): AppointmentSnapshot {
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

/**
 * The row with what hangs on it, both of the same revision: an attention entry that was opened since `row` was read
 * has moved the row on.
 */
export async function snapshotOf(scope: Scope, row: AppointmentRow): Promise<AppointmentSnapshot> {
  for (let current = row; ; ) {
    const attached = await scope.appointments.attached(row.id);
    if (attached.revision === current.revision) return toSnapshot(current, attached);
    current = (await scope.appointments.find(row.id)) ?? current;
  }
}
