import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  Patch,
  Path,
  Post,
  Produces,
  Query,
  Request,
  Res,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
  type TsoaResponse,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { parsePeriod } from '../../domain/periods.js';
import { parseStatuses } from '../../usecases/appointments/list-appointments.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, callerOf, inputId, localsOf, pathId } from '../http/request.js';
import { requestKeyOf } from '../http/request-key.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import { APPOINTMENT, BOOKING, CHECKED_IN, HISTORY, MOVED } from './examples.js';
import {
  appointmentAnswer,
  bookingAnswer,
  checkInAnswer,
  deletedAnswer,
  moveAnswer,
  statusHistory,
} from './presenter.js';
import {
  arrivalOf,
  type BookingBody,
  bookingRequestOf,
  type CheckInBody,
  type MoveBody,
  moveRequestOf,
  type RescheduleBody,
  slotOf,
} from './requests.js';
import type {
  AppointmentAnswer,
  BookingAnswer,
  CheckInAnswer,
  DeletedAnswer,
  MoveAnswer,
  StatusHistory,
} from './responses.js';
import type { AppointmentServices } from './services.js';

@Route('api/v1/appointments')
@Tags('appointments')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class AppointmentsController extends Controller {
  static readonly needs = 'appointments';

  constructor(private readonly services: AppointmentServices) {
    super();
  }

  /**
   * Books a slot: it is held until `expires_at`, or booked at once when nothing has to be paid. Patients book for
   * themselves; reception, nurses and administrators name the `patient`. The same Idempotency-Key gives the same
   * appointment, for ever. Permission: `appointments:book` or `appointments:book-for-patient`.
   * Errors: 400 `slot_taken` (with `appointment_id` when the patient's own hold has it), 403 `consent_required` (with the
   * `documents` of the clinic that a patient who books has yet to accept), 404, 409 `slot_unavailable` or `overlap`, 422,
   * 429 `appointment_booking`.
   */
  @Post()
  @Security('bearer', ['appointments:book'])
  @Security('bearer', ['appointments:book-for-patient'])
  @Security('api_key', ['appointments:book-for-patient'])
  @SuccessResponse(201, 'Held, or booked')
  @Response<Problem>(400, 'Slot already booked, or a field is not valid')
  @Response<Problem>(404, 'No such slot or patient')
  @Response<Problem>(409, 'The slot is over or withdrawn, or the patient is busy then')
  @Response<Problem>(422, 'The Idempotency-Key was used for another booking')
  @Example<BookingAnswer>(BOOKING)
  async bookAppointment(@Request() request: HttpRequest, @Body() body: BookingBody): Promise<BookingAnswer> {
    const { booking, replayed } = await this.services.book(
      callerOf(request),
      bookingRequestOf(body),
      requestKeyOf(request),
    );
    this.setStatus(201);
    this.setHeader('Location', `/api/v1/appointments/${booking.id}/`);
    if (replayed) {
      await localsOf(request).services.idempotency.noteReplay(callerOf(request), booking);
      this.setHeader('Idempotent-Replayed', 'true');
    }
    return bookingAnswer(booking);
  }

  /**
   * The caller's appointments by role: a patient's own, a doctor's own, the clinic's for its staff; latest start
   * first. Whoever has opened a patient's record by break-glass sees all visits of that `patient` at the clinic, to read them.
   * Paged by the Link header. Permission: `appointments:read`. Errors: 400.
   * @param status Any of these, separated by commas.
   * @param patient Of this patient alone.
   * @param from Earliest start: an instant, or a date: that day on the wall of the clinic's zone.
   * @param to Latest start: an instant, not included, or a date, whose whole day is included.
   * @param timezone The zone that dates are read in, instead of the clinic's.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['appointments:read'])
  @Security('api_key', ['appointments:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<AppointmentAnswer[]>([APPOINTMENT])
  async listAppointments(
    @Request() request: HttpRequest,
    @Query() status?: string,
    @Query() patient?: Uuid,
    @Query() from?: string,
    @Query() to?: string,
    @Query() timezone?: string,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<AppointmentAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(callerOf(request), {
      statuses: parseStatuses(status),
      patientId: patient === undefined ? undefined : inputId(patient, 'patient'),
      period: parsePeriod({ from, to, timezone }),
      limit: page.fetch,
      after: page.after,
    });
    const shown = sendPage(this, request, {
      rows,
      limit: page.limit,
      cursorOf: (row) => ({ at: row.startsAt, id: row.id }),
    });
    return shown.map(appointmentAnswer);
  }

  /** One appointment. Permission: `appointments:read`. Errors: 404. */
  @Get('{id}')
  @Security('bearer', ['appointments:read'])
  @Security('api_key', ['appointments:read'])
  @Response<Problem>(404, 'No such appointment')
  @Example<AppointmentAnswer>(APPOINTMENT)
  async readAppointment(@Request() request: HttpRequest, @Path() id: string): Promise<AppointmentAnswer> {
    return appointmentAnswer(await this.services.read(callerOf(request), pathId(id, 'Appointment')));
  }

  /**
   * Asks for a status: `in_progress`, `completed`, `no_show` by the doctor; `cancelled_by_patient`, `..._doctor`,
   * `..._clinic` by each of them. `consultation` only with `completed`. Money goes back by policy. Honours
   * Idempotency-Key. Permission: `appointments:move`. Errors: 400, 404, 409 `invalid_transition` with `status` and
   * `allowed`.
   */
  @Patch('{id}/update')
  @Security('bearer', ['appointments:move'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'Not possible in the present status')
  @Example<MoveAnswer>(MOVED)
  async changeAppointmentStatus(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: MoveBody,
  ): Promise<MoveAnswer> {
    const move = moveRequestOf(body);
    const appointmentId = pathId(id, 'Appointment');
    const work = async (requestKey: RequestKey | null) =>
      moveAnswer(await this.services.requestStatus(actorOf(request), appointmentId, move, requestKey));
    return answerIdempotently(this, request, work, { status: 200, understood: move });
  }

  /**
   * Moves a booked appointment to another free slot of the same clinic and type; payment and price stay. Patients
   * until two hours before the start, at most three times. Honours Idempotency-Key. Permission: `appointments:move`.
   * Errors: 400 `slot_taken`, 404, 409 `invalid_transition`, `slot_unavailable` or `overlap`.
   */
  @Post('{id}/reschedule')
  @Security('bearer', ['appointments:move'])
  @SuccessResponse(200, 'Moved')
  @Response<Problem>(400, 'Slot already booked, or of another type')
  @Response<Problem>(404, 'No such appointment or slot')
  @Response<Problem>(409, 'Not possible in the present status, or too late')
  @Example<AppointmentAnswer>(APPOINTMENT)
  async rescheduleAppointment(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: RescheduleBody,
  ): Promise<AppointmentAnswer> {
    const appointmentId = pathId(id, 'Appointment');
    const slotId = slotOf(body);
    const work = async (requestKey: RequestKey | null) =>
      appointmentAnswer(await this.services.reschedule(actorOf(request), appointmentId, slotId, requestKey));
    return answerIdempotently(this, request, work, { status: 200, understood: { slotId } });
  }

  /**
   * Records that the patient is there: by the patient from `POLICY_CHECK_IN_OPENS` before the start until the end, by
   * the clinic's staff on the day of the appointment. A repeat answers the first time. When nobody starts the
   * consultation, it tells the doctor's absence from the patient's. What is said of the patient goes into the record of the
   * consultation; sent again, it changes there. Permission: `appointments:check-in`. Errors: 400, 403, 404, 409 `invalid_transition` (too early, over, or not booked).
   */
  @Post('{id}/check-in')
  @Security('bearer', ['appointments:check-in'])
  @SuccessResponse(200, 'Checked in')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'Too early, over, or not booked')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<CheckInAnswer>(CHECKED_IN)
  async checkIn(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body?: CheckInBody,
  ): Promise<CheckInAnswer> {
    const appointmentId = pathId(id, 'Appointment');
    const details = arrivalOf(body ?? {});
    const work = async (requestKey: RequestKey | null) =>
      checkInAnswer(await this.services.checkIn(actorOf(request), appointmentId, details, requestKey));
    return answerIdempotently(this, request, work, { status: 200, understood: details });
  }

  /**
   * Takes a finished appointment out of the lists; a pending one is cancelled first. The record stays: with
   * `Prefer: return=representation` (RFC 7240) the answer is its trace, as a 200. For the patient and the clinic's
   * staff. Permission: `appointments:delete`. Errors: 404, 409 `invalid_transition`.
   * @example represent {"appointment":{"id":"123e4567-e89b-12d3-a456-426614174000","is_deleted":true,"deleted_at":"2026-12-02T08:00:00.000Z","deleted_by":"9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b","original_data_preserved":true}}
   */
  @Delete('{id}')
  @Security('bearer', ['appointments:delete'])
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'It is not over yet')
  async deleteAppointment(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Res() represent: TsoaResponse<200, DeletedAnswer>,
  ): Promise<void> {
    const deleted = await this.services.delete(actorOf(request), pathId(id, 'Appointment'));
    if (/\breturn=representation\b/.test(request.header('prefer') ?? '')) represent(200, deletedAnswer(deleted));
  }

  /** Every change of status and of time, oldest first. Permission: `appointments:read`. Errors: 404. */
  @Get('{id}/status-history')
  @Security('bearer', ['appointments:read'])
  @Security('api_key', ['appointments:read'])
  @Response<Problem>(404, 'No such appointment')
  @Example<StatusHistory>(HISTORY)
  async readStatusHistory(@Request() request: HttpRequest, @Path() id: string): Promise<StatusHistory> {
    const appointmentId = pathId(id, 'Appointment');
    return statusHistory(appointmentId, await this.services.history(callerOf(request), appointmentId));
  }

  /**
   * The appointment as an iCalendar file. Permission: `appointments:read`. Errors: 404, 409 before it is booked and
   * after it is cancelled.
   */
  @Get('{id}/calendar.ics')
  @Security('bearer', ['appointments:read'])
  @Security('api_key', ['appointments:read'])
  @Produces('text/calendar')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'It has no calendar entry in its present status')
  @Example<string>('BEGIN:VCALENDAR')
  async downloadCalendar(@Request() request: HttpRequest, @Path() id: string): Promise<Readable> {
    const calendar = await this.services.calendar(callerOf(request), pathId(id, 'Appointment'));
    this.setHeader('Content-Type', 'text/calendar; charset=utf-8; method=PUBLISH');
    this.setHeader('Content-Disposition', 'attachment; filename="appointment.ics"');
    return Readable.from([calendar]);
  }
}
