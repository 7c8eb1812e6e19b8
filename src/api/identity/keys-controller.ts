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
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { API_KEY, MADE_API_KEY } from './keys-examples.js';
import { apiKeyAnswer, madeApiKeyAnswer } from './keys-presenter.js';
import { type ApiKeyBody, newApiKeyOf, overlapOf, type RotateKeyBody } from './keys-requests.js';
import type { ApiKeyAnswer, MadeApiKeyAnswer } from './keys-responses.js';
import type { ApiKeyServices } from './keys-services.js';

@Route('api/v1/clinics/{id}/api-keys')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic or key')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ApiKeysController extends Controller {
  static readonly needs = 'apiKeys';

  constructor(private readonly services: ApiKeyServices) {
    super();
  }

  /**
   * The keys of the clinic's integrations, newest first, without their secrets; those that were removed are gone. Paged by the
   * Link header. Permission: `api-keys:manage`. Errors: 400, 404.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['api-keys:manage'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ApiKeyAnswer[]>([API_KEY])
  async listApiKeys(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ApiKeyAnswer[]> {
    const page = readPage(request, limit, cursor);
    const query = { limit: page.fetch, after: page.after };
    const rows = await this.services.list(actorOf(request), pathId(id, 'Clinic'), query);
    const cursorOf = (key: (typeof rows)[number]) => ({ at: key.createdAt, id: key.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(apiKeyAnswer);
  }

  /**
   * Makes a key. `key` is shown this once: only its hash is kept, and the sealed answer for a repeat with the same Idempotency-Key
   * for a day. It is sent as `X-API-Key` and may do what its scopes say in this clinic, nothing else. Permission: `api-keys:manage`,
   * fresh. Errors: 400, 403 `reauthentication_required`, 404, 422.
   */
  @Post()
  @Security('bearer', ['api-keys:manage'])
  @SuccessResponse(201, 'Made')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<MadeApiKeyAnswer>(MADE_API_KEY)
  async createApiKey(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ApiKeyBody,
  ): Promise<MadeApiKeyAnswer> {
    const clinicId = pathId(id, 'Clinic');
    const command = newApiKeyOf(body);
    const work = async (requestKey: RequestKey | null) =>
      madeApiKeyAnswer(await this.services.create(actorOf(request), clinicId, command, requestKey));
    const location = ({ id: key }: MadeApiKeyAnswer) => `/api/v1/clinics/${clinicId}/api-keys/${key}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: command });
  }

  /**
   * Gives a key another secret, shown this once; the one before works until the `overlap` is over. Permission: `api-keys:manage`,
   * fresh. Errors: 400, 403 `reauthentication_required`, 404.
   */
  @Post('{keyId}/rotate')
  @Security('bearer', ['api-keys:manage'])
  @SuccessResponse(200, 'Rotated')
  @Response<Problem>(400, 'The overlap is not valid')
  @Example<MadeApiKeyAnswer>(MADE_API_KEY)
  async rotateApiKey(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() keyId: string,
    @Body() body: RotateKeyBody,
  ): Promise<MadeApiKeyAnswer> {
    const [clinicId, key] = [pathId(id, 'Clinic'), pathId(keyId, 'API key')];
    return madeApiKeyAnswer(await this.services.rotate(actorOf(request), clinicId, key, overlapOf(body)));
  }

  /** Ends a key, everywhere within two seconds. Permission: `api-keys:manage`, fresh. Errors: 403 `reauthentication_required`, 404. */
  @Delete('{keyId}')
  @Security('bearer', ['api-keys:manage'])
  @SuccessResponse(204, 'Ended')
  async removeApiKey(@Request() request: HttpRequest, @Path() id: string, @Path() keyId: string): Promise<void> {
    await this.services.remove(actorOf(request), pathId(id, 'Clinic'), pathId(keyId, 'API key'));
    this.setStatus(204);
  }
}
