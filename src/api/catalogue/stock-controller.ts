import {
  Body,
  Controller,
  Example,
  Get,
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
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import type { StockServices } from './services.js';
import { RECORDED_MOVEMENT, REORDER_SUGGESTIONS, STOCK_ALERTS_VIEW, STOCK_MOVEMENT } from './stock-examples.js';
import { recordedMovement, reorderSuggestionsView, stockAlertsView, stockMovementView } from './stock-presenter.js';
import { type StockMovementBody, stockMovementOf } from './stock-requests.js';
import type {
  RecordedMovement,
  ReorderSuggestionsView,
  StockAlertsView,
  StockMovementView,
} from './stock-responses.js';

@Route('api/v1/supplier-products')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class StockController extends Controller {
  static readonly needs = 'stock';

  constructor(private readonly services: StockServices) {
    super();
  }

  /**
   * What the clinic has too little of, or nothing, and whose price list is overdue. `low_stock_alerts`: at or under the reorder level.
   * `out_of_stock`: nothing left, of products with a reorder level or used within `usage_window`, with who else has a like product.
   * `stale_lists`: older than 1.5 times how often the supplier sends one. Permission: `catalogue:read`. Errors: 404 for another clinic.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('alerts')
  @Security('bearer', ['catalogue:read'])
  @Example<StockAlertsView>(STOCK_ALERTS_VIEW)
  async readStockAlerts(@Request() request: HttpRequest, @Query() clinic?: Uuid): Promise<StockAlertsView> {
    const actor = actorOf(request);
    return stockAlertsView(await this.services.alerts(actor, catalogueClinic(actor, clinic)));
  }

  /**
   * What the clinic should order, the most urgent first, with the arithmetic: products whose stock and open orders together are at or
   * under the reorder level, or last less than an order takes to come. The cheapest supplier that has it or a like product is named, its
   * packs converted by mg. Permission: `catalogue:read`. Errors: 404 for another clinic.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('reorder-suggestions')
  @Security('bearer', ['catalogue:read'])
  @Example<ReorderSuggestionsView>(REORDER_SUGGESTIONS)
  async suggestReorders(@Request() request: HttpRequest, @Query() clinic?: Uuid): Promise<ReorderSuggestionsView> {
    const actor = actorOf(request);
    return reorderSuggestionsView(await this.services.reorders(actor, catalogueClinic(actor, clinic)));
  }

  /**
   * Records a movement of the clinic's own stock of a product, in packs: what is on hand follows from it. A planning figure, and not the
   * register of Schedule 8. A movement is never changed; a count corrects. Honours Idempotency-Key. Permission: `catalogue:manage`.
   * Errors: 400 where more would go than there is, 404, 422.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post('{id}/stock')
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(201, 'Recorded')
  @Response<Problem>(400, 'A field is not valid, or more would go than there is')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<RecordedMovement>(RECORDED_MOVEMENT)
  async recordStockMovement(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: StockMovementBody,
    @Query() clinic?: Uuid,
  ): Promise<RecordedMovement> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    const movement = { clinicId, productId: pathId(id, 'Product'), ...stockMovementOf(body) };
    const work = async (key: RequestKey | null) => recordedMovement(await this.services.record(actor, movement, key));
    const location = () => `/api/v1/supplier-products/${movement.productId}/stock/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: movement });
  }

  /**
   * Movements of the clinic's own stock of a product, the latest first. Paged by the Link header. Permission: `catalogue:read`. Errors:
   * 400, 404.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('{id}/stock')
  @Security('bearer', ['catalogue:read'])
  @Response<Problem>(400, 'The page is not valid')
  @Example<StockMovementView[]>([STOCK_MOVEMENT])
  async listStockMovements(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<StockMovementView[]> {
    const actor = actorOf(request);
    const page = readPage(request, limit, cursor);
    const filter = { productId: pathId(id, 'Product'), limit: page.fetch, after: page.after?.id };
    const rows = await this.services.movements(actor, catalogueClinic(actor, clinic), filter);
    const cursorOf = (last: { readonly at: Date; readonly id: string }) => last;
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(stockMovementView);
  }
}
