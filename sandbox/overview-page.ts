import { type FaultReport, STRIPE_REFUNDS } from './faults.js';
import type { Page } from './pages.js';
import { paystackLedger, transactionList } from './paystack/overview.js';
import type { Store } from './store.js';
import { ledger, sessionList } from './stripe/overview.js';

const ROWS_SHOWN = 100;

interface Overview {
  readonly store: Store;
  readonly faults: FaultReport;
  readonly linkOf: (metadata: Readonly<Record<string, string>>) => string | null;
}

function activeFaults(faults: FaultReport): string {
  const active = [
    faults.outage_ms > 0 ? `no answers for another ${Math.ceil(faults.outage_ms / 1000)} s` : null,
    faults.latency_ms > 0 ? `each answer ${faults.latency_ms} ms late` : null,
    faults.refund === 'succeed' ? null : `refunds ${faults.refund.replaceAll('_', ' ')}`,
    faults.lose_response > 0 ? `${faults.lose_response} answers get lost` : null,
    faults.server_error > 0 ? `${faults.server_error} calls fail inside` : null,
  ].filter((one) => one !== null);
  return active.length === 0 ? 'Stripe works as it should.' : `Stripe: ${active.join(', ')}.`;
}

/** What has passed through the sandbox of late, and the faults that it plays. */
export function overviewPage({ store, faults, linkOf }: Overview): Page {
  const linked = <T extends { readonly metadata: Readonly<Record<string, string>> }>(row: T) => ({
    ...row,
    appointmentUrl: linkOf(row.metadata),
  });
  const transactions = transactionList(store);
  const codes = new Map(transactions.map((row) => [row.id, row.access_code]));
  const coded = paystackLedger(store).map((row) => ({ ...row, access_code: codes.get(row.session_id) }));
  return {
    title: 'Keepwell payment sandbox',
    template: 'overview',
    wide: true,
    view: {
      shown: ROWS_SHOWN,
      activeFaults: activeFaults(faults),
      refundBehaviours: STRIPE_REFUNDS,
      sessions: sessionList(store).slice(0, ROWS_SHOWN).map(linked),
      ledger: ledger(store).reverse().slice(0, ROWS_SHOWN).map(linked),
      transactions: transactions.slice(0, ROWS_SHOWN),
      paystackLedger: coded.reverse().slice(0, ROWS_SHOWN),
    },
  };
}
