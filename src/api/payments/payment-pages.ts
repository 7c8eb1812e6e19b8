import type { Express } from 'express';
import type { AppLocals } from '../http/locals.js';
import { visitOf } from './requests.js';

/** The two pages after a payment, and the calendar entry that the first of them offers. */
export function registerPaymentPages(app: Express, { services }: AppLocals): void {
  for (const outcome of ['success', 'cancel'] as const) {
    app.get(`/payment/${outcome}`, async (request, response) => {
      const page = await services.paymentPages.paymentPage({ outcome, ...visitOf(request.query) });
      response.setHeader('Cache-Control', 'no-store');
      response.type('html').send(page);
    });
  }
  app.get('/payment/calendar.ics', async (request, response) => {
    const { appointmentId, token } = visitOf(request.query);
    const answer = await services.orders.visitCalendar(appointmentId, token);
    response.setHeader('Cache-Control', 'no-store');
    if ('state' in answer) {
      response
        .status(answer.state === 'cancelled' ? 410 : 404)
        .type('html')
        .send(services.paymentPages.payPage(answer));
      return;
    }
    response
      .set('Content-Type', 'text/calendar; charset=utf-8; method=PUBLISH')
      .set('Content-Disposition', 'attachment; filename="appointment.ics"')
      .send(answer.calendar);
  });
}
