import { Body, Controller, Example, Get, Patch, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { SECURITY_SETTINGS } from './examples.js';
import { securitySettingsAnswer } from './presenter.js';
import { type SecuritySettingsBody, securityChangeOf } from './requests.js';
import type { SecuritySettingsAnswer } from './responses.js';
import type { ClinicServices } from './services.js';

@Route('api/v1/clinics/{id}/security-settings')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ClinicSecurityController extends Controller {
  static readonly needs = 'clinics';

  constructor(private readonly services: ClinicServices) {
    super();
  }

  /**
   * What a clinic asks of its people's accounts and sessions: the installation's rules with its own over them. Who belongs
   * to several clinics obeys the strictest of each. Permission: `clinic:settings`. Errors: 404.
   */
  @Get()
  @Security('bearer', ['clinic:settings'])
  @Example<SecuritySettingsAnswer>(SECURITY_SETTINGS)
  async readSecuritySettings(@Request() request: HttpRequest, @Path() id: string): Promise<SecuritySettingsAnswer> {
    return securitySettingsAnswer(await this.services.readSecurity(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes it, only to something stricter than the installation; null takes the installation's. It counts from the next
   * sign-in, refresh or choice of a password on. Permission: `clinic:settings`, fresh. Errors: 400 with each rule that
   * would be laxer, 403 `reauthentication_required`, 404.
   */
  @Patch()
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A rule is not valid, or laxer than the installation')
  @Example<SecuritySettingsAnswer>(SECURITY_SETTINGS)
  async changeSecuritySettings(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: SecuritySettingsBody,
  ): Promise<SecuritySettingsAnswer> {
    const change = securityChangeOf(body);
    return securitySettingsAnswer(await this.services.changeSecurity(actorOf(request), pathId(id, 'Clinic'), change));
  }
}
