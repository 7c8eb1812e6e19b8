import { Body, Controller, Example, Get, Patch, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { VISIT_SETTINGS } from './examples.js';
import { visitSettingsAnswer } from './presenter.js';
import type { VisitSettingsAnswer } from './responses.js';
import type { ClinicServices } from './services.js';
import { type VisitSettingsBody, visitSettingsChangeOf } from './visit-requests.js';

@Route('api/v1/clinics/{id}/visit-settings')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class VisitSettingsController extends Controller {
  static readonly needs = 'clinics';

  constructor(private readonly services: ClinicServices) {
    super();
  }

  /**
   * What a clinic's visits follow: its own settings over the installation's. The durations are those of its policies.
   * Permission: `clinic:settings`. Errors: 404.
   */
  @Get()
  @Security('bearer', ['clinic:settings'])
  @Example<VisitSettingsAnswer>(VISIT_SETTINGS)
  async readVisitSettings(@Request() request: HttpRequest, @Path() id: string): Promise<VisitSettingsAnswer> {
    return visitSettingsAnswer(await this.services.readVisitSettings(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes them; null takes the installation's. Durations hold for visits that are booked from now on: what was agreed with a
   * patient stays. `chat_notice` and `notes_visible` hold at once. Permission: `clinic:settings`. Errors: 400, 404.
   */
  @Patch()
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A setting is not valid')
  @Example<VisitSettingsAnswer>(VISIT_SETTINGS)
  async changeVisitSettings(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: VisitSettingsBody,
  ): Promise<VisitSettingsAnswer> {
    const change = visitSettingsChangeOf(body);
    return visitSettingsAnswer(await this.services.changeVisitSettings(actorOf(request), pathId(id, 'Clinic'), change));
  }
}
