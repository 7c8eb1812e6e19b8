import type { Caller, UserActor } from '../../domain/actor.js';
import type { AuditAction, AuditEvent } from '../../domain/audit.js';
import { notFound } from '../../domain/errors.js';
import { type Belongings, canSee, mayRead, nobodysRecord } from '../../domain/visibility.js';
import type { AppointmentView } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { QuestionnairesScope, VisitForm } from '../../models/repositories/questionnaires/public.js';
import type { BareScope, UnitOfWork } from '../../models/scope.js';

export type { VisitForm };

type ShownScope = AppointmentsScope & QuestionnairesScope;
type Scope = ShownScope & PatientsScope;

export interface ReadAppointmentDeps<Wanted = Scope> {
  readonly unitOfWork: UnitOfWork<Wanted>;
  readonly now: () => Date;
}

/**
 * An appointment with its slot, doctor, clinic, room, latest order and forms; symptoms only where this reader may see them.
 */
export interface Appointment extends AppointmentView {
  readonly questionnaires: readonly VisitForm[];
  /** What was prescribed on it, for who may read that; left out for everybody else, and in lists. */
  readonly prescriptionIds?: readonly string[];
}

/**
 * One appointment, as it is now; who reads somebody else's leaves an audit row. Whoever has broken the glass reads all of the
 * patient's visits at the clinic, what they wrote when booking included.
 * @throws DomainError not_found
 */
export function readAppointment(deps: ReadAppointmentDeps) {
  return (actor: Caller, id: string): Promise<Appointment> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id);
      const now = deps.now();
      const glass = await brokenGlass(scope, actor, row ?? nobodysRecord(actor, id), now);
      if (!row) throw notFound('Appointment');
      if (!glass && !canSee(actor, row, 'appointments:read')) throw notFound('Appointment');
      const seen = await asSeenBy(scope, actor, row);
      const ids = canSee(actor, row, 'prescriptions:read') ? await scope.appointments.prescriptionIds(id) : undefined;
      const prescribed = ids ? { prescriptionIds: ids } : {};
      const shown = { ...seen, ...prescribed, ...(glass ? { symptoms: row.symptoms } : {}) };
      await noteReading(scope, shown, now, glass);
      return shown;
    });
}

/** How a visit of the person's own stands; null for any other. */
export function readAppointmentStatus({ unitOfWork }: { readonly unitOfWork: UnitOfWork<AppointmentsScope> }) {
  return (actor: UserActor, id: string): Promise<Pick<AppointmentView, 'id' | 'status' | 'paymentStatus'> | null> =>
    unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.find(id);
      return row && row.deletedAt === null && canSee(actor, row, 'appointments:read') ? row : null;
    });
}

/** The grant by which somebody reads what is not for them otherwise; null for everybody else. */
async function brokenGlass(scope: PatientsScope, actor: Caller, row: Belongings, now: Date): Promise<string | null> {
  if (actor.kind === 'api_key' || mayRead(actor, 'symptoms', row) || !canSee(actor, row, 'patients:break-glass'))
    return null;
  const grant = await scope.breakGlass.findLive(actor.userId, row.patientId, row.clinicId, now);
  return grant?.id ?? null;
}

/**
 * The appointment after this caller changed it: a doctor who moved it to a colleague's slot still gets an answer,
 * although it is theirs no more, and so do staff who changed a deleted one. @throws DomainError not_found
 */
export async function readChanged(scope: ShownScope, actor: UserActor, id: string, now: Date): Promise<Appointment> {
  const row = await scope.appointments.view(id, true);
  if (!row) throw notFound('Appointment');
  const shown = await asSeenBy(scope, actor, row);
  // A change has its own audit row; what is read on top of it is noted where it is clinical, and where nothing changed.
  if (shown.symptoms !== null || !(await scope.audit.hasRowOfRequest('appointment', id))) {
    await noteReading(scope, shown, now);
  }
  return shown;
}

async function asSeenBy(scope: ShownScope, actor: Caller, row: AppointmentView): Promise<Appointment> {
  const [shown] = await allAsSeenBy(scope, actor, [row]);
  return shown ?? { ...row, symptoms: null, questionnaires: [] };
}

/** What this reader may see of appointments. Their forms are asked for once for all, and only where a clinic has any. */
export async function allAsSeenBy(
  scope: ShownScope,
  actor: Caller,
  rows: readonly AppointmentView[],
): Promise<readonly Appointment[]> {
  const asked = rows.filter(({ hasForms }) => hasForms).map(({ id }) => id);
  const forms = asked.length > 0 ? await scope.questionnaires.ofVisits(asked) : [];
  return rows.map((row) => ({
    ...row,
    symptoms: mayRead(actor, 'symptoms', row) ? row.symptoms : null,
    questionnaires: forms.filter(({ appointmentId }) => appointmentId === row.id),
  }));
}

function noteReading(scope: BareScope, shown: Appointment, now: Date, glass: string | null = null): Promise<void> {
  const details = { symptoms: shown.symptoms !== null, ...(glass ? { breakGlass: glass } : {}) };
  const { id, clinicId, patientId } = shown;
  return noteVisitReading(scope, 'appointment.read', { id, clinicId, patientId, details }, now);
}

interface ReadVisit extends Pick<Appointment, 'id' | 'clinicId' | 'patientId'> {
  readonly details?: AuditEvent['details'];
}

/** Somebody else's visit was read; what a patient reads of their own leaves no row. */
export async function noteVisitReading(
  scope: BareScope,
  action: AuditAction,
  { id, clinicId, patientId, details = {} }: ReadVisit,
  now: Date,
): Promise<void> {
  const { actor } = scope;
  if (actor.kind === 'user' && actor.role === 'patient') return;
  await scope.audit.record({ action, entity: 'appointment', entityId: id, clinicId, patientId, details }, now);
}
