import {
  Body,
  Controller,
  Delete,
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
import { parseDay } from '../../domain/days.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, inputId, localsOf, pathId } from '../http/request.js';
import { requestKeyOf } from '../http/request-key.js';
import type { Problem } from '../http/responses.js';
import type { AskedDay, Uuid } from '../http/wire-formats.js';
import { CHECKS, DRAFT, LISTED, PRESCRIPTION } from './examples.js';
import { checksAnswer, draftView, prescriptionAnswer, prescriptionView } from './presenter.js';
import {
  answersOf,
  claimedOf,
  type DraftBody,
  type IssueBody,
  isDraft,
  type PrescriptionBody,
  requestOf,
  type SupersedeBody,
} from './requests.js';
import type { ChecksAnswer, DraftView, PrescriptionAnswer, PrescriptionView } from './responses.js';
import type { PrescriptionServices } from './services.js';

@Route('api/v1/prescriptions')
@Tags('prescriptions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PrescriptionsController extends Controller {
  static readonly needs = 'prescriptions';

  constructor(private readonly services: PrescriptionServices) {
    super();
  }

  /**
   * What the checks say of a prescription that is not issued: nothing is stored but that somebody has looked. A check is `clear` only when all
   * that it needs was known. Recorded in the audit, because it tells of the patient's record. Permission: `prescriptions:write`.
   * Errors: 400, 403 `break_glass_required` for another doctor's patient of the clinic, 404.
   */
  @Post('checks')
  @Security('bearer', ['prescriptions:write'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(404, 'The caller reaches no such patient or visit')
  @Example<ChecksAnswer>(CHECKS)
  async checkPrescription(@Request() request: HttpRequest, @Body() body: PrescriptionBody): Promise<ChecksAnswer> {
    return checksAnswer(await this.services.check(actorOf(request), requestOf(body)));
  }

  /**
   * Issues a prescription for the doctor's own patient, or keeps a draft of it (`is_final: false`). It is judged by the law of the
   * states of prescriber and patient and by every check, under a lock of the patient's record, and it is dated when it is issued. What the law
   * keeps apart becomes several prescriptions, numbered in one transaction: `prescriptions` has all of them. The same Idempotency-Key gives the same prescription, for ever.
   * Permission: `prescriptions:write`. Errors: 400 `compliance_violation` with `rules` (all that refuse it, at once), 400 on a
   * field, 403 `break_glass_required` for another doctor's patient of the clinic, 403 `reauthentication_required` where the
   * installation asks for a fresh second factor, 404, 409 `alerts_open` with `checks` and `alerts` (nothing is stored, and no number
   * used), 422, 429 `prescription_creation`.
   */
  @Post()
  @Security('bearer', ['prescriptions:write'])
  @SuccessResponse(201, 'Issued, or kept as a draft')
  @Response<Problem>(400, 'A rule refuses it, or a field is not valid')
  @Response<Problem>(404, 'The caller reaches no such patient or visit')
  @Response<Problem>(409, 'Alerts are open')
  @Response<Problem>(422, 'The Idempotency-Key was used for another prescription')
  @Example<PrescriptionAnswer>(PRESCRIPTION)
  async createPrescription(
    @Request() request: HttpRequest,
    @Body() body: PrescriptionBody,
  ): Promise<PrescriptionAnswer | DraftView> {
    const wanted = requestOf(body);
    if (isDraft(body)) {
      const work = async (requestKey: RequestKey | null) =>
        draftView(await this.services.draft(actorOf(request), wanted, requestKey));
      return answerIdempotently(this, request, work, { status: 201, location: pathOf, understood: wanted });
    }
    const asked = { request: wanted, claimed: claimedOf(body), supersedes: null };
    return this.issued(request, await this.services.request(actorOf(request), asked, requestKeyOf(request)));
  }

  /**
   * Issued prescriptions, the newest first: a patient's own; of a doctor those that they have written and those of their patients.
   * `status=draft` lists the doctor's own drafts instead. Paged by the Link header. Recorded in the audit. Permission:
   * `prescriptions:read`. Errors: 400.
   * @param patient Of this patient alone.
   * @param status As it is today.
   * @param schedule Of which the strictest item is.
   * @param from Issued on this day of the clinic's calendar, or later.
   * @param to Issued on this day, or earlier.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['prescriptions:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<PrescriptionView[]>([LISTED])
  async listPrescriptions(
    @Request() request: HttpRequest,
    @Query() patient?: Uuid,
    @Query() status?: 'draft' | 'active' | 'dispensed' | 'expired' | 'cancelled' | 'superseded',
    @Query() schedule?: 'Unscheduled' | 'S2' | 'S3' | 'S4' | 'S8',
    @Query() from?: AskedDay,
    @Query() to?: AskedDay,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<(PrescriptionView | DraftView)[]> {
    if (status === 'draft') return (await this.services.listDrafts(actorOf(request))).map(draftView);
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(actorOf(request), {
      patientId: patient === undefined ? undefined : inputId(patient, 'patient'),
      status,
      schedule,
      from: from === undefined ? undefined : parseDay('from', from),
      to: to === undefined ? undefined : parseDay('to', to),
      limit: page.fetch,
      after: page.after,
    });
    const shown = sendPage(this, request, {
      rows,
      limit: page.limit,
      cursorOf: (row) => ({ at: row.issuedAt, id: row.id }),
    });
    const { publicUrl } = localsOf(request).settings;
    return shown.map((one) => prescriptionView(one, publicUrl));
  }

  /**
   * One prescription with all of its request; the doctor's own draft under the same path. Recorded in the audit. Permission:
   * `prescriptions:read`. Errors: 404.
   */
  @Get('{id}')
  @Security('bearer', ['prescriptions:read'])
  @Response<Problem>(404, 'The caller sees no such prescription')
  @Example<PrescriptionAnswer>(PRESCRIPTION)
  async readPrescription(@Request() request: HttpRequest, @Path() id: string): Promise<PrescriptionAnswer | DraftView> {
    const { draft, prescriptions } = await this.services.read(actorOf(request), pathId(id, 'Prescription'));
    return draft ? draftView(draft) : prescriptionAnswer(prescriptions, localsOf(request).settings.publicUrl);
  }

  /**
   * Puts another prescription in a draft's place: the body is the whole of it. Permission: `prescriptions:write`. Errors: 400, 403
   * `break_glass_required`, 404, 409 `version_conflict` with the `version` that there is, 409 `invalid_transition` once it is issued.
   */
  @Patch('{id}')
  @Security('bearer', ['prescriptions:write'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(404, 'The caller has no such draft')
  @Response<Problem>(409, 'The draft was changed meanwhile, or is issued')
  @Example<DraftView>(DRAFT)
  async changeDraft(@Request() request: HttpRequest, @Path() id: string, @Body() body: DraftBody): Promise<DraftView> {
    const change = { version: body.version, request: requestOf(body) };
    return draftView(await this.services.changeDraft(actorOf(request), pathId(id, 'Prescription'), change));
  }

  /**
   * Throws a draft away; what was issued is cancelled instead. Permission: `prescriptions:write`. Errors: 404, 409 `version_conflict`,
   * 409 `invalid_transition` once it is issued.
   * @param version The version that was read.
   * @isInt version
   * @minimum version 1
   * @maximum version 2147483647
   */
  @Delete('{id}')
  @Security('bearer', ['prescriptions:write'])
  @SuccessResponse(204, 'Gone')
  @Response<Problem>(400, 'No version')
  @Response<Problem>(404, 'The caller has no such draft')
  @Response<Problem>(409, 'The draft was changed meanwhile, or is issued')
  async deleteDraft(@Request() request: HttpRequest, @Path() id: string, @Query() version: number): Promise<void> {
    await this.services.deleteDraft(actorOf(request), pathId(id, 'Prescription'), version);
    this.setStatus(204);
  }

  /**
   * Issues a draft in the version that was read, judged anew. Its id stays. Permission: `prescriptions:write`. Errors: as for a new
   * prescription, and 409 `version_conflict` with the `version` that there is.
   */
  @Post('{id}/issue')
  @Security('bearer', ['prescriptions:write'])
  @SuccessResponse(201, 'Issued')
  @Response<Problem>(400, 'A rule refuses it')
  @Response<Problem>(404, 'The caller has no such draft')
  @Response<Problem>(409, 'The draft was changed meanwhile, or alerts are open')
  @Response<Problem>(422, 'Another version of it was issued')
  @Example<PrescriptionAnswer>(PRESCRIPTION)
  async issueDraft(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: IssueBody,
  ): Promise<PrescriptionAnswer> {
    const of = { id: pathId(id, 'Prescription'), version: body.version, answers: answersOf(body) };
    return this.issued(request, await this.services.issueDraft(actorOf(request), of));
  }

  /**
   * Issues a prescription in the place of one that stands, of the same patient, which ends by it: its doctor, or another doctor of the clinic
   * who treats the patient. Permission: `prescriptions:write`. Errors: as for a new prescription; 404 also for a prescription of
   * another patient, 409 `invalid_transition` for one that has ended.
   */
  @Post('{id}/supersede')
  @Security('bearer', ['prescriptions:write'])
  @SuccessResponse(201, 'Issued')
  @Response<Problem>(400, 'A rule refuses it, or a field is not valid')
  @Response<Problem>(404, 'The caller sees no such prescription of this patient')
  @Response<Problem>(409, 'It has ended, or alerts are open')
  @Response<Problem>(422, 'The Idempotency-Key was used for another prescription')
  @Example<PrescriptionAnswer>(PRESCRIPTION)
  async supersedePrescription(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: SupersedeBody,
  ): Promise<PrescriptionAnswer> {
    const supersedes = { prescriptionId: pathId(id, 'Prescription'), reason: body.reason.trim() };
    const asked = { request: requestOf(body), claimed: claimedOf(body), supersedes };
    return this.issued(request, await this.services.request(actorOf(request), asked, requestKeyOf(request)));
  }

  private async issued(
    request: HttpRequest,
    { prescriptions, replayed }: Awaited<ReturnType<PrescriptionServices['request']>>,
  ): Promise<PrescriptionAnswer> {
    const [first, ...others] = prescriptions;
    if (!first) throw new Error('nothing was issued');
    const answer = prescriptionAnswer([first, ...others], localsOf(request).settings.publicUrl);
    this.setStatus(201);
    this.setHeader('Location', pathOf(answer));
    if (replayed) {
      await localsOf(request).services.idempotency.noteReplay(actorOf(request), answer);
      this.setHeader('Idempotent-Replayed', 'true');
    }
    return answer;
  }
}

function pathOf({ id }: { readonly id: string }): string {
  return `/api/v1/prescriptions/${id}/`;
}
