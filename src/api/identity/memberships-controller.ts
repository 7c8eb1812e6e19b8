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
import { answerIdempotently } from '../http/idempotent-answer.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { MEMBERSHIP, TOKENS } from './examples.js';
import { membershipView, pairView } from './presenter.js';
import { answerPair } from './refresh-cookie.js';
import { clinicToJoinOf, type MembershipBody } from './requests.js';
import type { MembershipView, MfaRequiredAnswer, MfaSetupRequiredAnswer, TokenAnswer } from './responses.js';
import type { UserServices } from './services.js';

@Route('api/v1/users/memberships')
@Tags('users')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class MembershipsController extends Controller {
  static readonly needs = 'users';

  constructor(private readonly services: UserServices) {
    super();
  }

  /**
   * Where the caller works or is treated, and as what; oldest first. A session acts in one of them at a time: role,
   * permissions and clinic are that membership's alone. Permission: `profile:own`.
   */
  @Get()
  @Security('bearer', ['profile:own'])
  @Example<MembershipView[]>([MEMBERSHIP])
  async listMemberships(@Request() request: HttpRequest): Promise<MembershipView[]> {
    return (await this.services.listMemberships(actorOf(request))).map(membershipView);
  }

  /**
   * Makes the caller a patient of one more clinic. The session goes on acting where it does; repeated, it answers the
   * same membership. Honours Idempotency-Key. Permission: `profile:own`. Errors: 400 (on `accepted_documents`, too, while a
   * current document of the clinic is neither named nor accepted before), 404, 409 for who works there or was suspended
   * there, 422.
   */
  @Post()
  @Security('bearer', ['profile:own'])
  @SuccessResponse(201, 'A patient of this clinic')
  @Response<Problem>(400, 'clinic_id is missing, or a document of the clinic is not accepted')
  @Response<Problem>(404, 'There is no such clinic')
  @Response<Problem>(409, 'The caller works at this clinic, or is suspended there')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<MembershipView>(MEMBERSHIP)
  async joinClinic(@Request() request: HttpRequest, @Body() body: MembershipBody): Promise<MembershipView> {
    const actor = actorOf(request);
    const wanted = clinicToJoinOf(body);
    const work = async () => membershipView(await this.services.joinClinic(actor, wanted));
    const location = () => '/api/v1/users/memberships/';
    return answerIdempotently(this, request, work, { status: 201, location, understood: wanted });
  }

  /**
   * Lets this session act in another of the caller's memberships, and answers a new pair for it: the old pair is void.
   * The next sign-in acts in it too. Where its role needs a second factor that the session has not, it answers as a sign-in
   * does, and the session goes on acting where it did. `cookie` as at a sign-in. Permission: `profile:own`. Errors: 404, 409 for a membership that is not active.
   * @param cookie Sets `refresh` as a cookie instead of answering it.
   */
  @Post('{id}/activate')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(200, 'A new pair')
  @Response<Problem>(404, 'The caller has no such membership')
  @Response<Problem>(409, 'The membership is suspended or has ended')
  @Example<TokenAnswer>(TOKENS)
  async activateMembership(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() cookie = false,
  ): Promise<TokenAnswer | MfaRequiredAnswer | MfaSetupRequiredAnswer> {
    const outcome = await this.services.activateMembership(actorOf(request), pathId(id, 'Membership'));
    return answerPair({ controller: this, request, cookie }, outcome, pairView(outcome));
  }
}
