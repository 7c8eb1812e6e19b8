/** What other contexts know of money: orders, payments, refunds, receipts, and what follows from them. */
export { IN_DISPUTE, isHeldBack } from './disputes.js';
export { type Finding, finding, type Owner, sumText } from './findings.js';
export { offeredGateways } from './gateways.js';
export { feeRefusal } from './least-charges.js';
export { type LedgerAccount, ledger } from './ledger.js';
export { LOOKUP_LOST_MS, mayBringMoney } from './lookups.js';
export { type MoneyView, mayAskForPayment, nothingTaken, type Sum } from './money-view.js';
export {
  type DeskMethod,
  type GatewayName,
  holdsMoney,
  isOpenOrder,
  isReplaceable,
  type OrderStatus,
  type ProviderName,
  type RefundState,
} from './orders.js';
export { PAYMENT_STATUSES, type PaymentStatus, type RefundStatus, refundStatus } from './payment-status.js';
export { type Billing, parseBilling, type Region } from './receipts/billing.js';
export { clinicOnDocument } from './receipts/receipt.js';
export { ISSUED_BY_STAFF, isMoot, isOwed } from './refund-requests.js';
export type { PaidOutcome } from './settlement.js';
export { type PaymentHistory, standingOf } from './standing.js';
export { type SilencePolicy, silentSince } from './webhook-silence.js';
