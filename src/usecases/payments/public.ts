/** What other contexts do about money, and the ports that they implement for it: `Payable`, `ShowEntry`. */
export { assertNoPaymentHeld } from './assert-no-payment-held.js';
export { dashboardUrl, isTestSession, webhookSettingsUrl } from './dashboard-url.js';
export { moneyOf } from './money-of.js';
export { noteOrderReading, visibleOrder } from './orders/visible-order.js';
export type { AmountDue, CapturedFor, LockedPayable, Payable, PaymentChange } from './payable.js';
export type { PaymentDeps } from './payment-deps.js';
export { readPaymentHistories, readPaymentHistory, updateOrderStatus } from './payment-history.js';
export { billingOf } from './receipts/billing-of.js';
export { type MailedReceiptDeps, mailedReceipt } from './receipts/mailed-receipt.js';
export { type CompareDeps, type Discrepancy, paged, pieces } from './reconciliation/comparison.js';
export { reconcile } from './reconciliation/reconcile.js';
export { type AskedRefund, askSecondPerson, refundedByStaff } from './second-person.js';
export { settlePayment } from './settle-payment.js';
export type { ShowEntry } from './show-entry.js';
export { toPaymentEvent } from './webhooks/payment-event.js';
export { byHandReference } from './withheld-refunds.js';
