import type { BookCommand, StepInput } from '../domain/appointments/commands.js';
import { cancelAppointment, cancelForClinic } from '../usecases/appointments/cancel-appointment.js';
import type { ChangeDeps } from '../usecases/appointments/change-appointment.js';
import { checkIn } from '../usecases/appointments/check-in.js';
import { type ClaimDeps, type ClaimInput, claimSlot } from '../usecases/appointments/claim-slot.js';
import { completeAppointment } from '../usecases/appointments/complete-appointment.js';
import { readSnapshot } from '../usecases/appointments/read-snapshot.js';
import { recordNoShow } from '../usecases/appointments/record-no-show.js';
import { releaseClaim } from '../usecases/appointments/release-claim.js';
import { rescheduleAppointment } from '../usecases/appointments/reschedule-appointment.js';
import { resumeRun } from '../usecases/appointments/resume-run.js';
import { startConsultation } from '../usecases/appointments/start-consultation.js';
import { asActivity } from './failures.js';
import { type RequestedDeps, requested } from './requested.js';

export interface AppointmentActivityDeps extends ChangeDeps, RequestedDeps {
  readonly claim: ClaimDeps;
  readonly requireVerifiedDoctors: boolean;
}

type ClaimStep = Omit<ClaimInput, 'actor'> & StepInput<BookCommand>;

/** The appointment's own steps, each named after its use case. */
export function appointmentActivities(deps: AppointmentActivityDeps) {
  const claim = claimSlot(deps.claim);
  return {
    claimSlot: asActivity((input: ClaimStep) => deps.actors.runAs(input, claim)),
    releaseClaim: asActivity(releaseClaim(deps)),
    resumeRun: asActivity(resumeRun(deps)),
    readSnapshot: asActivity(readSnapshot(deps)),
    cancelAppointment: requested(deps, cancelAppointment(deps)),
    cancelForClinic: requested(deps, cancelForClinic(deps)),
    rescheduleAppointment: requested(deps, rescheduleAppointment(deps)),
    checkIn: requested(deps, checkIn(deps)),
    startConsultation: requested(deps, startConsultation(deps)),
    completeAppointment: requested(deps, completeAppointment(deps)),
    recordNoShow: requested(deps, recordNoShow(deps)),
  };
}
