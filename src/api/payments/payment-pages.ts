import type { Express, Request } from 'express';
import type { AppLocals } from '../http/locals.js';

/** The two pages after a payment, and the calendar entry that the first of them offers. */
export function registerPaymentPages(app: Express, { services }: AppLocals): void {
  for (const outcome of ['success', 'cancel'] as const) {
    app.get(`/payment/${outcome}`, async (request, response) => {
      const page = await services.meta.paymentPage({ outcome, ...asked(request) });
      response.setHeader('Cache-Control', 'no-store');
      response.type('html').send(page);
    });
  }
  app.get('/payment/calendar.ics', async (request, response) => {
    const { appointmentId, token } = asked(request);
    const answer = await services.orders.visitCalendar(appointmentId, token);
    response.setHeader('Cache-Control', 'no-store');
    if ('state' in answer) {
      response
        .status(answer.state === 'cancelled' ? 410 : 404)
        .type('html')
        .send(services.meta.payPage(answer));
      return;
    }
    response
      .set('Content-Type', 'text/calendar; charset=utf-8; method=PUBLISH')
      .set('Content-Disposition', 'attachment; filename="appointment.ics"')
      .send(answer.calendar);
  });
}

/** Of the address: a member that is missing, or stands there more than once, is null. */
function asked({ query }: Request): { readonly appointmentId: string | null; readonly token: string | null } {
  const { appointment_id: id, token } = query;
  return { appointmentId: typeof id === 'string' ? id : null, token: typeof token === 'string' ? token : null };
}
