/** What other contexts read of money. */
export type { LedgerRow } from './ledger.js';
export type { OrderRow } from './orders.js';
export type { PaymentRow, RefundRow } from './payments.js';
export type { EventOfObject } from './provider-events.js';
export type { OverdueRow, WhereaboutsRow, Window } from './reconciliation.js';
export { type RefundRequestRow, refundReasonOf, type SubjectRefundRequest } from './refund-requests.js';
export type { PaymentsScope } from './slice.js';
