import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  Path,
  Post,
  Put,
  Query,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import { actorOf } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import type { SupplierSourceServices } from './services.js';
import { SUPPLIER_SOURCE } from './source-examples.js';
import { supplierSourceView } from './source-presenter.js';
import type { SupplierSourceBody } from './source-requests.js';
import type { SupplierSourceView } from './source-responses.js';

@Route('api/v1/supplier-products/suppliers/{key}/source')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SupplierSourcesController extends Controller {
  static readonly needs = 'supplierSources';

  constructor(private readonly services: SupplierSourceServices) {
    super();
  }

  /**
   * Where the price lists of a supplier are fetched from, and what became of it the last time. Permission: `catalogue:read`. Errors:
   * 404.
   * @param key The key of a supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get()
  @Security('bearer', ['catalogue:read'])
  @Example<SupplierSourceView>(SUPPLIER_SOURCE)
  async readSupplierSource(
    @Request() request: HttpRequest,
    @Path() key: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierSourceView> {
    const actor = actorOf(request);
    const of = { clinicId: catalogueClinic(actor, clinic), supplier: key };
    return supplierSourceView(await this.services.read(actor, of));
  }

  /**
   * Has the price lists of a supplier fetched by https from now on, and imported as if somebody had sent them, with the same holds. What
   * a name or a redirect leads to is checked each time: anything but https on public addresses is a failed run, unless the installation
   * allows it (`SUPPLIER_PULL_ALLOW`). After three failed runs in a row attention `supplier_pull_failed` is opened. Permission:
   * `catalogue:manage`. Errors: 400 with each member that is wrong (`url`, `every`, `headers.x-key`), 404.
   * @param key The key of a supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Put()
  @Security('bearer', ['catalogue:manage'])
  @Response<Problem>(400, 'A member is not valid, or the address may not be reached')
  @Example<SupplierSourceView>(SUPPLIER_SOURCE)
  async changeSupplierSource(
    @Request() request: HttpRequest,
    @Path() key: string,
    @Body() body: SupplierSourceBody,
    @Query() clinic?: Uuid,
  ): Promise<SupplierSourceView> {
    const actor = actorOf(request);
    const of = { clinicId: catalogueClinic(actor, clinic), supplier: key };
    return supplierSourceView(await this.services.change(actor, of, body));
  }

  /**
   * Fetches nothing from there any more. What was imported stays. Permission: `catalogue:manage`. Errors: 404.
   * @param key The key of a supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Delete()
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(204, 'Removed')
  async removeSupplierSource(
    @Request() request: HttpRequest,
    @Path() key: string,
    @Query() clinic?: Uuid,
  ): Promise<void> {
    const actor = actorOf(request);
    await this.services.remove(actor, { clinicId: catalogueClinic(actor, clinic), supplier: key });
  }

  /**
   * Fetches the list now, in the background, also where the source is not enabled; behind a run that is at work. Read the source until
   * its `last_run` is a later one. Permission: `catalogue:manage`. Errors: 404.
   * @param key The key of a supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post('run')
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(202, 'Asked for')
  @Example<SupplierSourceView>(SUPPLIER_SOURCE)
  async runSupplierSource(
    @Request() request: HttpRequest,
    @Path() key: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierSourceView> {
    this.setStatus(202);
    const actor = actorOf(request);
    const of = { clinicId: catalogueClinic(actor, clinic), supplier: key };
    return supplierSourceView(await this.services.run(actor, of));
  }
}
