import {
  Body,
  Controller,
  Delete,
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
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { CONSENT } from './examples.js';
import { consentView } from './presenter.js';
import { type ConsentBody, documentToAcceptOf } from './requests.js';
import type { ConsentView } from './responses.js';
import type { ConsentServices } from './services.js';

@Route('api/v1/users/me/consents')
@Tags('users')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ConsentsController extends Controller {
  static readonly needs = 'consents';

  constructor(private readonly services: ConsentServices) {
    super();
  }

  /**
   * Which documents of clinics the caller has accepted, latest first; a consent that was withdrawn stays, with its time. Paged
   * by the Link header. Permission: `profile:own`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['profile:own'])
  @Response<Problem>(400, 'The page is none')
  @Example<ConsentView[]>([CONSENT])
  async listConsents(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ConsentView[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(actorOf(request), { limit: page.fetch, after: page.after });
    const cursorOf = (last: (typeof rows)[number]) => ({ at: last.givenAt, id: last.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(consentView);
  }

  /**
   * Accepts a document of a clinic; whoever has accepted it already gets that consent. Honours Idempotency-Key.
   * Permission: `profile:own`. Errors: 400, 404, 422.
   */
  @Post()
  @Security('bearer', ['profile:own'])
  @SuccessResponse(201, 'Accepted')
  @Response<Problem>(400, 'document_id is missing')
  @Response<Problem>(404, 'There is no such document')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<ConsentView>(CONSENT)
  async giveConsent(@Request() request: HttpRequest, @Body() body: ConsentBody): Promise<ConsentView> {
    const actor = actorOf(request);
    const documentId = documentToAcceptOf(body);
    const work = async () => consentView(await this.services.give(actor, documentId));
    const location = () => '/api/v1/users/me/consents/';
    return answerIdempotently(this, request, work, { status: 201, location, understood: { documentId } });
  }

  /**
   * Withdraws a consent, which is kept with the time of it. What is booked stays booked; the next booking at that clinic asks
   * again. Permission: `profile:own`. Errors: 404.
   */
  @Delete('{id}')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'Withdrawn')
  @Response<Problem>(404, 'The caller has given no such consent')
  async withdrawConsent(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.withdraw(actorOf(request), pathId(id, 'Consent'));
  }
}
