import {
  Body,
  Controller,
  Example,
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
import { answerIdempotently } from '../http/idempotent-answer.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { REGISTERED_PATIENT } from './examples.js';
import { registeredPatientView } from './presenter.js';
import { patientToRegister, type RegisterPatientBody } from './requests.js';
import type { RegisteredPatientView } from './responses.js';
import type { PatientServices } from './services.js';

@Route('api/v1/clinics')
@Tags('patients')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PatientRegistrationController extends Controller {
  static readonly needs = 'patients';

  constructor(private readonly services: PatientServices) {
    super();
  }

  /**
   * Registers a patient at the desk: the person gets an account of their own, and by mail a link to choose its password. Patients
   * of the clinic who may be the same person are named, and the new one is registered all the same. An address that has an
   * account is refused, and its holder told. Honours Idempotency-Key. Permission: `patients:register`. Errors: 400, 404, 409
   * `identifier_taken`, 422.
   */
  @Post('{id}/patients')
  @Security('bearer', ['patients:register'])
  @SuccessResponse(201, 'Registered')
  @Response<Problem>(400, 'A field is not valid, or the address has an account')
  @Response<Problem>(409, 'Another account has this IHI')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<RegisteredPatientView>(REGISTERED_PATIENT)
  async registerPatient(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: RegisterPatientBody,
  ): Promise<RegisteredPatientView> {
    const actor = actorOf(request);
    const command = { ...patientToRegister(body), clinicId: pathId(id, 'Clinic') };
    return answerIdempotently(
      this,
      request,
      async (requestKey) => registeredPatientView(await this.services.register(actor, { ...command, requestKey })),
      { status: 201, location: (patient) => `/api/v1/patients/${patient.id}/`, understood: command },
    );
  }
}
