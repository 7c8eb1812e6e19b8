import {
  Body,
  Controller,
  Example,
  Get,
  NoSecurity,
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
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { type DocumentBody, documentOf } from './document-requests.js';
import { DOCUMENT } from './examples.js';
import { documentAnswer } from './presenter.js';
import type { DocumentAnswer } from './responses.js';
import type { DocumentServices } from './services.js';

@Route('api/v1/clinics/{id}/documents')
@Tags('clinics')
@Response<Problem>(404, 'No such clinic')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class DocumentsController extends Controller {
  static readonly needs = 'clinicDocuments';

  constructor(private readonly services: DocumentServices) {
    super();
  }

  /**
   * What a clinic publishes for its patients to read and accept, all versions, the one that takes effect last first;
   * `is_current` marks those that hold now. Open to anyone. Paged by the Link header. Errors: 400, 404.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @NoSecurity()
  @Response<Problem>(400, 'The page is none')
  @Example<DocumentAnswer[]>([DOCUMENT])
  async listDocuments(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<DocumentAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(pathId(id, 'Clinic'), { limit: page.fetch, after: page.after });
    const cursorOf = (last: (typeof rows)[number]) => ({ at: last.effectiveFrom, id: last.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(documentAnswer);
  }

  /**
   * Publishes a version of a document, which never changes afterwards. From the moment in which it takes effect on, patients
   * accept it before they register, join or book here (403 `consent_required`). Honours Idempotency-Key.
   * Permission: `clinic:settings`. Errors: 400 on each bad field (`version`, too, for one that is published), 404, 422.
   */
  @Post()
  @Security('bearer', ['clinic:settings'])
  @SuccessResponse(201, 'Published')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<DocumentAnswer>(DOCUMENT)
  async publishDocument(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: DocumentBody,
  ): Promise<DocumentAnswer> {
    const [actor, clinicId, document] = [actorOf(request), pathId(id, 'Clinic'), documentOf(body)];
    const work = async (key: RequestKey | null) =>
      documentAnswer(await this.services.publish(actor, clinicId, document, key));
    const location = () => `/api/v1/clinics/${clinicId}/documents/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: document });
  }
}
