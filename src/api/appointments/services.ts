import type { bookAppointment } from '../../usecases/appointments/book-appointment.js';
import type { changeConsultation, readConsultation } from '../../usecases/appointments/consultation.js';
import type { deleteAppointment } from '../../usecases/appointments/delete-appointment.js';
import type { listAppointments } from '../../usecases/appointments/list-appointments.js';
import type { readAppointment } from '../../usecases/appointments/read-appointment.js';
import type { readCalendar } from '../../usecases/appointments/read-calendar.js';
import type { readHistory } from '../../usecases/appointments/read-history.js';
import type { requestCheckIn } from '../../usecases/appointments/request-check-in.js';
import type { requestReschedule } from '../../usecases/appointments/request-reschedule.js';
import type { requestStatus } from '../../usecases/appointments/request-status.js';

declare module '../http/services.js' {
  interface Services {
    readonly appointments: AppointmentServices;
  }
}

export interface AppointmentServices {
  readonly book: ReturnType<typeof bookAppointment>;
  readonly requestStatus: ReturnType<typeof requestStatus>;
  readonly reschedule: ReturnType<typeof requestReschedule>;
  readonly checkIn: ReturnType<typeof requestCheckIn>;
  readonly delete: ReturnType<typeof deleteAppointment>;
  readonly read: ReturnType<typeof readAppointment>;
  readonly list: ReturnType<typeof listAppointments>;
  readonly history: ReturnType<typeof readHistory>;
  readonly readConsultation: ReturnType<typeof readConsultation>;
  readonly changeConsultation: ReturnType<typeof changeConsultation>;
  readonly calendar: ReturnType<typeof readCalendar>;
}
