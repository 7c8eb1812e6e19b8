import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import { appointmentsRepositories } from '../../models/repositories/appointments/slice.js';
import type { BareScope } from '../../models/scope.js';
import { seenFor, staffPage } from './staff-page.js';

/** The appointment with its page and what hangs on it, as this transaction sees them. @throws DomainError not_found */
export async function readSnapshotOf(transaction: BareScope, appointmentId: string): Promise<AppointmentSnapshot> {
  const read = await transaction.with(appointmentsRepositories).snapshots.read(appointmentId);
  if (!read) throw notFound('Appointment');
  const { row } = read;
  const seen = seenFor(row, read.page.room);
  return {
    id: row.id,
    clinicId: row.clinicId,
    doctorId: row.doctorId,
    patientId: row.patientId,
    status: row.status,
    statusSince: row.statusSince.getTime(),
    paymentStatus: row.paymentStatus,
    price: row.price,
    currency: row.currency,
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt.getTime(),
    bookedAt: row.bookedAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    version: row.version,
    revision: row.revision,
    patientSeen: row.checkedInAt !== null || seen.some(({ role }) => role === 'patient'),
    checkedInAt: row.checkedInAt?.getTime() ?? null,
    policy: row.policy,
    attention: read.attention,
    refunds: read.refunds,
    openOrders: read.openOrders,
    page: staffPage(row, read.page, seen),
  };
}

/** {@link readSnapshotOf} for whoever has the row. */
export function snapshotOf(transaction: BareScope, { id }: Pick<AppointmentRow, 'id'>): Promise<AppointmentSnapshot> {
  return readSnapshotOf(transaction, id);
}
