import {
  Body,
  Controller,
  Delete,
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
import type { Member } from '../../usecases/clinics/members.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { INVITATION, MEMBER } from './people-examples.js';
import { invitationAnswer, memberAnswer } from './people-presenter.js';
import { type InvitationBody, invitationOf, type MemberChangeBody, memberChangeOf } from './people-requests.js';
import type { InvitationAnswer, MemberAnswer } from './people-responses.js';
import type { MemberServices } from './services.js';

@Route('api/v1/clinics/{id}')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic, or nothing of this id there')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class MembersController extends Controller {
  static readonly needs = 'members';

  constructor(private readonly services: MemberServices) {
    super();
  }

  /**
   * Who works at the clinic, in the order in which they came. Permission: `users:manage`. Errors: 404.
   * @param limit 1 to 200, 50 when left out.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   * @param cursor From the Link header of the page before.
   */
  @Get('members')
  @Security('bearer', ['users:manage'])
  @Response<Problem>(400, 'The page is none')
  @Example<MemberAnswer[]>([MEMBER])
  async listMembers(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<MemberAnswer[]> {
    const page = readPage(request, limit, cursor);
    const wanted = { limit: page.fetch, after: page.after };
    const rows = await this.services.list(actorOf(request), pathId(id, 'Clinic'), wanted);
    const cursorOf = ({ membership }: Member) => ({ at: membership.createdAt, id: membership.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(memberAnswer);
  }

  /**
   * Changes as what and where somebody works there, within two seconds for the tokens that there are. Permission:
   * `users:manage`. Errors: 400 on `department_ids`, 404, 409 for the last admin and for a member by an organisation.
   */
  @Patch('members/{member}')
  @Security('bearer', ['users:manage'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(409, 'The clinic would have no admin, or the membership is one of an organisation')
  @Example<MemberAnswer>(MEMBER)
  async changeMember(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() member: string,
    @Body() body: MemberChangeBody,
  ): Promise<MemberAnswer> {
    const [clinicId, membershipId, change] = [pathId(id, 'Clinic'), pathId(member, 'Member'), memberChangeOf(body)];
    return memberAnswer(await this.services.change(actorOf(request), clinicId, membershipId, change));
  }

  /**
   * Ends what somebody is there: what they offer is taken back, booked visits become attention `doctor_left`, records stay.
   * Permission: `users:manage`. Errors: 404, 409 as above.
   */
  @Delete('members/{member}')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(204, 'Ended')
  @Response<Problem>(409, 'The clinic would have no admin, or the membership is one of an organisation')
  async removeMember(@Request() request: HttpRequest, @Path() id: string, @Path() member: string): Promise<void> {
    await this.services.remove(actorOf(request), pathId(id, 'Clinic'), pathId(member, 'Member'));
  }

  /** Invitations, the latest 200. Permission: `users:manage`. Errors: 404. */
  @Get('invitations')
  @Security('bearer', ['users:manage'])
  @Example<InvitationAnswer[]>([INVITATION])
  async listInvitations(@Request() request: HttpRequest, @Path() id: string): Promise<InvitationAnswer[]> {
    const now = new Date();
    const invitations = await this.services.invitations(actorOf(request), pathId(id, 'Clinic'));
    return invitations.map((one) => invitationAnswer(one, now));
  }

  /**
   * Mails a link by which its mailbox comes to work at the clinic: it works once, for seven days. One that waits for the same
   * mailbox is taken back. Honours Idempotency-Key. Permission: `users:manage`. Errors: 400, 404, 409 for a member, 422.
   */
  @Post('invitations')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(201, 'Invited')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(409, 'This person belongs to the clinic already')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<InvitationAnswer>(INVITATION)
  async inviteMember(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: InvitationBody,
  ): Promise<InvitationAnswer> {
    const [actor, clinicId, wanted] = [actorOf(request), pathId(id, 'Clinic'), invitationOf(body)];
    const work = async (key: RequestKey | null) =>
      invitationAnswer(await this.services.invite(actor, clinicId, wanted, key), new Date());
    const location = () => `/api/v1/clinics/${clinicId}/invitations/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: wanted });
  }

  /** Takes one back: its link is void. Permission: `users:manage`. Errors: 404, 409 for one that was accepted or taken back. */
  @Delete('invitations/{invitation}')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(204, 'Taken back')
  @Response<Problem>(409, 'It was accepted or taken back')
  async revokeInvitation(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() invitation: string,
  ): Promise<void> {
    await this.services.revoke(actorOf(request), pathId(id, 'Clinic'), pathId(invitation, 'Invitation'));
  }
}
