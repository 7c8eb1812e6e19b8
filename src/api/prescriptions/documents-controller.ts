import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Example,
  Get,
  Path,
  Post,
  Produces,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { deriveId } from '../../usecases/idempotency/derive-id.js';
import type { Download } from '../../usecases/prescriptions/read-prescriptions.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { actorOf, localsOf, pathId } from '../http/request.js';
import { requestKeyOf } from '../http/request-key.js';
import type { Problem } from '../http/responses.js';
import { CANCELLED, EMAIL_LOG, EVENT, RESENT } from './examples.js';
import { cancelledAnswer, emailLogView, eventView } from './presenter.js';
import type { CancelBody, PaperBody } from './requests.js';
import type { CancelledPrescription, EmailLogView, PrescriptionEventView, ResentAnswer } from './responses.js';
import type { PrescriptionServices } from './services.js';

@Route('api/v1/prescriptions/{id}')
@Tags('prescriptions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'The caller sees no such prescription')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PrescriptionDocumentsController extends Controller {
  static readonly needs = 'prescriptions';

  constructor(private readonly services: PrescriptionServices) {
    super();
  }

  /**
   * The signed copy for the patient as PDF, the same bytes every time. It is not the form on which a pharmacy supplies alone. Each reading is
   * audited, and shown in the history. Permission: `prescriptions:read`. Errors: 404, 409 `not_ready` while it is being made.
   */
  @Get('pdf')
  @Produces('application/pdf')
  @Security('bearer', ['prescriptions:read'])
  @Response<Problem>(409, 'The document is being made; see Retry-After')
  @Example<string>('%PDF-1.7')
  async downloadPrescription(@Request() request: HttpRequest, @Path() id: string): Promise<Readable> {
    const operationId = deriveId(null, 'download');
    return this.send(await this.services.download(actorOf(request), pathId(id, 'Prescription'), operationId));
  }

  /**
   * The form that its doctor prints and signs by hand. The first print is the original; a further one needs a reason, is marked as a
   * reprint, and both are recorded. Permission: `prescriptions:write`. Errors: 400 on `reason`, 403 for another doctor, 404, 409
   * `invalid_transition` for a prescription that is not active.
   */
  @Post('paper')
  @Produces('application/pdf')
  @Security('bearer', ['prescriptions:write'])
  @Response<Problem>(400, 'A reprint without a reason')
  @Response<Problem>(409, 'The prescription is not active')
  @Example<string>('%PDF-1.7')
  async printPaperForm(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: PaperBody,
  ): Promise<Readable> {
    const operationId = deriveId(requestKeyOf(request), 'paper');
    const asked = { reason: body.reason?.trim() ?? null, operationId };
    return this.send(await this.services.paper(actorOf(request), pathId(id, 'Prescription'), asked));
  }

  /**
   * Cancels a prescription: its doctor, or another verified doctor of the clinic, also one who does not treat the patient. The patient is
   * notified. What pharmacies had supplied by then is named. Honours Idempotency-Key. Permission: `prescriptions:write`. Errors: 400, 403
   * `reauthentication_required`, 404, 409 `invalid_transition` for one that has ended, 422.
   */
  @Post('cancel')
  @Security('bearer', ['prescriptions:write'])
  @Response<Problem>(400, 'No reason')
  @Response<Problem>(409, 'It has ended already')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<CancelledPrescription>(CANCELLED)
  async cancelPrescription(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: CancelBody,
  ): Promise<CancelledPrescription> {
    const prescription = pathId(id, 'Prescription');
    const work = async (requestKey: RequestKey | null) => {
      const actor = actorOf(request);
      const ended = await this.services.cancel(actor, prescription, body.reason, requestKey);
      return cancelledAnswer(ended, localsOf(request).settings.publicUrl);
    };
    return answerIdempotently(this, request, work, { status: 200, understood: body.reason.trim() });
  }

  /**
   * Sends the mail about a prescription once more, for reception or a doctor. Honours Idempotency-Key. Permission:
   * `prescriptions:resend`. Errors: 404, 409 `not_ready` or `invalid_transition`, 422.
   */
  @Post('resend')
  @Security('bearer', ['prescriptions:resend'])
  @SuccessResponse(200, 'On its way')
  @Example<ResentAnswer>(RESENT)
  @Response<Problem>(409, 'There is no document yet, or the prescription has ended')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  async resendPrescription(@Request() request: HttpRequest, @Path() id: string): Promise<ResentAnswer> {
    const prescription = pathId(id, 'Prescription');
    const work = async (requestKey: RequestKey | null): Promise<ResentAnswer> => {
      await this.services.resend(actorOf(request), prescription, requestKey);
      return { sent: true };
    };
    return answerIdempotently(this, request, work, { status: 200, understood: null });
  }

  /** The mails about what was issued together with a prescription, oldest first. Recorded in the audit. Permission: `prescriptions:resend`. Errors: 404. */
  @Get('email-logs')
  @Security('bearer', ['prescriptions:resend'])
  @Example<EmailLogView[]>([EMAIL_LOG])
  async readPrescriptionMails(@Request() request: HttpRequest, @Path() id: string): Promise<EmailLogView[]> {
    return (await this.services.emailLogs(actorOf(request), pathId(id, 'Prescription'))).map(emailLogView);
  }

  /** What has become of a prescription, the first event first. Recorded in the audit. Permission: `prescriptions:read`. Errors: 404. */
  @Get('history')
  @Security('bearer', ['prescriptions:read'])
  @Example<PrescriptionEventView[]>([EVENT])
  async readPrescriptionHistory(@Request() request: HttpRequest, @Path() id: string): Promise<PrescriptionEventView[]> {
    return (await this.services.history(actorOf(request), pathId(id, 'Prescription'))).map(eventView);
  }

  private send({ name, bytes }: Download): Readable {
    this.setHeader('Content-Type', 'application/pdf');
    this.setHeader('Content-Disposition', `inline; filename="${name}"`);
    this.setHeader('Cache-Control', 'private, no-store');
    return Readable.from([Buffer.from(bytes)]);
  }
}
