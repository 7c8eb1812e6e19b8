import {
  Body,
  Controller,
  Example,
  Get,
  Patch,
  Path,
  Post,
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
import { MEDICINE, REVIEWED } from './examples.js';
import { medicinesReview, medicineView } from './presenter.js';
import { type MedicineBody, type MedicineChangeBody, medicineChangeOf, medicineDraftOf } from './requests.js';
import type { MedicinesReview, MedicineView } from './responses.js';
import type { RecordServices } from './services.js';

@Route('api/v1/patients/{id}/medicines')
@Tags('records')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'The caller reaches no such patient')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class MedicinesController extends Controller {
  static readonly needs = 'records';

  constructor(private readonly services: RecordServices) {
    super();
  }

  /**
   * Every medicine that was ever recorded for the patient, with its history, in that order; also what was stopped or entered in
   * error. Recorded in the audit. Permission: `records:read`. Errors: 403 `break_glass_required` for another doctor's patient of the
   * clinic, 404.
   */
  @Get()
  @Security('bearer', ['records:read'])
  @Example<MedicineView[]>([MEDICINE])
  async listMedicines(@Request() request: HttpRequest, @Path() id: string): Promise<MedicineView[]> {
    return (await this.services.listMedicines(actorOf(request), pathId(id, 'Patient'))).map(medicineView);
  }

  /**
   * Records a medicine that the doctor's own patient takes, by an item of the formulary or by its name. It is coded where one of them
   * is known; otherwise `coded` is false, and checks can miss it. Honours Idempotency-Key. Permission: `records:write`. Errors: 400
   * (also for a `drug` that the clinic does not see), 403 `break_glass_required` for another doctor's patient of the clinic, 403
   * `forbidden` by break-glass, 404, 422.
   */
  @Post()
  @Security('bearer', ['records:write'])
  @SuccessResponse(201, 'Version 1')
  @Response<Problem>(400, 'The medicine is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<MedicineView>(MEDICINE)
  async createMedicine(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: MedicineBody,
  ): Promise<MedicineView> {
    const draft = medicineDraftOf(body);
    const patientId = pathId(id, 'Patient');
    const work = async (requestKey: RequestKey | null) =>
      medicineView(await this.services.addMedicine(actorOf(request), patientId, draft, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: (medicine) => `/api/v1/patients/${patientId}/medicines/${medicine.id}/`,
      understood: draft,
    });
  }

  /**
   * States that the list of medicines of the doctor's own patient was looked through, with author and time. Honours Idempotency-Key.
   * Permission: `records:write`. Errors: 403 `break_glass_required` for another doctor's patient of the clinic, 403 `forbidden` by
   * break-glass, 404, 422.
   */
  @Post('review')
  @Security('bearer', ['records:write'])
  @SuccessResponse(201, 'Stated')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<MedicinesReview>(REVIEWED)
  async reviewMedicines(@Request() request: HttpRequest, @Path() id: string): Promise<MedicinesReview> {
    const patientId = pathId(id, 'Patient');
    const work = async (requestKey: RequestKey | null) =>
      medicinesReview(await this.services.reviewMedicines(actorOf(request), patientId, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: () => `/api/v1/patients/${patientId}/clinical-summary/`,
      understood: null,
    });
  }

  /**
   * Stops a medicine, corrects the day on which it was stopped, says that it was entered in error or that the patient takes it again,
   * with a reason. Nothing is overwritten: it is the entry's next version. Permission: `records:write`. Errors: 400, 403
   * `break_glass_required` for another doctor's patient of the clinic, 403 `forbidden` by break-glass, 404, 409 `version_conflict`
   * with the `version` that there is, 409 `invalid_transition` for a status that it has already or cannot get.
   */
  @Patch('{entry}')
  @Security('bearer', ['records:write'])
  @Response<Problem>(400, 'The change is not valid')
  @Response<Problem>(409, 'It has this status already, or somebody has changed it meanwhile')
  @Example<MedicineView>(MEDICINE)
  async changeMedicine(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() entry: string,
    @Body() body: MedicineChangeBody,
  ): Promise<MedicineView> {
    const of = { patientId: pathId(id, 'Patient'), entryId: pathId(entry, 'Medicine') };
    return medicineView(await this.services.changeMedicine(actorOf(request), of, medicineChangeOf(body)));
  }
}
