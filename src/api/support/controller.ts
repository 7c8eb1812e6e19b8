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
import { invalid } from '../../domain/errors.js';
import { ATTENTION_CODES } from '../../domain/support/attention.js';
import type { AppointmentAnswer } from '../../usecases/appointments/appointment-view.js';
import type { AttentionAnswer } from '../../usecases/support/list-attention.js';
import type { Timeline } from '../../usecases/support/read-timeline.js';
import { APPOINTMENT, APPOINTMENT_ID, BOOKED_AT, PATIENT_ID } from '../appointments/examples.js';
import { once } from '../http/once.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, inputId, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { ResolveEntryBody, StaffActionBody } from './requests.js';
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
   * the Link header. Permission: `staff:attention`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('attention')
  @Security('bearer', ['staff:attention'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<AttentionAnswer[]>([
    {
      id: 'e1d2c3b4-a596-4877-8695-a4b3c2d1e0f9',
      code: 'refund_failed',
      reason: 'A refund failed.',
      next_step: 'Ask the patient for other bank details or pay out by hand, then use retryRefund or resolveAttention.',
      appointment_id: APPOINTMENT_ID,
      opened_at: '2026-11-29T08:00:00.000Z',
      context: {},
    },
  ])
  async listAttention(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<AttentionAnswer[]> {
    const page = readPage(request, limit, cursor);
    const entries = await this.services.attention(actorOf(request), { limit: page.fetch, after: page.after });
    return [...sendPage(this, request, entries, page.limit, (entry) => ({ at: entry.opened_at, id: entry.id }))];
  }

  /**
   * Closes an entry that belongs to no appointment, such as money that no order explains. Permission: `staff:actions`.
   * Errors: 400 (it belongs to an appointment: `resolve_attention` there), 404.
   */
  @Post('attention/{id}/resolve')
  @Security('bearer', ['staff:actions'])
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
   * person whose name or mail address was typed there (403). What the patient is owed after a cancel there cannot be rejected (409). Honours Idempotency-Key. Permission: `staff:actions`.
   * Errors: 400, 404, 409 `invalid_transition`, 422.
   */
  @Post('appointments/{id}/actions')
  @Security('bearer', ['staff:actions'])
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
    const action = {
      action: body.action,
      reason: body.reason,
      minutes: body.minutes ?? null,
      refundId: body.refund_id === undefined ? null : inputId(body.refund_id, 'refund_id'),
      amount: body.amount ?? null,
      paymentId: body.payment_id === undefined ? null : inputId(body.payment_id, 'payment_id'),
      refundRequestId:
        body.refund_request_id === undefined ? null : inputId(body.refund_request_id, 'refund_request_id'),
      code: attentionCode(body.code),
      outcome: body.outcome ?? null,
    };
    return once(this, request, 200, (keyed) => this.services.act(actorOf(request), appointmentId, action, keyed), {
      understood: action,
    });
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
   * for staff. For the clinic and the doctor. Permission: `appointments:read` (not for patients) or `staff:attention`.
   * Errors: 403, 404.
   */
  @Get('{id}/timeline')
  @Security('bearer', ['appointments:read'])
  @Security('bearer', ['staff:attention'])
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not for patients')
  @Response<Problem>(404, 'No such appointment')
  @Example<Timeline>({
    appointment_id: APPOINTMENT_ID,
    events: [
      {
        at: BOOKED_AT,
        kind: 'status',
        what: 'Appointment created by patient',
        status: 'pending',
        by: { id: PATIENT_ID, name: 'Demo Patient One', role: 'patient' },
        context: { move: 'book' },
      },
    ],
  })
  async readTimeline(@Request() request: HttpRequest, @Path() id: string): Promise<Timeline> {
    return this.services.timeline(actorOf(request), pathId(id, 'Appointment'));
  }
}

function attentionCode(text: string | undefined) {
  if (text === undefined) return null;
  const code = ATTENTION_CODES.find((known) => known === text);
  if (!code) throw invalid('code', `A code is one of ${ATTENTION_CODES.join(', ')}.`);
  return code;
}
