import { createHash } from 'node:crypto';
import {
  Body,
  Controller,
  Example,
  type File,
  FormField,
  Get,
  Path,
  Post,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
  UploadedFile,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { DRUG_IMPORT } from './import-examples.js';
import { drugImportView } from './import-presenter.js';
import { submittedList, type UndoImportBody } from './import-requests.js';
import type { DrugImportView } from './import-responses.js';
import type { DrugImportServices } from './services.js';

@Route('api/v1/drugs/import')
@Tags('drugs')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class DrugImportsController extends Controller {
  static readonly needs = 'drugImports';

  constructor(private readonly services: DrugImportServices) {
    super();
  }

  /**
   * Takes a list of medicines for the formulary of the clinic that the caller acts in: CSV or XLSX, at most `UPLOAD_MAX` and 50,000
   * rows. It is read in the background, against the formulary as it is; read the import until its `state` is `previewed`. Headings
   * are found whatever their order and spelling: a code, the medicine, its form and strength, and what else there is. Every bad row is
   * reported with its place, and the others are imported. Honours Idempotency-Key. Permission: `drugs:manage`. Errors: 400
   * `upload_rejected`, 413, 415, 422; what is wrong in the file is told by the import.
   * @param file The list.
   * @param mode `preview`, when left out: nothing changes before somebody applies it. `apply`: applied at once, unless something holds it.
   * @param coverage `partial`, when left out. `full`: items of earlier lists that this one lacks become inactive; none is deleted.
   */
  @Post()
  @Security('bearer', ['drugs:manage'])
  @SuccessResponse(202, 'Taken')
  @Response<Problem>(400, 'No file, one that is not safe, or a field that is not valid')
  @Response<Problem>(413, 'The file is too large')
  @Response<Problem>(415, 'The body is no form')
  @Response<Problem>(422, 'The Idempotency-Key was used for another file')
  @Example<DrugImportView>(DRUG_IMPORT)
  async importDrugs(
    @Request() request: HttpRequest,
    @UploadedFile() file: File,
    @FormField() mode?: string,
    @FormField() coverage?: string,
  ): Promise<DrugImportView> {
    const list = submittedList(file, mode, coverage);
    const work = async (requestKey: RequestKey | null) =>
      drugImportView(await this.services.submit(actorOf(request), list, requestKey));
    const location = ({ id }: DrugImportView) => `/api/v1/drugs/import/${id}/`;
    const digest = createHash('sha256').update(list.bytes).digest('base64');
    return answerIdempotently(this, request, work, { status: 202, location, understood: { ...list, bytes: digest } });
  }

  /**
   * One import: its state, what it would change or has changed, and the first of its errors and warnings. Permission: `drugs:manage`.
   * Errors: 404.
   */
  @Get('{id}')
  @Security('bearer', ['drugs:manage'])
  @Response<Problem>(404, 'No such import')
  @Example<DrugImportView>(DRUG_IMPORT)
  async readDrugImport(@Request() request: HttpRequest, @Path() id: string): Promise<DrugImportView> {
    return drugImportView(await this.services.read(actorOf(request), pathId(id, 'Import')));
  }

  /**
   * Says go to a preview, also to one that is held: it is applied in one transaction, in the background. Sent again it changes nothing.
   * Permission: `drugs:manage`. Errors: 404, 409 `invalid_transition`, 409 `preview_stale` when the formulary has changed since: the
   * preview is then made anew.
   */
  @Post('{id}/apply')
  @Security('bearer', ['drugs:manage'])
  @SuccessResponse(202, 'Approved')
  @Response<Problem>(404, 'No such import')
  @Response<Problem>(409, 'Not in this state, or the preview is out of date')
  @Example<DrugImportView>(DRUG_IMPORT)
  async applyDrugImport(@Request() request: HttpRequest, @Path() id: string): Promise<DrugImportView> {
    return this.decide(request, id, 'apply');
  }

  /**
   * Gives up an import that was not applied yet. Sent again it changes nothing. Permission: `drugs:manage`. Errors: 404, 409
   * `invalid_transition`.
   */
  @Post('{id}/cancel')
  @Security('bearer', ['drugs:manage'])
  @SuccessResponse(202, 'Cancelled')
  @Response<Problem>(404, 'No such import')
  @Response<Problem>(409, 'Not in this state')
  @Example<DrugImportView>(DRUG_IMPORT)
  async cancelDrugImport(@Request() request: HttpRequest, @Path() id: string): Promise<DrugImportView> {
    return this.decide(request, id, 'cancel');
  }

  /**
   * Takes an applied import back, in one transaction in the background: items are as they were, in a next version, and what it has
   * created is gone. What somebody has changed by hand since stays, and is counted in `kept_on_undo`. Sent again it changes nothing.
   * Permission: `drugs:manage`. Errors: 400, 404, 409 `invalid_transition`, 409 `undo_blocked` with the later imports.
   */
  @Post('{id}/undo')
  @Security('bearer', ['drugs:manage'])
  @SuccessResponse(202, 'To be taken back')
  @Response<Problem>(400, 'No reason')
  @Response<Problem>(404, 'No such import')
  @Response<Problem>(409, 'Not in this state, or a later import stands on it')
  @Example<DrugImportView>(DRUG_IMPORT)
  async undoDrugImport(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: UndoImportBody,
  ): Promise<DrugImportView> {
    return this.decide(request, id, 'undo', body.reason);
  }

  private async decide(
    request: HttpRequest,
    id: string,
    decision: 'apply' | 'cancel' | 'undo',
    reason: string | null = null,
  ): Promise<DrugImportView> {
    this.setStatus(202);
    return drugImportView(await this.services.decide(actorOf(request), pathId(id, 'Import'), decision, reason));
  }
}
