import type { VisitTokens } from '../../adapters/tokens/port.js';
import { linkTo } from '../../domain/actor.js';
import { isCancelled } from '../../domain/appointments/states.js';
import { isUuid } from '../../domain/ids.js';
import { noteVisitReading } from './read-appointment.js';
import { type CalendarDeps, calendarEntry, hasCalendarEntry } from './read-calendar.js';

export interface VisitCalendarDeps extends CalendarDeps {
  readonly visitTokens: VisitTokens;
}

/** The iCalendar file, or why there is none: `unknown` also for a token that is missing, wrong or expired. */
export type VisitCalendarAnswer = { readonly calendar: string } | { readonly state: 'unknown' | 'cancelled' };

/** The calendar entry that the page after a payment offers to a patient who has no session there. */
export function readVisitCalendar(deps: VisitCalendarDeps) {
  return async (appointmentId: string | null, token: string | null): Promise<VisitCalendarAnswer> => {
    if (!isUuid(appointmentId) || token === null) return { state: 'unknown' };
    if (!deps.visitTokens.isValid(token, appointmentId, deps.now())) return { state: 'unknown' };
    const row = await deps.unitOfWork.withScope(linkTo(appointmentId), async (scope) => {
      const visit = await scope.appointments.view(appointmentId);
      if (visit && hasCalendarEntry(visit))
        await noteVisitReading(scope, 'appointment.calendar_read', visit, deps.now());
      return visit;
    });
    if (row && hasCalendarEntry(row)) return { calendar: calendarEntry(deps, row) };
    return { state: row && isCancelled(row.status) ? 'cancelled' : 'unknown' };
  };
}
