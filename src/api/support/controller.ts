import {
  Body,
  Controller,
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
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { APPOINTMENT, type AppointmentAnswer, appointmentAnswer } from '../appointments/public.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { ATTENTION_ENTRY, TIMELINE } from './examples.js';
import { attentionAnswer, timeline } from './presenter.js';
import { type ResolveEntryBody, type StaffActionBody, staffRequestOf } from './requests.js';
import type { AttentionAnswer, Timeline } from './responses.js';
import type { StaffServices } from './services.js';

@Route('api/v1/admin')
@Tags('staff')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class StaffController extends Controller {
  static readonly needs = 'staff';

  constructor(private readonly services: StaffServices) {
    super();
  }

  /**
   * What a person has to look at in the caller's clinics, longest waiting first, each with its next step. Paged by
   * the Link header. A doctor sees what waits for the doctor's eye about the own patients. Permission: `staff:attention` or
   * `staff:clinical-attention`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('attention')
  @Security('bearer', ['staff:attention'])
  @Security('bearer', ['staff:clinical-attention'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<AttentionAnswer[]>([ATTENTION_ENTRY])
  async listAttention(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<AttentionAnswer[]> {
    const page = readPage(request, limit, cursor);
    const entries = await this.services.attention(actorOf(request), { limit: page.fetch, after: page.after });
    const shown = sendPage(this, request, {
      rows: entries,
      limit: page.limit,
      cursorOf: (entry) => ({ at: entry.openedAt, id: entry.id }),
    });
    return shown.map(attentionAnswer);
  }

  /**
   * Closes an entry that belongs to no appointment, such as money that no order explains. Permission: `staff:actions`; a doctor closes
   * `supply_declined` about an own prescription by `staff:clinical-attention`. Errors: 400 (it belongs to an appointment: `resolve_attention` there), 404.
   */
  @Post('attention/{id}/resolve')
  @Security('bearer', ['staff:actions'])
  @Security('bearer', ['staff:clinical-attention'])
  @SuccessResponse(204, 'Closed')
  @Response<Problem>(400, 'The reason is missing, or the entry belongs to an appointment')
  @Response<Problem>(404, 'No such entry')
  async resolveAttention(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ResolveEntryBody,
  ): Promise<void> {
    await this.services.resolveEntry(actorOf(request), pathId(id, 'Attention entry'), body.reason);
    this.setStatus(204);
  }

  /**
   * Runs one of the workflow's staff updates and answers the appointment afterwards. Those that move money also need
   * `staff:money`, `confirm_desk_refund` needs `orders:desk`, `cancel_for_clinic` needs `appointments:move`. An `issue_refund` above the clinic's limit only opens the
   * attention entry `refund_approval`, and `approve_refund` by somebody else makes it happen: not by the one who asked, and for what was asked for in the Temporal UI not by a
   * person whose name or mail address was typed there (403). What the patient is owed after a cancel there cannot be rejected (409). Honours Idempotency-Key. Permission: `staff:actions`;
   * a doctor closes `answer_alert` by `staff:clinical-attention`. Errors: 400, 404, 409 `invalid_transition`, 422.
   */
  @Post('appointments/{id}/actions')
  @Security('bearer', ['staff:actions'])
  @Security('bearer', ['staff:clinical-attention'])
  @SuccessResponse(200, 'Done')
  @Response<Problem>(400, 'A field is missing or not valid')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'Not possible in the present status')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<AppointmentAnswer>(APPOINTMENT)
  async runStaffAction(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: StaffActionBody,
  ): Promise<AppointmentAnswer> {
    const appointmentId = pathId(id, 'Appointment');
    const action = staffRequestOf(body);
    const work = async (requestKey: RequestKey | null) =>
      appointmentAnswer(await this.services.act(actorOf(request), appointmentId, action, requestKey));
    return answerIdempotently(this, request, work, { status: 200, understood: action });
  }
}

@Route('api/v1/appointments')
@Tags('staff')
export class TimelineController extends Controller {
  static readonly needs = 'staff';

  constructor(private readonly services: StaffServices) {
    super();
  }

  /**
   * Everything that happened to an appointment, in time order: moves, orders, payments, refunds, messages, entries
   * for staff; and where the Temporal UI shows the workflow's history. For the clinic and the doctor. Permission: `appointments:timeline`. Errors: 403, 404.
   */
  @Get('{id}/timeline')
  @Security('bearer', ['appointments:timeline'])
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not for patients')
  @Response<Problem>(404, 'No such appointment')
  @Example<Timeline>(TIMELINE)
  async readTimeline(@Request() request: HttpRequest, @Path() id: string): Promise<Timeline> {
    const appointmentId = pathId(id, 'Appointment');
    const events = await this.services.timeline(actorOf(request), appointmentId);
    return timeline(appointmentId, this.services.historyUrl(appointmentId), events);
  }
}
