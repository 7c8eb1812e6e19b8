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
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { ORDER } from './examples.js';
import { orderAnswer } from './presenter.js';
import type { DeskPaymentBody } from './requests.js';
import type { OrderAnswer } from './responses.js';
import type { OrderServices } from './services.js';

@Route('api/v1/appointments')
@Tags('orders')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class DeskController extends Controller {
  static readonly needs = 'orders';

  constructor(private readonly services: OrderServices) {
    super();
  }

  /**
   * Records cash, a terminal's slip or a transfer that the reception has taken for a held appointment, which is booked
   * by it as by any payment. An open payment page is ended first. Honours Idempotency-Key. Permission: `orders:desk`.
   * Errors: 400 (also `order_exists`, when a payment is under way or made), 404, 409, 422, 503 `provider_unavailable`.
   */
  @Post('{id}/desk-payments')
  @Security('bearer', ['orders:desk'])
  @SuccessResponse(201, 'Recorded')
  @Response<Problem>(400, 'A field is not valid, or the appointment is being paid elsewhere')
  @Response<Problem>(404, 'No such appointment')
  @Response<Problem>(409, 'Nothing to pay, or not payable in its present status')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<OrderAnswer>(ORDER)
  async recordDeskPayment(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: DeskPaymentBody,
  ): Promise<OrderAnswer> {
    const appointmentId = pathId(id, 'Appointment');
    const taken = { method: body.method, amount: body.amount, note: body.note || null };
    const work = async (requestKey: RequestKey | null) =>
      orderAnswer(await this.services.takeAtDesk(actorOf(request), appointmentId, taken, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: (order) => `/api/v1/orders/${order.id}/`,
      understood: taken,
    });
  }
}
