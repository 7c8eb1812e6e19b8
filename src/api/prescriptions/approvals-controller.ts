import {
  Body,
  Controller,
  Example,
  Get,
  Patch,
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
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, inputId, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import { APPROVAL, WITHDRAWN } from './approvals-examples.js';
import { approvalView } from './approvals-presenter.js';
import { type ApprovalBody, approvalDraftOf, type WithdrawalBody, withdrawalOf } from './approvals-requests.js';
import type { ApprovalView } from './approvals-responses.js';
import type { ApprovalServices } from './approvals-services.js';

@Route('api/v1/approvals')
@Tags('prescriptions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ApprovalsController extends Controller {
  static readonly needs = 'approvals';

  constructor(private readonly services: ApprovalServices) {
    super();
  }

  /**
   * Approvals of medicinal cannabis, those that were recorded last first, also those that are over: of a doctor the own ones and
   * those of their patients, of an admin the clinic's (without clinical text), a patient's own. Paged by the Link header.
   * Recorded in the audit. Permission: `approvals:read`. Errors: 400.
   * @param patient Of this patient alone.
   * @param doctor Of this doctor alone.
   * @param active Those that count today on the clinic's calendar, or those that do not; all of them when left out.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['approvals:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ApprovalView[]>([APPROVAL])
  async listApprovals(
    @Request() request: HttpRequest,
    @Query() patient?: Uuid,
    @Query() doctor?: Uuid,
    @Query() active?: boolean,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ApprovalView[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(actorOf(request), {
      patientId: patient === undefined ? undefined : inputId(patient, 'patient'),
      doctorId: doctor === undefined ? undefined : inputId(doctor, 'doctor'),
      active,
      limit: page.fetch,
      after: page.after,
    });
    const cursorOf = ({ recordedAt, id }: (typeof rows)[number]) => ({ at: recordedAt, id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(approvalView);
  }

  /**
   * Records an approval that a doctor of the clinic has got: for one patient, or for all as an authorised prescriber. From then on the
   * doctor's prescriptions of that category and dose form count as approved, from `approved_on` to `expires_on`. A doctor
   * records the own ones, for patients whom they treat; an admin those of the clinic's doctors. Recorded in the audit. Honours
   * Idempotency-Key. Permission: `approvals:write`. Errors: 400 with the place of each problem, 403 for another doctor's approval, 403
   * `break_glass_required` for another doctor's patient of the clinic, 404 for a doctor or a patient who is none of the clinic's, 422.
   */
  @Post()
  @Security('bearer', ['approvals:write'])
  @SuccessResponse(201, 'Recorded')
  @Response<Problem>(400, 'The approval is not valid')
  @Response<Problem>(404, 'The clinic has no such doctor or patient')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<ApprovalView>(APPROVAL)
  async createApproval(@Request() request: HttpRequest, @Body() body: ApprovalBody): Promise<ApprovalView> {
    const draft = approvalDraftOf(body);
    const work = async (requestKey: RequestKey | null) =>
      approvalView(await this.services.add(actorOf(request), draft, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: (approval) => `/api/v1/approvals/${approval.id}/`,
      understood: draft,
    });
  }

  /**
   * Withdraws an approval from one of its own days on, with a reason: its doctor, or an admin of the clinic. It is never deleted, and
   * never comes back. What was issued under it stays; nothing is issued under it from that day on. Recorded in the audit.
   * Permission: `approvals:write`. Errors: 400, 403 for another doctor's approval, 404, 409 `invalid_transition` for one that was
   * withdrawn before.
   */
  @Patch('{id}')
  @Security('bearer', ['approvals:write'])
  @Response<Problem>(400, 'The day or the reason is not valid')
  @Response<Problem>(404, 'The caller sees no such approval')
  @Response<Problem>(409, 'It was withdrawn before')
  @Example<ApprovalView>(WITHDRAWN)
  async withdrawApproval(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: WithdrawalBody,
  ): Promise<ApprovalView> {
    return approvalView(await this.services.withdraw(actorOf(request), pathId(id, 'Approval'), withdrawalOf(body)));
  }
}
