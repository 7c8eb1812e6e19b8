import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { StaffPage } from '../../domain/appointments/staff-page.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentRow, Attached } from '../../models/repositories/appointments/appointments.js';
import { appointmentsRepositories } from '../../models/repositories/appointments/slice.js';
import { supportRepositories } from '../../models/repositories/support/public.js';
import type { BareScope, ScopeOf } from '../../models/scope.js';
import { staffPage } from './staff-page.js';

/** What a snapshot is read from: the appointment, and the page that staff see of it. */
const REPOSITORIES = { ...appointmentsRepositories, ...supportRepositories };
type Scope = ScopeOf<typeof REPOSITORIES>;

const NOTHING: Omit<Attached, 'revision'> = { attention: [], refunds: [], orders: [] };

function toSnapshot(row: AppointmentRow, attached: Omit<Attached, 'revision'>, page: StaffPage): AppointmentSnapshot {
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
    patientSeen: row.checkedInAt !== null,
    checkedInAt: row.checkedInAt?.getTime() ?? null,
    policy: row.policy,
    attention: attached.attention,
    refunds: attached.refunds,
    openOrders: attached.orders,
    page,
  };
}

/**
 * The row with its page and what hangs on it, all of the same revision: an attention entry that was opened since `row`
 * was read has changed the row. What hangs on it is read last, because it carries the revision that is compared.
 */
export async function snapshotOf(scope: Scope, row: AppointmentRow): Promise<AppointmentSnapshot> {
  for (let current = row; ; ) {
    const page = await staffPage(scope, current);
    const attached = await scope.appointments.attached(row.id);
    if (attached.revision === current.revision) return toSnapshot(current, attached, page);
    current = (await scope.appointments.find(row.id)) ?? current;
  }
}

/** {@link snapshotOf} by id, in the transaction of whoever has changed the appointment. @throws DomainError not_found */
export async function readSnapshotOf(transaction: BareScope, appointmentId: string): Promise<AppointmentSnapshot> {
  const scope = transaction.with(REPOSITORIES);
  const row = await scope.appointments.find(appointmentId);
  if (!row) throw notFound('Appointment');
  return snapshotOf(scope, row);
}

/** {@link snapshotOf} for a row that was inserted in this transaction: nothing can be attached to it yet. */
export async function firstSnapshotOf(scope: Scope, row: AppointmentRow): Promise<AppointmentSnapshot> {
  return toSnapshot(row, NOTHING, await staffPage(scope, row));
}
