import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  NoSecurity,
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
import type { MemberRole } from '../../domain/roles.js';
import type { ClinicPerson } from '../../usecases/clinics/people.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, optionalActor, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText } from '../http/wire-formats.js';
import { ACCEPTED_INVITATION, PERSON } from './people-examples.js';
import { acceptedAnswer, personAnswer } from './people-presenter.js';
import { type AcceptanceBody, acceptanceOf, activityOf, type PersonChangeBody } from './people-requests.js';
import type { AcceptedInvitationAnswer, PersonAnswer } from './people-responses.js';
import type { PeopleServices } from './services.js';

@Route('api/v1/users')
@Tags('users')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PeopleController extends Controller {
  static readonly needs = 'people';

  constructor(private readonly services: PeopleServices) {
    super();
  }

  /**
   * Accepts an invitation by the token of its link: 200 for who is signed in with the invited mail address, 201 where the
   * address has no account, which is opened. A refusal leaves the link good. Errors: 400 `token_invalid` or on each bad
   * field, 401 where the address has an account, 403 for another person's invitation, 409 for who belongs to the clinic.
   */
  @Post('invitations/accept')
  @NoSecurity()
  @SuccessResponse(201, 'Accepted, with a new account')
  @Response<AcceptedInvitationAnswer>(200, 'Accepted', ACCEPTED_INVITATION)
  @Response<Problem>(400, 'The link is no longer good, or a field is not valid')
  @Response<Problem>(401, 'The address has an account: sign in to accept')
  @Response<Problem>(403, 'The invitation is for another mail address')
  @Response<Problem>(409, 'The person belongs to the clinic, or it is suspended')
  @Example<AcceptedInvitationAnswer>(ACCEPTED_INVITATION)
  async acceptInvitation(
    @Request() request: HttpRequest,
    @Body() body: AcceptanceBody,
  ): Promise<AcceptedInvitationAnswer> {
    const accepted = await this.services.accept(await optionalActor(request), acceptanceOf(body));
    this.setStatus(accepted.isNew ? 201 : 200);
    if (accepted.isNew) this.setHeader('Location', '/api/v1/users/memberships/');
    return acceptedAnswer(accepted);
  }

  /**
   * The people of the clinic, patients too, in the order in which they came. Permission: `users:manage`.
   * @param search A part of the name or of the mail address.
   * @param role What they are.
   * @param status Whether they may act there now.
   * @param limit 1 to 200, 50 when left out.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   * @param cursor From the Link header of the page before.
   */
  @Get('admin/users')
  @Security('bearer', ['users:manage'])
  @Response<Problem>(400, 'A filter is not valid')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Example<PersonAnswer[]>([PERSON])
  async listPeople(
    @Request() request: HttpRequest,
    @Query() search?: SearchText,
    @Query() role?: MemberRole,
    @Query() status?: 'active' | 'inactive',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<PersonAnswer[]> {
    const page = readPage(request, limit, cursor);
    const wanted = { search: search || undefined, role, status, limit: page.fetch, after: page.after };
    const rows = await this.services.list(actorOf(request), wanted);
    const cursorOf = ({ membership }: ClinicPerson) => ({ at: membership.createdAt, id: membership.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(personAnswer);
  }

  /**
   * Lets somebody of the clinic in again, or no more: the whole account where it belongs to no other clinic, else here.
   * A doctor who is shut out offers no more times; booked visits become attention `doctor_left`, a patient's `patient_left`.
   * Permission: `users:manage`. Errors: 404, 409 for the clinic's last admin.
   */
  @Patch('admin/users/{id}')
  @Security('bearer', ['users:manage'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Response<Problem>(404, 'No such person at the clinic')
  @Response<Problem>(409, 'The clinic would have no admin')
  @Example<PersonAnswer>(PERSON)
  async changePerson(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: PersonChangeBody,
  ): Promise<PersonAnswer> {
    return personAnswer(await this.services.setActive(actorOf(request), pathId(id, 'User'), activityOf(body)));
  }

  /**
   * Takes somebody out of the clinic, and closes the account where it belongs to no other. Records stay; free times of a doctor
   * are taken back, and booked visits become attention as above. Permission: `users:manage`. Errors: 404, 409 for the clinic's last admin.
   */
  @Delete('admin/users/{id}')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(204, 'Removed')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Response<Problem>(404, 'No such person at the clinic')
  @Response<Problem>(409, 'The clinic would have no admin, or the membership is one of an organisation')
  async removePerson(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.remove(actorOf(request), pathId(id, 'User'));
  }

  /** Mails the person a link to choose a new password. Permission: `users:manage`. Errors: 404. */
  @Post('admin/users/{id}/password-reset')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(202, 'A mail goes out')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Response<Problem>(404, 'No such person at the clinic')
  async mailPasswordReset(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.mailPasswordReset(actorOf(request), pathId(id, 'User'));
    this.setStatus(202);
  }

  /** Ends the person's sessions: all, or those that act at this clinic where they belong to another, too. Permission: `users:manage`. Errors: 404. */
  @Post('admin/users/{id}/sign-out')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(204, 'Signed out')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Response<Problem>(404, 'No such person at the clinic')
  async signPersonOut(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.signOut(actorOf(request), pathId(id, 'User'));
  }
}
