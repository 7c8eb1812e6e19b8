import type {
  auditOrder,
  createOrder,
  followPayLink,
  listOrders,
  readOrder,
  readVisitCalendar,
  refreshOrder,
  takeDeskPayment,
} from '../../usecases/appointments/public.js';
import type { dailyTakings } from '../../usecases/payments/orders/daily-takings.js';
import type { readPaymentsStatus } from '../../usecases/payments/orders/read-payments-status.js';
import type { listReceipts, readReceiptPdf } from '../../usecases/payments/receipts/read-receipts.js';
import type { listReconciliations, readReconciliation } from '../../usecases/payments/reconciliation/read-reports.js';
import type { takeWebhook } from '../../usecases/payments/webhooks/take-webhook.js';

export interface OrderServices {
  readonly create: ReturnType<typeof createOrder>;
  readonly followPayLink: ReturnType<typeof followPayLink>;
  readonly visitCalendar: ReturnType<typeof readVisitCalendar>;
  readonly list: ReturnType<typeof listOrders>;
  readonly takeAtDesk: ReturnType<typeof takeDeskPayment>;
  readonly read: ReturnType<typeof readOrder>;
  readonly refresh: ReturnType<typeof refreshOrder>;
  readonly audit: ReturnType<typeof auditOrder>;
  readonly paymentsStatus: ReturnType<typeof readPaymentsStatus>;
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
  readonly take: ReturnType<typeof takeWebhook>;
  /** By payment provider: how many signed webhooks could not be read since this process began. */
  readonly unreadable: () => ReadonlyMap<string, number>;
}
