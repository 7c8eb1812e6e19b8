import {
  Body,
  Controller,
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
import type { ClinicType } from '../../domain/clinics/clinic-kinds.js';
import type { ListedClinic } from '../../usecases/clinics/clinic-details.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText } from '../http/wire-formats.js';
import { CLINIC, PAYMENT_SETTINGS, POLICIES } from './examples.js';
import { type NewClinicBody, newClinicOf, type ReasonBody } from './place-requests.js';
import { type PoliciesBody, policyChangesOf } from './policy-requests.js';
import { clinicAnswer, paymentSettingsAnswer, policiesAnswer } from './presenter.js';
import { type ClinicBody, clinicChangeOf, type PaymentSettingsBody, paymentSettingsChangeOf } from './requests.js';
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

  /**
   * Clinics, the oldest first: by a part of the name and by what they are. Those that are suspended only for who looks after
   * the platform. Permission: `profile:own`.
   * @param search A part of the name, in any case.
   * @param type What it is.
   * @param limit 1 to 200, 50 when left out.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   * @param cursor From the Link header of the page before.
   */
  @Get()
  @Security('bearer', ['profile:own'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ClinicAnswer[]>([CLINIC])
  async listClinics(
    @Request() request: HttpRequest,
    @Query() search?: SearchText,
    @Query() type?: ClinicType,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ClinicAnswer[]> {
    const page = readPage(request, limit, cursor);
    const filter = { search: search || undefined, type, after: page.after, limit: page.fetch };
    const rows = await this.services.list(actorOf(request), filter);
    const cursorOf = ({ createdAt, id }: ListedClinic) => ({ at: createdAt, id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(clinicAnswer);
  }

  /**
   * Adds a clinic. Honours Idempotency-Key. Permission: `clinics:manage`. Errors: 400 on each bad field (a name or slug that
   * is taken, an organisation that is not there), 422.
   */
  @Post()
  @Security('bearer', ['clinics:manage'])
  @SuccessResponse(201, 'Added')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<ClinicAnswer>(CLINIC)
  async createClinic(@Request() request: HttpRequest, @Body() body: NewClinicBody): Promise<ClinicAnswer> {
    const actor = actorOf(request);
    const wanted = newClinicOf(body);
    const work = async (key: RequestKey | null) => {
      const { id } = await this.services.create(actor, wanted, key);
      return clinicAnswer(await this.services.read(actor, id));
    };
    const location = ({ id }: ClinicAnswer) => `/api/v1/clinics/${id}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: wanted });
  }

  /**
   * Closes a clinic: at once nothing is booked there, and nobody acts in it any more, people or API keys. Records and booked
   * visits stay. Permission: `clinics:manage`. Errors: 400, 404, 409 for one that is suspended.
   */
  @Post('{id}/suspend')
  @Security('bearer', ['clinics:manage'])
  @SuccessResponse(200, 'Suspended')
  @Response<Problem>(400, 'There is no reason')
  @Response<Problem>(409, 'The clinic is suspended already')
  @Example<ClinicAnswer>(CLINIC)
  async suspendClinic(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ReasonBody,
  ): Promise<ClinicAnswer> {
    return clinicAnswer(await this.services.suspend(actorOf(request), pathId(id, 'Clinic'), body.reason));
  }

  /** Opens a clinic again. Permission: `clinics:manage`. Errors: 400, 404, 409 for one that is not suspended. */
  @Post('{id}/resume')
  @Security('bearer', ['clinics:manage'])
  @SuccessResponse(200, 'Open again')
  @Response<Problem>(400, 'There is no reason')
  @Response<Problem>(409, 'The clinic is not suspended')
  @Example<ClinicAnswer>(CLINIC)
  async resumeClinic(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ReasonBody,
  ): Promise<ClinicAnswer> {
    return clinicAnswer(await this.services.resume(actorOf(request), pathId(id, 'Clinic'), body.reason));
  }

  /** What a clinic is called, what it is and where. Permission: `profile:own`. Errors: 404. */
  @Get('{id}')
  @Security('bearer', ['profile:own'])
  @Example<ClinicAnswer>(CLINIC)
  async readClinic(@Request() request: HttpRequest, @Path() id: string): Promise<ClinicAnswer> {
    return clinicAnswer(await this.services.read(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes it. Appointments and slots stay at their instants; a new zone changes on which day and at what time they are
   * shown. Documents that were issued stay as they are. Permission: `clinic:settings`, or `clinics:manage` for any; type,
   * region and organisation only by the latter. Errors: 400, 403, 404, 409 for a clinic whose only admin is one of the
   * organisation that it would leave.
   */
  @Patch('{id}')
  @Security('bearer', ['clinic:settings'])
  @Security('bearer', ['clinics:manage'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(409, 'The clinic would have no admin')
  @Example<ClinicAnswer>(CLINIC)
  async changeClinic(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ClinicBody,
  ): Promise<ClinicAnswer> {
    return clinicAnswer(await this.services.change(actorOf(request), pathId(id, 'Clinic'), clinicChangeOf(body)));
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
   * What a clinic follows: deadlines, lengths, reminders, fees and refunds of bookings, how long a doctor treats and
   * break-glass lasts; its own over the installation's `POLICY_*`. Permission: `clinic:settings`. Errors: 404.
   */
  @Get('{id}/policies')
  @Security('bearer', ['clinic:settings'])
  @Example<PoliciesAnswer>(POLICIES)
  async readPolicies(@Request() request: HttpRequest, @Path() id: string): Promise<PoliciesAnswer> {
    return policiesAnswer(await this.services.readPolicies(actorOf(request), pathId(id, 'Clinic')));
  }

  /**
   * Changes them for bookings from now on; what was agreed with a patient stays. Null takes the installation's.
   * `break_glass` is a security setting: never longer than the installation's, and only after a fresh proof.
   * Permission: `clinic:settings`. Errors: 400, 403 `reauthentication_required`, 404.
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
