import type { Caller } from '../../domain/actor.js';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../domain/appointments/states.js';
import type { AuditEvent } from '../../domain/audit.js';
import { invalid } from '../../domain/errors.js';
import { shownOf } from '../../domain/pages.js';
import type { Period } from '../../domain/periods.js';
import { canSee, type VisibleFilter, visibleTo } from '../../domain/visibility.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { BreakGlassGrant, PatientsScope } from '../../models/repositories/patients/public.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/public.js';
import { listedSpan } from '../clinics/public.js';
import { type Appointment, allAsSeenBy, type ReadAppointmentDeps } from './read-appointment.js';

type Scope = AppointmentsScope & ClinicsScope & PatientsScope & QuestionnairesScope;

export interface AppointmentsQuery {
  /** Any of these. */
  readonly statuses?: readonly AppointmentStatus[] | undefined;
  /** Of this patient alone. */
  readonly patientId?: string | undefined;
  /** Of the start. */
  readonly period: Period;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/**
 * The caller's appointments by role, latest start first. Somebody else's leave one audit row that names whose they are. Whoever
 * has broken the glass for the patient who is asked for sees all visits of that patient at the clinic.
 */
export function listAppointments(deps: ReadAppointmentDeps<Scope>) {
  return (actor: Caller, query: AppointmentsQuery): Promise<readonly Appointment[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const now = deps.now();
      const glass = await grantFor(scope, actor, query.patientId, now);
      const visible = glass ? { patientId: glass.patientId, clinicIds: [glass.clinicId] } : withPatient(actor, query);
      if (visible === null) return [];
      const span = await listedSpan(scope.clinics, actor.clinicIds, query.period);
      const rows = await scope.appointments.list({
        ...visible,
        statuses: query.statuses,
        ...span,
        cursor: query.after && { start: query.after.at, id: query.after.id },
        limit: query.limit,
      });
      if (actor.role !== 'patient') {
        const named = [
          ...shownOf(rows, query.limit).map(({ patientId }) => patientId),
          ...(glass ? [glass.patientId] : []),
        ];
        const details = { rows: rows.length, ...(glass ? { breakGlass: glass.id } : {}) };
        await noteListing(scope, actor, { patientIds: named, details }, now);
      }
      // A list reads nobody's symptoms: a doctor opens the appointment for that, which leaves a trace.
      const shown = actor.role === 'patient' ? rows : rows.map((row) => ({ ...row, symptoms: null }));
      return allAsSeenBy(scope, actor, shown);
    });
}

/** The grant by which somebody is shown visits of this patient that are not theirs; null where they need none, or have none. */
async function grantFor(
  scope: PatientsScope,
  actor: Caller,
  patientId: string | undefined,
  now: Date,
): Promise<BreakGlassGrant | null> {
  const [clinicId] = actor.clinicIds;
  if (patientId === undefined || clinicId === undefined || actor.kind === 'api_key') return null;
  const record = { clinicId, patientId };
  if (canSee(actor, record, 'appointments:read') || !canSee(actor, record, 'patients:break-glass')) return null;
  return scope.breakGlass.findLive(actor.userId, patientId, clinicId, now);
}

/** What the caller reaches of that patient; all that they reach, where nobody is asked for. Null: nothing. */
function withPatient(actor: Caller, { patientId }: AppointmentsQuery): VisibleFilter | null {
  const visible = visibleTo(actor, 'appointments:read');
  if (visible === null || patientId === undefined) return visible;
  return visible.patientId === undefined || visible.patientId === patientId ? { ...visible, patientId } : null;
}

function noteListing(
  scope: Scope,
  actor: Caller,
  { patientIds, details }: Pick<AuditEvent, 'patientIds' | 'details'>,
  now: Date,
): Promise<void> {
  const [clinicId = null] = actor.clinicIds;
  return scope.audit.record(
    {
      action: 'appointment.listed',
      entity: 'clinic',
      entityId: clinicId ?? '',
      clinicId,
      patientIds: patientIds ?? [],
      details: details ?? {},
    },
    now,
  );
}

/** `booked,completed` -> the statuses it names. @throws DomainError validation_failed on `status` */
export function parseStatuses(text: string | undefined): readonly AppointmentStatus[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((part) => {
    const status = APPOINTMENT_STATUSES.find((known) => known === part.trim());
    if (!status) throw invalid('status', `A status is one of ${APPOINTMENT_STATUSES.join(', ')}.`);
    return status;
  });
}
