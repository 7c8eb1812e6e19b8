import { renderPage } from '../adapters/templates/pages.js';
import { payLinks } from '../adapters/tokens/pay-links.js';
import type {
  OrderServices,
  PaymentPageServices,
  ReceiptServices,
  ReconciliationServices,
  TakingsServices,
  WebhookServices,
} from '../api/payments/services.js';
import { directQueries } from '../models/direct-queries.js';
import { ProviderEventRepository } from '../models/repositories/payments/provider-events.js';
import { paymentsRepositories } from '../models/repositories/payments/slice.js';
import { auditOrder } from '../usecases/appointments/audit-order.js';
import { createOrder } from '../usecases/appointments/create-order.js';
import { followPayLink } from '../usecases/appointments/follow-pay-link.js';
import { listOrders } from '../usecases/appointments/list-orders.js';
import { readPaymentPage } from '../usecases/appointments/payment-page.js';
import { readOrder } from '../usecases/appointments/read-order.js';
import { readVisitCalendar } from '../usecases/appointments/read-visit-calendar.js';
import { refreshOrder } from '../usecases/appointments/refresh-order.js';
import { requestDeskPayment } from '../usecases/appointments/request-desk-payment.js';
import { dailyTakings } from '../usecases/payments/orders/daily-takings.js';
import { readPaymentsStatus } from '../usecases/payments/orders/read-payments-status.js';
import { listReceipts, readReceiptPdf } from '../usecases/payments/receipts/read-receipts.js';
import { listReconciliations, readReconciliation } from '../usecases/payments/reconciliation/read-reports.js';
import { dispatchEvents } from '../usecases/payments/webhooks/dispatch-events.js';
import { takeTogether } from '../usecases/payments/webhooks/take-together.js';
import { takeWebhook } from '../usecases/payments/webhooks/take-webhook.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** Orders and everything about their money. */
export const payments = {
  repositories: paymentsRepositories,
  services: (core: Core) => ({
    orders: orderServices(core),
    paymentPages: pageServices(core),
    receipts: receiptServices(core),
    takings: takingsServices(core),
    reconciliations: reconciliationServices(core),
    webhooks: webhookServices(core),
  }),
} satisfies Manifest;

function orderServices(core: Core): OrderServices {
  const { settings } = core;
  const paymentsEnabled = settings.PAYMENTS_ENABLED;
  return {
    create: createOrder({ ...core, paymentsEnabled }),
    followPayLink: followPayLink({
      ...core,
      paymentsEnabled,
      links: payLinks(settings.ENCRYPTION_KEYS, settings.PUBLIC_URL),
    }),
    visitCalendar: readVisitCalendar({ ...core, ...core.senders, visitTokens: core.visitTokens }),
    list: listOrders(core),
    takeAtDesk: requestDeskPayment(core),
    read: readOrder(core),
    refresh: refreshOrder(core),
    audit: auditOrder(core),
    paymentsStatus: readPaymentsStatus({ ...core, paymentsEnabled, currency: settings.CURRENCY }),
  };
}

function pageServices(core: Core): PaymentPageServices {
  const { FRONTEND_URL, PUBLIC_URL } = core.settings;
  const readPage = readPaymentPage(core);
  return {
    payPage: (page) => renderPage('pay', { ...page, appUrl: FRONTEND_URL ?? PUBLIC_URL }),
    paymentPage: async (page) => renderPage(`payment-${page.outcome}`, await readPage(page)),
  };
}

function receiptServices(core: Core): ReceiptServices {
  return { list: listReceipts(core), pdf: readReceiptPdf(core) };
}

function takingsServices(core: Core): TakingsServices {
  return { read: dailyTakings(core) };
}

function reconciliationServices(core: Core): ReconciliationServices {
  return { list: listReconciliations(core), read: readReconciliation(core) };
}

function webhookServices(core: Core): WebhookServices {
  const writes = directQueries(core.pool, core.settings.ENCRYPTION_KEYS);
  const unreadable = new Map<string, number>(core.payments.gateways.map((name) => [name, 0]));
  return {
    receive: takeWebhook({
      ...core.payments,
      inbox: takeTogether((by) => new ProviderEventRepository(writes(by))),
      dispatch: dispatchEvents(core),
      showEntry: core.showEntry,
      logger: core.logger,
      countUnreadable: (name) => unreadable.set(name, (unreadable.get(name) ?? 0) + 1),
    }),
    unreadable: () => unreadable,
  };
}
