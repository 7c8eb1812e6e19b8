import type { RequestHandler, Response } from 'express';
import type { PayLinkState } from '../../domain/appointments/public.js';
import { DomainError } from '../../domain/errors.js';
import type { PayLinkExplanation } from '../../usecases/appointments/public.js';
import type { AppLocals } from '../http/locals.js';
import { HTTP_STATUS } from '../http/problem.js';
import { addressOf } from '../http/request.js';

const STATUS: Readonly<Record<PayLinkState, number>> = {
  unknown: 404,
  paid: 200,
  under_way: 200,
  looked_after: 409,
  nothing_due: 409,
  too_late: 410,
  cancelled: 410,
  unavailable: 503,
  refused: 409,
};

/**
 * `GET /pay/{token}`, the link of the messages that ask for money: leads to the payment page of its appointment, or says in
 * words why there is none. It counts against the API's limit, because each first visit opens a checkout.
 */
export function payPage({ services, limits }: AppLocals): RequestHandler<{ token: string }> {
  return async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    // Sent by what checks links in mails, never by a person who wants to pay: it opens nothing.
    if (request.method === 'HEAD') return void response.type('html').end();
    try {
      await limits.api.consume(request, `address:${addressOf(request).key}`);
      const answer = await services.orders.followPayLink(request.params.token);
      if ('url' in answer) return response.redirect(303, answer.url);
      show(response, answer, answer.code ? HTTP_STATUS[answer.code] : STATUS[answer.state]);
    } catch (error) {
      const passes = error instanceof DomainError && ['rate_limited', 'unavailable'].includes(error.code);
      if (!passes) throw error;
      const retryAfterSeconds = error.details.retryAfter ?? 2;
      show(response, { state: 'unavailable', retryAfterSeconds }, HTTP_STATUS[error.code]);
    }
  };

  function show(response: Response, page: PayLinkExplanation, status: number): void {
    if (response.headersSent) return;
    if (page.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(page.retryAfterSeconds));
    response.status(status).type('html').send(services.paymentPages.payPage(page));
  }
}
