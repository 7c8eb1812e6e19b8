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
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { JOIN_REQUEST } from './people-examples.js';
import { joinRequestAnswer } from './people-presenter.js';
import type { JoinDecisionBody, JoinRequestBody } from './people-requests.js';
import type { JoinRequestAnswer } from './people-responses.js';
import type { MemberServices } from './services.js';

@Route('api/v1/clinics/{id}/join-requests')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic, or nothing of this id there')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class JoinRequestsController extends Controller {
  static readonly needs = 'members';

  constructor(private readonly services: MemberServices) {
    super();
  }

  /**
   * Asks the clinic's admins to let the caller, a doctor of another clinic, work there, too. They are told by mail, and so is
   * the doctor when they have decided. Repeated while it waits, it answers the same request. Honours Idempotency-Key.
   * Permission: `memberships:ask`. Errors: 400, 404, 409 for who belongs to the clinic and while it is suspended, 422.
   */
  @Post()
  @Security('bearer', ['memberships:ask'])
  @SuccessResponse(201, 'Asked')
  @Response<Problem>(400, 'The message is too long')
  @Response<Problem>(409, 'The caller belongs to the clinic, or it is suspended')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<JoinRequestAnswer>(JOIN_REQUEST)
  async askToJoin(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: JoinRequestBody,
  ): Promise<JoinRequestAnswer> {
    const [actor, clinicId, { message = null }] = [actorOf(request), pathId(id, 'Clinic'), body];
    const work = async (key: RequestKey | null) =>
      joinRequestAnswer(await this.services.askToJoin(actor, clinicId, message, key));
    const location = () => `/api/v1/clinics/${clinicId}/join-requests/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: { message } });
  }

  /**
   * What doctors have asked the clinic, newest first; none of an account that is closed. Permission: `users:manage`.
   * Errors: 400, 404.
   * @param state `open`: nobody has decided yet. All when left out.
   * @param limit 1 to 200, 50 when left out.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   * @param cursor From the Link header of the page before.
   */
  @Get()
  @Security('bearer', ['users:manage'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<JoinRequestAnswer[]>([JOIN_REQUEST])
  async listJoinRequests(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() state?: 'open' | 'decided',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<JoinRequestAnswer[]> {
    const page = readPage(request, limit, cursor);
    const query = { state, limit: page.fetch, after: page.after };
    const rows = await this.services.joinRequests(actorOf(request), pathId(id, 'Clinic'), query);
    const cursorOf = (last: (typeof rows)[number]) => ({ at: last.request.createdAt, id: last.request.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(joinRequestAnswer);
  }

  /**
   * Answers a request, once: approved, the doctor is a member of the clinic from then on. The doctor is told by mail, with the
   * reason. Permission: `users:manage`. Errors: 400, 404, 409 for one that was decided, and to approve who belongs to the
   * clinic meanwhile.
   */
  @Post('{joinRequest}/decision')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(200, 'Decided')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(409, 'It was decided before, or the doctor belongs to the clinic')
  @Example<JoinRequestAnswer>(JOIN_REQUEST)
  async decideJoinRequest(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() joinRequest: string,
    @Body() body: JoinDecisionBody,
  ): Promise<JoinRequestAnswer> {
    const { decision, reason = null } = body;
    const about = { clinicId: pathId(id, 'Clinic'), id: pathId(joinRequest, 'Join request') };
    return joinRequestAnswer(await this.services.decideJoin(actorOf(request), { ...about, decision, reason }));
  }
}
