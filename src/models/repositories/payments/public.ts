/** What other contexts read of money. */
export type { LedgerRow } from './ledger.js';
export type { OrderRow } from './orders.js';
export type { PaymentRow, RefundRow } from './payments.js';
export type { OverdueRow, WhereaboutsRow, Window } from './reconciliation.js';
