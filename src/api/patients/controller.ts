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
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, callerOf, localsOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText } from '../http/wire-formats.js';
import { BREAK_GLASS, LISTED_PATIENT, PATIENT_RECORD, RESTRICTED_PATIENT, REVEALED } from './examples.js';
import { breakGlassAnswer, listedPatientView, patientRecordView } from './presenter.js';
import type { BreakGlassBody, RevealBody } from './requests.js';
import type { BreakGlassAnswer, ListedPatientView, PatientRecordView, RevealedIdentifier } from './responses.js';
import type { PatientServices } from './services.js';

@Route('api/v1/patients')
@Tags('patients')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PatientsController extends Controller {
  static readonly needs = 'patients';

  constructor(private readonly services: PatientServices) {
    super();
  }

  /**
   * Patients of the caller's clinic, those first who came last: a doctor's own, and for everybody else all. Searches are
   * limited (`patient_search`) and recorded. Paged by the Link header. Permission: `patients:read`. Errors: 400, 429.
   * @param search Beginnings of names, a date of birth, both, a mail address, a phone number or an identifier; all when left out.
   * @param scope `clinic`: a doctor also finds other patients of the clinic by a mail address, a phone number or an
   *   identifier, and learns no more than that there is one (`restricted`).
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['patients:read'])
  @Security('api_key', ['patients:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ListedPatientView[]>([LISTED_PATIENT, RESTRICTED_PATIENT])
  async searchPatients(
    @Request() request: HttpRequest,
    @Query() search?: SearchText,
    @Query() scope?: 'own' | 'clinic',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ListedPatientView[]> {
    const actor = callerOf(request);
    const page = readPage(request, limit, cursor);
    await localsOf(request).limits.patientSearch.consume(
      request,
      actor.kind === 'api_key' ? `api_key:${actor.keyId}` : actor.userId,
    );
    const query = { search, wholeClinic: scope === 'clinic', limit: page.fetch, after: page.after };
    const rows = await this.services.search(actor, query);
    const cursorOf = (last: (typeof rows)[number]) => ({ at: last.since, id: last.membershipId });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(listedPatientView);
  }

  /**
   * A patient's record: identifiers show their last four signs, emergency contacts are for who takes part in a visit.
   * Permission: `patients:read`. Errors: 403 `break_glass_required` for another doctor's patient, 404.
   */
  @Get('{id}')
  @Security('bearer', ['patients:read'])
  @Security('api_key', ['patients:read'])
  @Response<Problem>(404, 'The clinic has no such patient')
  @Example<PatientRecordView>(PATIENT_RECORD)
  async readPatient(@Request() request: HttpRequest, @Path() id: string): Promise<PatientRecordView> {
    return patientRecordView(await this.services.read(callerOf(request), pathId(id, 'Patient')));
  }

  /**
   * One identifier of a patient in full; the audit keeps who saw it and why. Permission: `patients:reveal`. Errors: 400, 403
   * `break_glass_required` for another doctor's patient, 404.
   */
  @Post('{id}/reveal')
  @Security('bearer', ['patients:reveal'])
  @SuccessResponse(200, 'In full')
  @Response<Problem>(400, 'The reason is missing, or there is no such identifier')
  @Response<Problem>(404, 'The clinic has no such patient')
  @Example<RevealedIdentifier>(REVEALED)
  async revealIdentifier(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: RevealBody,
  ): Promise<RevealedIdentifier> {
    return { value: await this.services.reveal(actorOf(request), pathId(id, 'Patient'), body) };
  }

  /**
   * Opens the record of a patient of the clinic whom the caller does not treat, to be read until `expires_at`. The clinic's
   * administrators are told at once, and one of them judges it; the patient can see it. While a grant lasts, a repeat
   * answers it. Honours Idempotency-Key. Permission: `patients:break-glass`, fresh. Errors: 400, 403
   * `reauthentication_required`, 404, 409 for the caller's own patient, 422.
   */
  @Post('{id}/break-glass')
  @Security('bearer', ['patients:break-glass'])
  @SuccessResponse(201, 'Open, for reading')
  @Response<Problem>(400, 'The reason is missing')
  @Response<Problem>(404, 'The clinic has no such patient')
  @Response<Problem>(409, 'The caller treats this patient')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<BreakGlassAnswer>(BREAK_GLASS)
  async breakGlass(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: BreakGlassBody,
  ): Promise<BreakGlassAnswer> {
    const { reason } = body;
    const actor = actorOf(request);
    const patientId = pathId(id, 'Patient');
    const work = async (requestKey: RequestKey | null) =>
      breakGlassAnswer(await this.services.breakGlass(actor, { patientId, reason, requestKey }));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: () => `/api/v1/patients/${patientId}/`,
      understood: { reason },
    });
  }
}
