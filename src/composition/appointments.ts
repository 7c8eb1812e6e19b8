import type { AppointmentServices } from '../api/appointments/services.js';
import type { UserActor } from '../domain/actor.js';
import { directQueries } from '../models/direct-queries.js';
import { AppointmentRepository } from '../models/repositories/appointments/appointments.js';
import { ClaimRepository } from '../models/repositories/appointments/claims.js';
import { appointmentsRepositories } from '../models/repositories/appointments/slice.js';
import { MembershipRepository } from '../models/repositories/identity/memberships.js';
import { bookAppointment } from '../usecases/appointments/book-appointment.js';
import { changeConsultation, readConsultation } from '../usecases/appointments/consultation.js';
import { deleteAppointment } from '../usecases/appointments/delete-appointment.js';
import { listAppointments } from '../usecases/appointments/list-appointments.js';
import { readAppointment } from '../usecases/appointments/read-appointment.js';
import { readCalendar } from '../usecases/appointments/read-calendar.js';
import { readHistory } from '../usecases/appointments/read-history.js';
import { requestCheckIn } from '../usecases/appointments/request-check-in.js';
import { requestReschedule } from '../usecases/appointments/request-reschedule.js';
import { requestStatus } from '../usecases/appointments/request-status.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** Booking a time, and everything that becomes of it. */
export const appointments = {
  repositories: appointmentsRepositories,
  services: (core: Core) => ({ appointments: appointmentServices(core) }),
} satisfies Manifest;

function appointmentServices(core: Core): AppointmentServices {
  const keys = core.settings.ENCRYPTION_KEYS;
  const reads = directQueries(core.pool, keys);
  const moves = {
    ...core,
    reads: (actor: UserActor) => ({ appointments: new AppointmentRepository(reads(actor), keys) }),
  };
  return {
    book: bookAppointment({
      ...core,
      reads: (actor) => {
        const db = reads(actor);
        return { claims: new ClaimRepository(db), memberships: new MembershipRepository(db, keys) };
      },
    }),
    requestStatus: requestStatus(moves),
    reschedule: requestReschedule(moves),
    checkIn: requestCheckIn(core),
    delete: deleteAppointment(core),
    read: readAppointment(core),
    list: listAppointments(core),
    history: readHistory(core),
    readConsultation: readConsultation(core),
    changeConsultation: changeConsultation(core),
    calendar: readCalendar({ ...core, ...core.senders }),
  };
}
