import { Controller, Example, NoSecurity, Post, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { WebhookAnswer } from '../../usecases/payments/webhooks/take-webhook.js';
import { rawBody } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { WebhookServices } from './services.js';

@Route('webhook')
@Tags('webhooks')
@Response<Problem>(400, 'The signature is missing, wrong or too old')
@Response<Problem>(404, 'This provider is not set up here')
@Response<Problem>(503, 'It could not be taken: send it again')
export class WebhooksController extends Controller {
  static readonly needs = 'webhooks';

  constructor(private readonly services: WebhookServices) {
    super();
  }

  /**
   * Takes an event of Stripe: signed (`Stripe-Signature`), stored, handed on, then answered. Kinds that move no money
   * are answered and forgotten. Open; the signature is the login.
   */
  @Post('stripe')
  @NoSecurity()
  @SuccessResponse(200, 'Durably taken')
  @Example<WebhookAnswer>({ received: true })
  async receiveStripeWebhook(@Request() request: HttpRequest): Promise<WebhookAnswer> {
    return this.services.receive('stripe', rawBody(request), request.header('stripe-signature'));
  }

  /**
   * Takes an event of Paystack: signed with the secret key (`x-paystack-signature`), stored, handed on, then answered.
   * Kinds that move no money are answered and forgotten. Open; the signature is the login.
   */
  @Post('paystack')
  @NoSecurity()
  @SuccessResponse(200, 'Durably taken')
  @Example<WebhookAnswer>({ received: true })
  async receivePaystackWebhook(@Request() request: HttpRequest): Promise<WebhookAnswer> {
    return this.services.receive('paystack', rawBody(request), request.header('x-paystack-signature'));
  }
}
