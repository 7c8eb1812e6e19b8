import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  Path,
  Post,
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
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { ORGANISATION, ORGANISATION_MEMBER } from './examples.js';
import { type OrganisationBody, type OrganisationMemberBody, organisationMemberOf } from './place-requests.js';
import { organisationAnswer, organisationMemberAnswer } from './presenter.js';
import type { OrganisationAnswer, OrganisationMemberAnswer } from './responses.js';
import type { OrganisationServices } from './services.js';

@Route('api/v1/organisations')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class OrganisationsController extends Controller {
  static readonly needs = 'organisations';

  constructor(private readonly services: OrganisationServices) {
    super();
  }

  /** Organisations of several clinics, by name. Permission: `clinics:manage`. */
  @Get()
  @Security('bearer', ['clinics:manage'])
  @Example<OrganisationAnswer[]>([ORGANISATION])
  async listOrganisations(@Request() request: HttpRequest): Promise<OrganisationAnswer[]> {
    return (await this.services.list(actorOf(request))).map(organisationAnswer);
  }

  /** Adds one; a clinic comes to it by `organisation_id`. Honours Idempotency-Key. Permission: `clinics:manage`. Errors: 400, 422. */
  @Post()
  @Security('bearer', ['clinics:manage'])
  @SuccessResponse(201, 'Added')
  @Response<Problem>(400, 'The name is taken, or is none')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<OrganisationAnswer>(ORGANISATION)
  async createOrganisation(
    @Request() request: HttpRequest,
    @Body() body: OrganisationBody,
  ): Promise<OrganisationAnswer> {
    const { name } = body;
    const actor = actorOf(request);
    const work = async (key: RequestKey | null) => organisationAnswer(await this.services.create(actor, name, key));
    const location = () => '/api/v1/organisations/';
    return answerIdempotently(this, request, work, { status: 201, location, understood: { name: name.trim() } });
  }

  /** Who works at all of its clinics. Permission: `clinics:manage`. Errors: 404. */
  @Get('{id}/members')
  @Security('bearer', ['clinics:manage'])
  @Response<Problem>(404, 'No such organisation')
  @Example<OrganisationMemberAnswer[]>([ORGANISATION_MEMBER])
  async listOrganisationMembers(
    @Request() request: HttpRequest,
    @Path() id: string,
  ): Promise<OrganisationMemberAnswer[]> {
    const members = await this.services.members(actorOf(request), pathId(id, 'Organisation'));
    return members.map(organisationMemberAnswer);
  }

  /**
   * Lets somebody who has an account work at each of its clinics in this role, in one at a time; a membership of their own
   * at one of them stays. Honours Idempotency-Key. Permission: `clinics:manage`. Errors: 400 on `email`, 404, 409 for who is
   * a member, 422.
   */
  @Post('{id}/members')
  @Security('bearer', ['clinics:manage'])
  @SuccessResponse(201, 'Added')
  @Response<Problem>(400, 'Nobody has this mail address')
  @Response<Problem>(404, 'No such organisation')
  @Response<Problem>(409, 'The person is a member already')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<OrganisationMemberAnswer>(ORGANISATION_MEMBER)
  async addOrganisationMember(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: OrganisationMemberBody,
  ): Promise<OrganisationMemberAnswer> {
    const [actor, organisationId, wanted] = [actorOf(request), pathId(id, 'Organisation'), organisationMemberOf(body)];
    const work = async (key: RequestKey | null) =>
      organisationMemberAnswer(await this.services.addMember(actor, organisationId, wanted, key));
    const location = () => `/api/v1/organisations/${organisationId}/members/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: wanted });
  }

  /**
   * Ends what somebody is at its clinics by being its member. Permission: `clinics:manage`. Errors: 404, 409 where a clinic
   * would have no admin.
   */
  @Delete('{id}/members/{member}')
  @Security('bearer', ['clinics:manage'])
  @SuccessResponse(204, 'Removed')
  @Response<Problem>(404, 'No such organisation, or no such member')
  @Response<Problem>(409, 'A clinic would have no admin')
  async removeOrganisationMember(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() member: string,
  ): Promise<void> {
    await this.services.removeMember(actorOf(request), pathId(id, 'Organisation'), pathId(member, 'Member'));
  }
}
