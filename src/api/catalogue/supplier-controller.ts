import {
  Body,
  Controller,
  Example,
  Get,
  Path,
  Put,
  Query,
  Request,
  Response,
  Route,
  Security,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import type { SupplierServices } from './services.js';
import { SUPPLIER, SUPPLIER_MAPPING } from './supplier-examples.js';
import { supplierMappingView, supplierView } from './supplier-presenter.js';
import type { SupplierMappingBody } from './supplier-requests.js';
import type { SupplierMappingView, SupplierView } from './supplier-responses.js';

@Route('api/v1/supplier-products/suppliers')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SuppliersController extends Controller {
  static readonly needs = 'suppliers';

  constructor(private readonly services: SupplierServices) {
    super();
  }

  /**
   * The suppliers whose price lists the clinic can import, in the order of their keys: five that are built in, and its own. Paged by the
   * Link header. Permission: `catalogue:read`. Errors: 400, 404 for another clinic.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['catalogue:read'])
  @Response<Problem>(400, 'The limit or the cursor is not valid')
  @Example<SupplierView[]>([SUPPLIER])
  async listSuppliers(
    @Request() request: HttpRequest,
    @Query() clinic?: Uuid,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<SupplierView[]> {
    const actor = actorOf(request);
    const page = readPage(request, limit, cursor);
    const clinicId = catalogueClinic(actor, clinic);
    // The cursor counts what was seen: no supplier is ever removed.
    const skip = page.after ? Date.parse(page.after.at) : 0;
    const rows = (await this.services.list(actor, clinicId)).slice(skip, skip + page.fetch);
    const cursorOf = () => ({ at: new Date(skip + page.limit), id: clinicId });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(supplierView);
  }

  /**
   * How the clinic reads the price lists of a supplier: its own mapping, else the one that is built in. Permission: `catalogue:read`.
   * Errors: 404.
   * @param key The key of a supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('{key}')
  @Security('bearer', ['catalogue:read'])
  @Example<SupplierMappingView>(SUPPLIER_MAPPING)
  async readSupplierMapping(
    @Request() request: HttpRequest,
    @Path() key: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierMappingView> {
    const actor = actorOf(request);
    return supplierMappingView(await this.services.read(actor, { clinicId: catalogueClinic(actor, clinic), key }));
  }

  /**
   * Stores the clinic's own mapping of a supplier as its next version: of a new one, or in place of one that is built in. A list that is
   * read from then on follows it; what was imported stays. The same mapping again changes nothing. Permission: `catalogue:manage`.
   * Errors: 400 with the path of each member that is unknown, missing or wrong (`columns.price`), 404 for another clinic.
   * @param key The key of a supplier, or a new one.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Put('{key}')
  @Security('bearer', ['catalogue:manage'])
  @Response<Problem>(400, 'The key or a member is not valid')
  @Example<SupplierMappingView>(SUPPLIER_MAPPING)
  async changeSupplierMapping(
    @Request() request: HttpRequest,
    @Path() key: string,
    @Body() body: SupplierMappingBody,
    @Query() clinic?: Uuid,
  ): Promise<SupplierMappingView> {
    const actor = actorOf(request);
    const of = { clinicId: catalogueClinic(actor, clinic), key };
    return supplierMappingView(await this.services.change(actor, of, body));
  }
}
