import type { Binding, ScopeOf } from '../../scope.js';
import { DeskRepository } from './desk.js';
import { DisputeRepository } from './disputes.js';
import { LedgerRepository } from './ledger.js';
import { OrderRepository } from './orders.js';
import { PaymentRepository } from './payments.js';
import { ProviderEventRepository } from './provider-events.js';
import { ReceiptRepository } from './receipts.js';
import { ReconciliationRepository } from './reconciliation.js';
import { ReconciliationReportRepository } from './reconciliation-reports.js';
import { RefundRequestRepository } from './refund-requests.js';
import { TakingsRepository } from './takings.js';

/** What this context adds to a transaction's scope. */
export const paymentsRepositories = {
  desk: ({ db, keys }: Binding) => new DeskRepository(db, keys),
  disputes: ({ db }: Binding) => new DisputeRepository(db),
  ledger: ({ db }: Binding) => new LedgerRepository(db),
  orders: ({ db }: Binding) => new OrderRepository(db),
  payments: ({ db }: Binding) => new PaymentRepository(db),
  providerEvents: ({ db }: Binding) => new ProviderEventRepository(db),
  receipts: ({ db, keys }: Binding) => new ReceiptRepository(db, keys),
  reconciliation: ({ db }: Binding) => new ReconciliationRepository(db),
  reconciliationReports: ({ db }: Binding) => new ReconciliationReportRepository(db),
  refundRequests: ({ db, keys }: Binding) => new RefundRequestRepository(db, keys),
  takings: ({ db }: Binding) => new TakingsRepository(db),
};

export type PaymentsScope = ScopeOf<typeof paymentsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends PaymentsScope {}
}
