import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Example,
  Get,
  Patch,
  Path,
  Post,
  Produces,
  Query,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { PurchaseOrderStatus } from '../../domain/catalogue/purchase-orders/statuses.js';
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { sendXlsx } from '../http/sheet-files.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';
import { PURCHASE_ORDER } from './purchase-order-examples.js';
import { purchaseOrderView } from './purchase-order-presenter.js';
import {
  type DeliveryBody,
  linesOf,
  noteOf,
  type PurchaseOrderBody,
  type PurchaseOrderStatusBody,
} from './purchase-order-requests.js';
import type { PurchaseOrderView } from './purchase-order-responses.js';
import type { PurchaseOrderServices } from './services.js';

@Route('api/v1/supplier-products/purchase-orders')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PurchaseOrdersController extends Controller {
  static readonly needs = 'purchaseOrders';

  constructor(private readonly services: PurchaseOrderServices) {
    super();
  }

  /**
   * Makes an order at a supplier, as a draft, at the prices of this moment; whatever lists say later, it keeps them. Honours
   * Idempotency-Key. Permission: `catalogue:manage`. Errors: 400 with the field of each line that cannot be ordered (a product of another
   * supplier, one that is not active, without price, or in an earlier line), 404 for another clinic, 422.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post()
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(201, 'Made')
  @Response<Problem>(400, 'A field or a line is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<PurchaseOrderView>(PURCHASE_ORDER)
  async createPurchaseOrder(
    @Request() request: HttpRequest,
    @Body() body: PurchaseOrderBody,
    @Query() clinic?: Uuid,
  ): Promise<PurchaseOrderView> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    const order = { clinicId, supplier: body.supplier, lines: linesOf(body.lines), note: noteOf(body) };
    const work = async (key: RequestKey | null) => purchaseOrderView(await this.services.create(actor, order, key));
    const location = ({ id }: PurchaseOrderView) => `/api/v1/supplier-products/purchase-orders/${id}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: order });
  }

  /**
   * Orders of the clinic at its suppliers, the latest first. Paged by the Link header. Permission: `catalogue:read`. Errors: 400, 404 for
   * another clinic.
   * @param supplier The key of a supplier, in any case.
   * @param status In which they are now.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['catalogue:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<PurchaseOrderView[]>([PURCHASE_ORDER])
  async listPurchaseOrders(
    @Request() request: HttpRequest,
    @Query() supplier?: SearchText,
    @Query() status?: PurchaseOrderStatus,
    @Query() clinic?: Uuid,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<PurchaseOrderView[]> {
    const actor = actorOf(request);
    const page = readPage(request, limit, cursor);
    const filter = { clinicId: catalogueClinic(actor, clinic), supplier, status, limit: page.fetch, after: page.after };
    const rows = await this.services.list(actor, filter);
    const cursorOf = ({ createdAt: at, id }: { readonly createdAt: Date; readonly id: string }) => ({ at, id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(purchaseOrderView);
  }

  /**
   * One order. Permission: `catalogue:read`. Errors: 404.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('{id}')
  @Security('bearer', ['catalogue:read'])
  @Example<PurchaseOrderView>(PURCHASE_ORDER)
  async readPurchaseOrder(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
  ): Promise<PurchaseOrderView> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    return purchaseOrderView(await this.services.read(actor, clinicId, pathId(id, 'Purchase order')));
  }

  /**
   * Sends an order, or cancels it. One that is sent is mailed to the supplier with its document, once, where the supplier's mapping has
   * an `order_email`; `mailed_to` says whether it has. One that has arrived in part can be cancelled as to the rest; of a cancel the
   * supplier is not notified. The same status again changes nothing. Permission: `catalogue:manage`. Errors: 400, 404, 409
   * `invalid_transition`.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Patch('{id}')
  @Security('bearer', ['catalogue:manage'])
  @Response<Problem>(400, 'No status that can be set')
  @Response<Problem>(409, 'Not from the status that it is in')
  @Example<PurchaseOrderView>(PURCHASE_ORDER)
  async changePurchaseOrderStatus(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: PurchaseOrderStatusBody,
    @Query() clinic?: Uuid,
  ): Promise<PurchaseOrderView> {
    const actor = actorOf(request);
    const wanted = { clinicId: catalogueClinic(actor, clinic), id: pathId(id, 'Purchase order'), status: body.status };
    return purchaseOrderView(await this.services.changeStatus(actor, wanted));
  }

  /**
   * Records what has arrived of an order that was sent, also in parts: it becomes movements `received` of the clinic's own stock. Honours
   * Idempotency-Key. Permission: `catalogue:manage`. Errors: 400 with the field of each line that the order does not have or of which
   * more would have arrived than was ordered, 404, 409 `invalid_transition`, 422.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post('{id}/receive')
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(200, 'Recorded')
  @Response<Problem>(400, 'A line is not valid, or more than was ordered')
  @Response<Problem>(409, 'Nothing of the order is expected')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<PurchaseOrderView>(PURCHASE_ORDER)
  async receivePurchaseOrder(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: DeliveryBody,
    @Query() clinic?: Uuid,
  ): Promise<PurchaseOrderView> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    const delivery = { clinicId, id: pathId(id, 'Purchase order'), lines: linesOf(body.lines) };
    const work = async (key: RequestKey | null) => purchaseOrderView(await this.services.receive(actor, delivery, key));
    return answerIdempotently(this, request, work, { status: 200, understood: delivery });
  }

  /**
   * An order as a document for its supplier; each download is a row of the audit. Permission: `catalogue:read`. Errors: 400, 404.
   * @param format `pdf`, when left out, or `xlsx`.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('{id}/document')
  @Security('bearer', ['catalogue:read'])
  @Produces('application/pdf')
  @Produces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Response<Problem>(400, 'No such format')
  @Example<string>('%PDF-1.3')
  async downloadPurchaseOrder(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() format: 'pdf' | 'xlsx' = 'pdf',
    @Query() clinic?: Uuid,
  ): Promise<Readable> {
    const actor = actorOf(request);
    const wanted = { clinicId: catalogueClinic(actor, clinic), id: pathId(id, 'Purchase order'), format };
    const { name, bytes } = await this.services.document(actor, wanted);
    this.setHeader('Cache-Control', 'no-store');
    if (format === 'xlsx') return sendXlsx(this, name, bytes);
    this.setHeader('Content-Type', 'application/pdf');
    this.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    return Readable.from([Buffer.from(bytes)]);
  }
}
