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
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText } from '../http/wire-formats.js';
import { DRUG, DRUG_DETAILS } from './examples.js';
import { drugDetails, drugView } from './presenter.js';
import { type DrugBody, type DrugChangeBody, drugChangeOf } from './requests.js';
import type { DrugDetails, DrugView } from './responses.js';
import type { FormularyServices } from './services.js';

@Route('api/v1/drugs')
@Tags('drugs')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class DrugsController extends Controller {
  static readonly needs = 'formulary';

  constructor(private readonly services: FormularyServices) {
    super();
  }

  /**
   * The formulary of the clinic: the starter formulary, with what the clinic has changed and added. A search finds an item by its
   * name, brand, ingredients and their other names (old and foreign ones), by how they begin, and from three characters on also by
   * what is merely similar; `match` says how, and the best stand first: `exact`, `prefix`, `synonym`, `similar`, by name within.
   * Paged by the Link header. Permission: `drugs:read`. Errors: 400.
   * @param search A name or its beginning; empty: everything.
   * @param active Items that can be prescribed, when left out; false: those that cannot any more.
   * @param schedule `unknown`: items whose schedule is not known, which wait for a person.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['drugs:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<DrugView[]>([DRUG])
  async listDrugs(
    @Request() request: HttpRequest,
    @Query() search?: SearchText,
    @Query() active?: boolean,
    @Query() schedule?: 'Unscheduled' | 'S2' | 'S3' | 'S4' | 'S8' | 'unknown',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<DrugView[]> {
    const page = readPage(request, limit, cursor);
    const drugs = await this.services.search(actorOf(request), {
      search,
      active: active ?? true,
      schedule: schedule === 'unknown' ? null : schedule,
      limit: page.fetch,
      after: page.after?.id,
    });
    const cursorOf = ({ createdAt: at, id }: { readonly createdAt: Date; readonly id: string }) => ({ at, id });
    return sendPage(this, request, { rows: drugs, limit: page.limit, cursorOf }).map(drugView);
  }

  /**
   * Adds an item to the formulary of the clinic that the caller acts in. Its schedule is derived from its ingredients, strength,
   * form and pack; where that is not possible and none is stated, it is null: the item waits in `?schedule=unknown` and cannot be
   * prescribed. Honours Idempotency-Key. Permission: `drugs:manage`. Errors: 400 with the place of each problem, 422.
   */
  @Post()
  @Security('bearer', ['drugs:manage'])
  @SuccessResponse(201, 'Version 1')
  @Response<Problem>(400, 'The item is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<DrugDetails>(DRUG_DETAILS)
  async createDrug(@Request() request: HttpRequest, @Body() body: DrugBody): Promise<DrugDetails> {
    const said = drugChangeOf(body);
    const work = async (requestKey: RequestKey | null) =>
      drugDetails(await this.services.create(actorOf(request), said, requestKey));
    const location = ({ id }: DrugDetails) => `/api/v1/drugs/${id}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: said });
  }

  /**
   * One item with what a prescriber reads about it, and whose word each of it is; also one that is not active any more.
   * Permission: `drugs:read`. Errors: 404.
   */
  @Get('{id}')
  @Security('bearer', ['drugs:read'])
  @Response<Problem>(404, 'No such item')
  @Example<DrugDetails>(DRUG_DETAILS)
  async readDrug(@Request() request: HttpRequest, @Path() id: string): Promise<DrugDetails> {
    return drugDetails(await this.services.read(actorOf(request), pathId(id, 'Drug')));
  }

  /**
   * Writes the next version of an item for the clinic that the caller acts in: what is left out stays as it is, every version is
   * kept, and other clinics see nothing of it. An item of the starter formulary that was changed is not changed by a later one.
   * Another ingredient, strength, form, route or pack takes back a schedule that a person has stated. Permission: `drugs:manage`.
   * Errors: 400 with the place of each problem, 404, 409 `version_conflict` with the `version` that there is.
   */
  @Patch('{id}')
  @Security('bearer', ['drugs:manage'])
  @Response<Problem>(400, 'The item would not be valid')
  @Response<Problem>(404, 'No such item')
  @Response<Problem>(409, 'Somebody has changed it meanwhile')
  @Example<DrugDetails>(DRUG_DETAILS)
  async changeDrug(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: DrugChangeBody,
  ): Promise<DrugDetails> {
    const { version } = body;
    const said = { ...drugChangeOf(body), version };
    return drugDetails(await this.services.change(actorOf(request), pathId(id, 'Drug'), said));
  }
}
