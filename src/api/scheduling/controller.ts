import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  Path,
  Post,
  Query,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { parsePeriod } from '../../domain/periods.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { callerOf, inputId, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import { BULK_SLOTS, OWN_SLOT, SLOT } from './examples.js';
import { bulkSlotsAnswer, ownSlotView, slotView } from './presenter.js';
import { type BulkSlotsBody, bulkSlotsCommand, type SlotBody, slotCommand } from './requests.js';
import type { BulkSlotsAnswer, OwnSlotView, SlotView } from './responses.js';
import type { SlotServices } from './services.js';

@Route('api/v1/appointments/availabilities')
@Tags('slots')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SlotsController extends Controller {
  static readonly needs = 'slots';

  constructor(private readonly services: SlotServices) {
    super();
  }

  /**
   * Free slots of the caller's clinics that start in the future, earliest first, with their doctor.
   * Paged by the Link header. Permission: `slots:read`. Errors: 400.
   * @param doctor Only this doctor's slots.
   * @param from Earliest start: an instant, or a date: that day on the wall of the clinic's zone.
   * @param to Latest start: an instant, not included, or a date, whose whole day is included.
   * @param timezone The zone that dates are read in, instead of the clinic's.
   * @param slot_type `short` or `long`.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('list')
  @Security('bearer', ['slots:read'])
  @Security('api_key', ['slots:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<SlotView[]>([SLOT])
  async listFreeSlots(
    @Request() request: HttpRequest,
    @Query() doctor?: Uuid,
    @Query() from?: string,
    @Query() to?: string,
    @Query() timezone?: string,
    @Query() slot_type?: 'short' | 'long',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<SlotView[]> {
    const page = readPage(request, limit, cursor);
    const slots = await this.services.listFree(callerOf(request), {
      doctorId: doctor === undefined ? undefined : inputId(doctor, 'doctor'),
      period: parsePeriod({ from, to, timezone }),
      slotType: slot_type,
      limit: page.fetch,
      after: page.after,
    });
    const shown = sendPage(this, request, {
      rows: slots,
      limit: page.limit,
      cursorOf: (slot) => ({ at: slot.startTime, id: slot.id }),
    });
    return shown.map(slotView);
  }

  /**
   * A doctor's own slots, or those of the clinic for its staff: booked and past ones too, earliest first. Paged by the
   * Link header. Permission: `slots:manage-own`, `slots:manage-clinic` or `appointments:book-for-patient`.
   * Errors: 400, 403 (another doctor's), 404 (clinic).
   * @param doctor Only this doctor's slots; a doctor sees their own.
   * @param clinic Only this clinic's, one of the caller's.
   * @param from Earliest start: an instant, or a date: that day on the wall of the clinic's zone.
   * @param to Latest start: an instant, not included, or a date, whose whole day is included.
   * @param timezone The zone that dates are read in, instead of the clinic's.
   * @param booked Only booked ones (`true`) or only free ones (`false`).
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['slots:manage-own'])
  @Security('bearer', ['slots:manage-clinic'])
  @Security('api_key', ['slots:manage-clinic'])
  @Security('bearer', ['appointments:book-for-patient'])
  @Security('api_key', ['appointments:book-for-patient'])
  @Response<Problem>(400, 'A filter is not valid')
  @Response<Problem>(404, 'No such clinic')
  @Example<OwnSlotView[]>([OWN_SLOT])
  async listOwnSlots(
    @Request() request: HttpRequest,
    @Query() doctor?: Uuid,
    @Query() clinic?: Uuid,
    @Query() from?: string,
    @Query() to?: string,
    @Query() timezone?: string,
    @Query() booked?: boolean,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<OwnSlotView[]> {
    const page = readPage(request, limit, cursor);
    const slots = await this.services.listOwn(callerOf(request), {
      doctorId: doctor === undefined ? undefined : inputId(doctor, 'doctor'),
      clinicId: clinic === undefined ? undefined : inputId(clinic, 'clinic'),
      period: parsePeriod({ from, to, timezone }),
      booked,
      limit: page.fetch,
      after: page.after,
    });
    const shown = sendPage(this, request, {
      rows: slots,
      limit: page.limit,
      cursorOf: (slot) => ({ at: slot.startTime, id: slot.id }),
    });
    return shown.map(ownSlotView);
  }

  /**
   * Offers one slot: a doctor their own time, reception or an administrator that of a doctor of the clinic.
   * Honours Idempotency-Key. Permission: `slots:manage-own` or `slots:manage-clinic`.
   * Errors: 400 (`slot_length`, in the past), 404 (doctor), 409 `overlap`, 422.
   */
  @Post()
  @Security('bearer', ['slots:manage-own'])
  @Security('bearer', ['slots:manage-clinic'])
  @Security('api_key', ['slots:manage-clinic'])
  @SuccessResponse(201, 'Offered')
  @Response<Problem>(400, 'Wrong length, in the past, or a field is not valid')
  @Response<Problem>(404, 'No such doctor in your clinics')
  @Response<Problem>(409, 'It overlaps another slot of the doctor')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<SlotView>(SLOT)
  async createSlot(@Request() request: HttpRequest, @Body() body: SlotBody): Promise<SlotView> {
    const command = slotCommand(body);
    return answerIdempotently(
      this,
      request,
      async (requestKey) => slotView(await this.services.create(callerOf(request), command, requestKey)),
      { status: 201, location: (slot) => `/api/v1/appointments/availabilities/${slot.id}/`, understood: command },
    );
  }

  /**
   * Offers every whole slot of a weekly window; those in the past or over another slot are skipped and named.
   * Working hours are wall-clock time of the zone, also across a change of daylight saving.
   * Honours Idempotency-Key. Permission: `slots:manage-own` or `slots:manage-clinic`. Errors: 400, 404, 422.
   */
  @Post('bulk')
  @Security('bearer', ['slots:manage-own'])
  @Security('bearer', ['slots:manage-clinic'])
  @Security('api_key', ['slots:manage-clinic'])
  @SuccessResponse(201, 'Offered')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(404, 'No such doctor in your clinics')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<BulkSlotsAnswer>(BULK_SLOTS)
  async bulkCreateSlots(@Request() request: HttpRequest, @Body() body: BulkSlotsBody): Promise<BulkSlotsAnswer> {
    const command = bulkSlotsCommand(body);
    const work = async (requestKey: RequestKey | null) =>
      bulkSlotsAnswer(await this.services.bulkCreate(callerOf(request), command, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: () => '/api/v1/appointments/availabilities/',
      understood: command,
    });
  }

  /**
   * Takes a free slot back. Permission: `slots:manage-own` (own) or `slots:manage-clinic`.
   * Errors: 404, 409 `slot_unavailable` when an appointment has it.
   */
  @Delete('{id}')
  @Security('bearer', ['slots:manage-own'])
  @Security('bearer', ['slots:manage-clinic'])
  @Security('api_key', ['slots:manage-clinic'])
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'No such slot')
  @Response<Problem>(409, 'It is booked')
  async deleteSlot(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.delete(callerOf(request), pathId(id, 'Availability'));
  }
}
