import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  Patch,
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
import { DEPARTMENT, LOCATION } from './examples.js';
import {
  type DepartmentBody,
  type DepartmentChangeBody,
  departmentChangeOf,
  departmentOf,
  type LocationBody,
  type LocationChangeBody,
  locationChangeOf,
  locationOf,
} from './place-requests.js';
import { departmentAnswer, locationAnswer } from './presenter.js';
import type { DepartmentAnswer, LocationAnswer } from './responses.js';
import type { PlaceServices } from './services.js';

@Route('api/v1/clinics/{id}')
@Tags('clinics')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such clinic, or nothing of this id there')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PlacesController extends Controller {
  static readonly needs = 'places';

  constructor(private readonly services: PlaceServices) {
    super();
  }

  /** Where a clinic works, and when it is open there. Permission: `profile:own`. Errors: 404. */
  @Get('locations')
  @Security('bearer', ['profile:own'])
  @Example<LocationAnswer[]>([LOCATION])
  async listLocations(@Request() request: HttpRequest, @Path() id: string): Promise<LocationAnswer[]> {
    return (await this.services.locations(actorOf(request), pathId(id, 'Clinic'))).map(locationAnswer);
  }

  /** Adds one. Honours Idempotency-Key. Permission: `clinic:settings`. Errors: 400 on each bad field, 404, 422. */
  @Post('locations')
  @Security('bearer', ['clinic:settings'])
  @SuccessResponse(201, 'Added')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<LocationAnswer>(LOCATION)
  async addLocation(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: LocationBody,
  ): Promise<LocationAnswer> {
    const [actor, clinicId, input] = [actorOf(request), pathId(id, 'Clinic'), locationOf(body)];
    const work = async (key: RequestKey | null) =>
      locationAnswer(await this.services.addLocation(actor, clinicId, input, key));
    const location = () => `/api/v1/clinics/${clinicId}/locations/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: input });
  }

  /** Changes what is given of it. Permission: `clinic:settings`. Errors: 400 on each bad field, 404. */
  @Patch('locations/{location}')
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A field is not valid')
  @Example<LocationAnswer>(LOCATION)
  async changeLocation(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() location: string,
    @Body() body: LocationChangeBody,
  ): Promise<LocationAnswer> {
    const [clinicId, locationId] = [pathId(id, 'Clinic'), pathId(location, 'Location')];
    const change = locationChangeOf(body);
    return locationAnswer(await this.services.changeLocation(actorOf(request), clinicId, locationId, change));
  }

  /** Removes it; departments there have no location then. Permission: `clinic:settings`. Errors: 404. */
  @Delete('locations/{location}')
  @Security('bearer', ['clinic:settings'])
  @SuccessResponse(204, 'Removed')
  async removeLocation(@Request() request: HttpRequest, @Path() id: string, @Path() location: string): Promise<void> {
    await this.services.removeLocation(actorOf(request), pathId(id, 'Clinic'), pathId(location, 'Location'));
  }

  /** How a clinic is divided. Permission: `profile:own`. Errors: 404. */
  @Get('departments')
  @Security('bearer', ['profile:own'])
  @Example<DepartmentAnswer[]>([DEPARTMENT])
  async listDepartments(@Request() request: HttpRequest, @Path() id: string): Promise<DepartmentAnswer[]> {
    return (await this.services.departments(actorOf(request), pathId(id, 'Clinic'))).map(departmentAnswer);
  }

  /** Adds one. Honours Idempotency-Key. Permission: `clinic:settings`. Errors: 400 (a name that is taken, too), 404, 422. */
  @Post('departments')
  @Security('bearer', ['clinic:settings'])
  @SuccessResponse(201, 'Added')
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<DepartmentAnswer>(DEPARTMENT)
  async addDepartment(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: DepartmentBody,
  ): Promise<DepartmentAnswer> {
    const [actor, clinicId, input] = [actorOf(request), pathId(id, 'Clinic'), departmentOf(body)];
    const work = async (key: RequestKey | null) =>
      departmentAnswer(await this.services.addDepartment(actor, clinicId, input, key));
    const location = () => `/api/v1/clinics/${clinicId}/departments/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: input });
  }

  /** Changes what is given of it. Permission: `clinic:settings`. Errors: 400, 404. */
  @Patch('departments/{department}')
  @Security('bearer', ['clinic:settings'])
  @Response<Problem>(400, 'A field is not valid')
  @Example<DepartmentAnswer>(DEPARTMENT)
  async changeDepartment(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() department: string,
    @Body() body: DepartmentChangeBody,
  ): Promise<DepartmentAnswer> {
    const [clinicId, departmentId] = [pathId(id, 'Clinic'), pathId(department, 'Department')];
    const change = departmentChangeOf(body);
    return departmentAnswer(await this.services.changeDepartment(actorOf(request), clinicId, departmentId, change));
  }

  /** Removes it; who works in it stays a member of the clinic. Permission: `clinic:settings`. Errors: 404. */
  @Delete('departments/{department}')
  @Security('bearer', ['clinic:settings'])
  @SuccessResponse(204, 'Removed')
  async removeDepartment(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() department: string,
  ): Promise<void> {
    await this.services.removeDepartment(actorOf(request), pathId(id, 'Clinic'), pathId(department, 'Department'));
  }
}
