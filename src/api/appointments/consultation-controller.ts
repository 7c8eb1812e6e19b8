import { Body, Controller, Example, Get, Patch, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { type ConsultationChangeBody, consultationChangeOf } from './consultation-requests.js';
import { CONSULTATION, type ConsultationView, consultationView } from './consultation-responses.js';
import type { AppointmentServices } from './services.js';

@Route('api/v1/appointments/{id}/consultation')
@Tags('appointments')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such appointment')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ConsultationController extends Controller {
  static readonly needs = 'appointments';

  constructor(private readonly services: AppointmentServices) {
    super();
  }

  /**
   * What was recorded about the consultation: its doctor reads all of it, its patient all but the notes. Mode and notes that were given on
   * the completion stand in it. Permission: `consultations:read`. Errors: 404.
   */
  @Get()
  @Security('bearer', ['consultations:read'])
  @Example<ConsultationView>(CONSULTATION)
  async readConsultation(@Request() request: HttpRequest, @Path() id: string): Promise<ConsultationView> {
    return consultationView(await this.services.readConsultation(actorOf(request), pathId(id, 'Appointment')));
  }

  /**
   * Records how the consultation was held: its doctor, from the booking on, also after the completion. What is left out stays, null takes
   * it back. Permission: `consultations:write`. Errors: 400, 404, 409 `invalid_transition` where there is no consultation.
   */
  @Patch()
  @Security('bearer', ['consultations:write'])
  @Response<Problem>(400, 'The record is not valid')
  @Response<Problem>(409, 'There is no consultation')
  @Example<ConsultationView>(CONSULTATION)
  async changeConsultation(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ConsultationChangeBody,
  ): Promise<ConsultationView> {
    const change = consultationChangeOf(body);
    return consultationView(
      await this.services.changeConsultation(actorOf(request), pathId(id, 'Appointment'), change),
    );
  }
}
