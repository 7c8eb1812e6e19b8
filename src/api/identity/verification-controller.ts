import { Body, Controller, Example, Get, Path, Put, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { VERIFICATION } from './verification-examples.js';
import { verificationView } from './verification-presenter.js';
import { recordVerificationOf, type VerificationBody } from './verification-requests.js';
import type { VerificationView } from './verification-responses.js';
import type { VerificationServices } from './verification-services.js';

@Route('api/v1/users/admin/users/{id}/verification')
@Tags('users')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such doctor at the clinic that the caller acts in')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class VerificationController extends Controller {
  static readonly needs = 'verifications';

  constructor(private readonly services: VerificationServices) {
    super();
  }

  /**
   * Where a doctor stands at the caller's clinic: the latest check, `pending` while there is none, `expired` when it has
   * ended. Each reading is audited. Permission: `doctors:verify`. Errors: 404.
   */
  @Get()
  @Security('bearer', ['doctors:verify'])
  @Example<VerificationView>(VERIFICATION)
  async readVerification(@Request() request: HttpRequest, @Path() id: string): Promise<VerificationView> {
    return verificationView(await this.services.read(actorOf(request), pathId(id, 'Doctor')));
  }

  /**
   * Records a check: a new row, which counts at once and at this clinic alone. Whoever is `suspended`, `rejected` or
   * `expired`, and with `REQUIRE_VERIFIED_DOCTORS` whoever is not `verified`, can be offered no new times and not be booked;
   * booked visits become attention `verification_expired`. Permission: `doctors:verify`. Errors: 400, 404.
   */
  @Put()
  @Security('bearer', ['doctors:verify'])
  @Response<Problem>(400, 'A field is not valid, or the register says otherwise')
  @Example<VerificationView>(VERIFICATION)
  async recordVerification(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: VerificationBody,
  ): Promise<VerificationView> {
    const command = recordVerificationOf(body);
    return verificationView(await this.services.record(actorOf(request), pathId(id, 'Doctor'), command));
  }

  /** Every check as it was recorded, the newest first. Permission: `doctors:verify`. Errors: 404. */
  @Get('history')
  @Security('bearer', ['doctors:verify'])
  @Example<VerificationView[]>([VERIFICATION])
  async listVerifications(@Request() request: HttpRequest, @Path() id: string): Promise<VerificationView[]> {
    return (await this.services.history(actorOf(request), pathId(id, 'Doctor'))).map(verificationView);
  }
}
