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
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { BREAK_GLASS_GRANT } from './examples.js';
import { breakGlassGrantView } from './presenter.js';
import type { BreakGlassReviewBody } from './requests.js';
import type { BreakGlassGrantView } from './responses.js';
import type { PatientServices } from './services.js';

@Route('api/v1/admin/break-glass')
@Tags('patients')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class BreakGlassController extends Controller {
  static readonly needs = 'patients';

  constructor(private readonly services: PatientServices) {
    super();
  }

  /**
   * Who has opened records of patients whom they do not treat, newest first. Paged by the Link header.
   * Permission: `patients:review`. Errors: 400.
   * @param state `open`: nobody has judged it yet. All when left out.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['patients:review'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<BreakGlassGrantView[]>([BREAK_GLASS_GRANT])
  async listBreakGlass(
    @Request() request: HttpRequest,
    @Query() state?: 'open' | 'reviewed',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<BreakGlassGrantView[]> {
    const page = readPage(request, limit, cursor);
    const query = { state, limit: page.fetch, after: page.after };
    const rows = await this.services.listBreakGlass(actorOf(request), query);
    const cursorOf = (last: (typeof rows)[number]) => ({ at: last.grantedAt, id: last.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(breakGlassGrantView);
  }

  /**
   * Judges whether somebody else had to read a record, once. It closes the attention entry. Permission: `patients:review`.
   * Errors: 400, 403 for what the caller did, 404, 409 for what was judged before.
   */
  @Post('{id}/review')
  @Security('bearer', ['patients:review'])
  @SuccessResponse(200, 'Judged')
  @Response<Problem>(400, 'The note is missing')
  @Response<Problem>(404, 'No such grant')
  @Response<Problem>(409, 'Somebody has judged this already')
  @Example<BreakGlassGrantView>(BREAK_GLASS_GRANT)
  async reviewBreakGlass(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: BreakGlassReviewBody,
  ): Promise<BreakGlassGrantView> {
    const grantId = pathId(id, 'Grant');
    return breakGlassGrantView(await this.services.reviewBreakGlass(actorOf(request), { grantId, ...body }));
  }
}
