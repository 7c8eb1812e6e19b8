import type {
  auditOrder,
  createOrder,
  followPayLink,
  listOrders,
  PayLinkExplanation,
  PaymentPageInput,
  readOrder,
  readVisitCalendar,
  refreshOrder,
  requestDeskPayment,
} from '../../usecases/appointments/public.js';
import type { dailyTakings } from '../../usecases/payments/orders/daily-takings.js';
import type { readPaymentsStatus } from '../../usecases/payments/orders/read-payments-status.js';
import type { listReceipts, readReceiptPdf } from '../../usecases/payments/receipts/read-receipts.js';
import type { listReconciliations, readReconciliation } from '../../usecases/payments/reconciliation/read-reports.js';
import type { takeWebhook } from '../../usecases/payments/webhooks/take-webhook.js';

declare module '../http/services.js' {
  interface Services {
    readonly orders: OrderServices;
    readonly paymentPages: PaymentPageServices;
    readonly receipts: ReceiptServices;
    readonly takings: TakingsServices;
    readonly reconciliations: ReconciliationServices;
    readonly webhooks: WebhookServices;
  }
}

export interface OrderServices {
  readonly create: ReturnType<typeof createOrder>;
  readonly followPayLink: ReturnType<typeof followPayLink>;
  readonly visitCalendar: ReturnType<typeof readVisitCalendar>;
  readonly list: ReturnType<typeof listOrders>;
  readonly takeAtDesk: ReturnType<typeof requestDeskPayment>;
  readonly read: ReturnType<typeof readOrder>;
  readonly refresh: ReturnType<typeof refreshOrder>;
  readonly audit: ReturnType<typeof auditOrder>;
  readonly paymentsStatus: ReturnType<typeof readPaymentsStatus>;
}

/** The pages about a payment, as complete HTML. */
export interface PaymentPageServices {
  /** Why a link from a message leads to no payment. */
  readonly payPage: (page: PayLinkExplanation) => string;
  /** The page after a payment, or after leaving it. */
  readonly paymentPage: (page: PaymentPageInput) => string | Promise<string>;
}

export interface ReceiptServices {
  readonly list: ReturnType<typeof listReceipts>;
  readonly pdf: ReturnType<typeof readReceiptPdf>;
}

export interface TakingsServices {
  readonly read: ReturnType<typeof dailyTakings>;
}

export interface ReconciliationServices {
  readonly list: ReturnType<typeof listReconciliations>;
  readonly read: ReturnType<typeof readReconciliation>;
}

export interface WebhookServices {
  readonly receive: ReturnType<typeof takeWebhook>;
  /** By payment provider: how many signed webhooks could not be read since this process began. */
  readonly unreadable: () => ReadonlyMap<string, number>;
}
