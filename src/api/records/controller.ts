import {
  Body,
  Controller,
  Example,
  Get,
  Patch,
  Path,
  Post,
  Put,
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
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { ALLERGY, CLINICAL_SUMMARY, NONE_KNOWN } from './examples.js';
import { allergyStatusView, allergyView, clinicalSummary } from './presenter.js';
import {
  type AllergyBody,
  type AllergyChangeBody,
  type AllergyStatusBody,
  allergyChangeOf,
  allergyDraftOf,
} from './requests.js';
import type { AllergyStatusView, AllergyView, ClinicalSummary } from './responses.js';
import type { RecordServices } from './services.js';

@Route('api/v1/patients/{id}')
@Tags('records')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'The caller reaches no such patient')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class RecordsController extends Controller {
  static readonly needs = 'records';

  constructor(private readonly services: RecordServices) {
    super();
  }

  /**
   * What counts of a patient now: allergies that stand, medicines that are taken, and what was said of these lists. `allergy_status`
   * is `unknown` until an allergy is recorded or somebody has stated that none are known: unknown is not none. A patient reads the
   * records of all clinics that treat them, together. Recorded in the audit. Permission: `records:read`. Errors: 403
   * `break_glass_required` for another doctor's patient of the clinic, 404.
   */
  @Get('clinical-summary')
  @Security('bearer', ['records:read'])
  @Example<ClinicalSummary>(CLINICAL_SUMMARY)
  async readClinicalSummary(@Request() request: HttpRequest, @Path() id: string): Promise<ClinicalSummary> {
    return clinicalSummary(await this.services.summary(actorOf(request), pathId(id, 'Patient')));
  }

  /**
   * Every allergy that was ever recorded, with its history, in that order; also what was resolved or entered in error. Recorded in
   * the audit. Permission: `records:read`. Errors: 403 `break_glass_required` for another doctor's patient of the clinic, 404.
   */
  @Get('allergies')
  @Security('bearer', ['records:read'])
  @Example<AllergyView[]>([ALLERGY])
  async listAllergies(@Request() request: HttpRequest, @Path() id: string): Promise<AllergyView[]> {
    return (await this.services.listAllergies(actorOf(request), pathId(id, 'Patient'))).map(allergyView);
  }

  /**
   * Records an allergy of the doctor's own patient. It is coded to substances or a class where what is written, or the item of the
   * formulary, is known; otherwise `coded` is false, and checks can miss it. It takes back that no allergies are known. Honours
   * Idempotency-Key. Permission: `records:write`. Errors: 400 (also for a `drug` that the clinic does not see), 403
   * `break_glass_required` for another doctor's patient of the clinic, 403 `forbidden` by break-glass, 404, 422.
   */
  @Post('allergies')
  @Security('bearer', ['records:write'])
  @SuccessResponse(201, 'Version 1')
  @Response<Problem>(400, 'The allergy is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<AllergyView>(ALLERGY)
  async createAllergy(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: AllergyBody,
  ): Promise<AllergyView> {
    const draft = allergyDraftOf(body);
    const patientId = pathId(id, 'Patient');
    const work = async (requestKey: RequestKey | null) =>
      allergyView(await this.services.addAllergy(actorOf(request), patientId, draft, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: (allergy) => `/api/v1/patients/${patientId}/allergies/${allergy.id}/`,
      understood: draft,
    });
  }

  /**
   * States that no allergies of the doctor's own patient are known, with author and time. An allergy that is recorded takes it back.
   * Permission: `records:write`. Errors: 400, 403 `break_glass_required` for another doctor's patient of the clinic, 403 `forbidden`
   * by break-glass, 404, 409 `invalid_transition` while an allergy stands.
   */
  @Put('allergies/status')
  @Security('bearer', ['records:write'])
  @Response<Problem>(400, 'Nothing else can be stated')
  @Response<Problem>(409, 'An allergy stands')
  @Example<AllergyStatusView>(NONE_KNOWN)
  async stateNoKnownAllergies(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() _body: AllergyStatusBody,
  ): Promise<AllergyStatusView> {
    const patientId = pathId(id, 'Patient');
    return allergyStatusView(await this.services.stateNoKnownAllergies(actorOf(request), patientId));
  }

  /**
   * Resolves an allergy, says that it was entered in error, or that it stands again, with a reason. Nothing is overwritten: it is the
   * entry's next version. Permission: `records:write`. Errors: 400, 403 `break_glass_required` for another doctor's patient of the
   * clinic, 403 `forbidden` by break-glass, 404, 409 `version_conflict` with the `version` that there is, 409 `invalid_transition`
   * for a status that it has already or cannot get.
   */
  @Patch('allergies/{entry}')
  @Security('bearer', ['records:write'])
  @Response<Problem>(400, 'The change is not valid')
  @Response<Problem>(409, 'It has this status already, or somebody has changed it meanwhile')
  @Example<AllergyView>(ALLERGY)
  async changeAllergy(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() entry: string,
    @Body() body: AllergyChangeBody,
  ): Promise<AllergyView> {
    const of = { patientId: pathId(id, 'Patient'), entryId: pathId(entry, 'Allergy') };
    return allergyView(await this.services.changeAllergy(actorOf(request), of, allergyChangeOf(body)));
  }
}
