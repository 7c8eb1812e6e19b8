import { Body, Controller, Example, Get, Patch, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { CLINIC, PAYMENT_SETTINGS, POLICIES } from './examples.js';
import { clinicAnswer, paymentSettingsAnswer, policiesAnswer } from './presenter.js';
import {
  type ClinicBody,
  type PaymentSettingsBody,
  type PoliciesBody,
  paymentSettingsChangeOf,
  policyChangesOf,
} from './requests.js';
import type { ClinicAnswer, PaymentSettingsAnswer, PoliciesAnswer } from './responses.js';
import type { ClinicServices } from './services.js';

@Route('api/v1/clinics')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ClinicsController extends Controller {
  static readonly needs = 'clinics';

  constructor(private readonly services: ClinicServices) {
    super();
  }

  /** What a clinic is called and where it is. Permission: `profile:own`, of its members. Errors: 404. */
  @Get('{id}')
  @Security('bearer', ['profile:own'])
  @Example<ClinicAnswer>(CLINIC)
  async readClinic(@Request() request: HttpRequest, @Path() id: string): Promise<ClinicAnswer> {
    return clinicAnswer(await this.services.read(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes it. Appointments and slots stay at their instants; a new zone changes on which day and at what time they are
   * shown. Documents that were issued stay as they are. Permission: `clinic:settings`. Errors: 400, 404.
   */
  @Patch('{id}')
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A field is not valid')
  @Example<ClinicAnswer>(CLINIC)
  async changeClinic(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ClinicBody,
  ): Promise<ClinicAnswer> {
    return clinicAnswer(await this.services.change(actorOf(request), pathId(id, 'Clinic'), body));
  }

  /** How a clinic is paid, and what it gives back. Permission: `clinic:settings`. Errors: 404. */
  @Get('{id}/payment-settings')
  @Security('bearer', ['clinic:settings'])
  @Example<PaymentSettingsAnswer>(PAYMENT_SETTINGS)
  async readPaymentSettings(@Request() request: HttpRequest, @Path() id: string): Promise<PaymentSettingsAnswer> {
    return paymentSettingsAnswer(await this.services.readPaymentSettings(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes it for bookings from now on; what was agreed with a patient stays. Permission: `clinic:settings`.
   * Errors: 400 (a provider that is not set up, or does not take the currency), 404.
   */
  @Patch('{id}/payment-settings')
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A field is not valid')
  @Example<PaymentSettingsAnswer>(PAYMENT_SETTINGS)
  async changePaymentSettings(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: PaymentSettingsBody,
  ): Promise<PaymentSettingsAnswer> {
    const change = paymentSettingsChangeOf(body);
    return paymentSettingsAnswer(
      await this.services.changePaymentSettings(actorOf(request), pathId(id, 'Clinic'), change),
    );
  }

  /**
   * What bookings of a clinic follow: deadlines, lengths, reminders, fees, refunds; its own over the installation's
   * `POLICY_*`. Permission: `clinic:settings`. Errors: 404.
   */
  @Get('{id}/policies')
  @Security('bearer', ['clinic:settings'])
  @Example<PoliciesAnswer>(POLICIES)
  async readPolicies(@Request() request: HttpRequest, @Path() id: string): Promise<PoliciesAnswer> {
    return policiesAnswer(await this.services.readPolicies(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes them for bookings from now on; what was agreed with a patient stays. Null takes the installation's.
   * Permission: `clinic:settings`. Errors: 400, 404.
   */
  @Patch('{id}/policies')
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A field is not valid')
  @Example<PoliciesAnswer>(POLICIES)
  async changePolicies(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: PoliciesBody,
  ): Promise<PoliciesAnswer> {
    const changes = policyChangesOf(body);
    return policiesAnswer(await this.services.changePolicies(actorOf(request), pathId(id, 'Clinic'), changes));
  }
}
