import {
  Body,
  Controller,
  Example,
  Get,
  NoSecurity,
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
import type { OrderDetails } from '../../usecases/appointments/public.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, callerOf, inputId, optionalActor, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import { AUDIT, CHECKOUT, ORDER, PAYMENTS_STATUS } from './examples.js';
import { checkoutAnswer, checkoutPath, financialAudit, orderAnswer, paymentsStatus } from './presenter.js';
import { type OrderBody, orderWishOf } from './requests.js';
import type { CheckoutAnswer, FinancialAudit, OrderAnswer, PaymentsStatus } from './responses.js';
import type { OrderServices } from './services.js';

@Route('api/v1/orders')
@Tags('orders')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class OrdersController extends Controller {
  static readonly needs = 'orders';

  constructor(private readonly services: OrderServices) {
    super();
  }

  /**
   * Opens the provider's payment page for a held appointment, by the patient or by staff on behalf. Naming another
   * `provider` than the open order's ends that page first, and then opens the other. Honours Idempotency-Key. Permission: `orders:pay`. Errors: 400 `order_exists` (with `existing_order` and `payment_url`),
   * 404, 409 `payments_disabled` or `invalid_transition`, 422 (`provider_refused` when the payment provider refuses for good: the hold has ended), 503 `provider_unavailable`.
   */
  @Post()
  @Security('bearer', ['orders:pay'])
  @SuccessResponse(201, 'Opened')
  @Response<Problem>(400, 'An order exists already, or a field is not valid')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'Nothing to pay, or not payable in its present status')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request, or the payment provider refuses for good')
  @Example<CheckoutAnswer>(CHECKOUT)
  async createOrder(@Request() request: HttpRequest, @Body() body: OrderBody): Promise<CheckoutAnswer> {
    const wish = orderWishOf(body);
    const work = async (requestKey: RequestKey | null) =>
      checkoutAnswer(await this.services.create(actorOf(request), wish, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: checkoutPath,
      understood: wish,
    });
  }

  /**
   * The caller's orders: a patient's own, the clinic's for its staff; newest first. Paged by the Link header.
   * Permission: `orders:read`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['orders:read'])
  @Security('api_key', ['orders:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<OrderAnswer[]>([ORDER])
  async listOrders(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<OrderAnswer[]> {
    const page = readPage(request, limit, cursor);
    const orders = await this.services.list(callerOf(request), { limit: page.fetch, after: page.after });
    const cursorOf = ({ order }: OrderDetails) => ({ at: order.createdAt, id: order.id });
    return sendPage(this, request, { rows: orders, limit: page.limit, cursorOf }).map(orderAnswer);
  }

  /** One order with its refunds. Permission: `orders:read`. Errors: 404. */
  @Get('{id}')
  @Security('bearer', ['orders:read'])
  @Security('api_key', ['orders:read'])
  @Response<Problem>(404, 'No such order')
  @Example<OrderAnswer>(ORDER)
  async readOrder(@Request() request: HttpRequest, @Path() id: string): Promise<OrderAnswer> {
    return orderAnswer(await this.services.read(callerOf(request), pathId(id, 'Order')));
  }

  /**
   * Asks for a look-up at the provider, as a return page does. The answer is the order as it is now; it changes when
   * the look-up has settled it. Permission: `orders:read`. Errors: 404.
   */
  @Post('{id}/refresh')
  @Security('bearer', ['orders:read'])
  @Security('api_key', ['orders:read'])
  @SuccessResponse(200, 'Asked')
  @Response<Problem>(404, 'No such order')
  @Example<OrderAnswer>(ORDER)
  async refreshOrder(@Request() request: HttpRequest, @Path() id: string): Promise<OrderAnswer> {
    return orderAnswer(await this.services.refresh(callerOf(request), pathId(id, 'Order')));
  }

  /**
   * Every movement of money of the order's appointment, from the ledger, with decimals. Permission: `orders:audit`.
   * Errors: 404.
   */
  @Get('{id}/audit')
  @Security('bearer', ['orders:audit'])
  @Response<Problem>(404, 'No such order')
  @Example<FinancialAudit>(AUDIT)
  async auditOrder(@Request() request: HttpRequest, @Path() id: string): Promise<FinancialAudit> {
    return financialAudit(await this.services.audit(actorOf(request), pathId(id, 'Order')));
  }
}

@Route('api/payments')
@Tags('orders')
export class PaymentsController extends Controller {
  static readonly needs = 'orders';

  constructor(private readonly services: OrderServices) {
    super();
  }

  /**
   * Whether and how patients pay. Open to anyone. Errors: 400, 401 (a token that does not hold), 404.
   * @param clinic Of this clinic; the caller's when left out, else the first one.
   */
  @Get('status')
  @NoSecurity()
  @Response<Problem>(400, 'The clinic is no id')
  @Response<Problem>(401, 'The login that was sent is over')
  @Response<Problem>(404, 'No such clinic')
  @Example<PaymentsStatus>(PAYMENTS_STATUS)
  async readPaymentsStatus(@Request() request: HttpRequest, @Query() clinic?: Uuid): Promise<PaymentsStatus> {
    const clinicId = clinic === undefined ? null : inputId(clinic, 'clinic');
    return paymentsStatus(await this.services.paymentsStatus(await optionalActor(request), clinicId));
  }
}
