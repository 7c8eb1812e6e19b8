import type { FindingAction, FindingCode } from '../../domain/payments/findings.js';
import type { ProviderName } from '../../domain/payments/orders.js';
import type { Count, CurrencyCode, Instant, MinorUnits, Uuid } from '../http/wire-formats.js';

/** Minor units of one provider and currency; `difference` is what the ledger has more than the provider. */
export interface ReconciliationSum {
  provider: ProviderName;
  currency: CurrencyCode;
  provider_sum: MinorUnits;
  ledger_sum: MinorUnits;
  difference: MinorUnits;
}

export interface ReconciliationAnswer {
  id: Uuid;
  window_from: Instant;
  window_to: Instant;
  started_at: Instant;
  /** Null while it runs, or when it was cut short. */
  finished_at: Instant | null;
  sums: ReconciliationSum[];
  /** Findings that were repaired. */
  repaired: Count;
  /** Findings that wait for a person. */
  flagged: Count;
}

/** One thing that two books disagree about. */
export interface ReconciliationFinding {
  code: FindingCode;
  /** What the code means. */
  meaning: string;
  provider: ProviderName | null;
  /** The provider's name of the charge or refund, or the id of our own row. */
  object_id: string;
  appointment_id: Uuid | null;
  order_id: Uuid | null;
  /** By our records. */
  expected: string | null;
  /** By the other book. */
  found: string | null;
  /** What was done: redelivered, resumed, issued, flagged, or accepted because a person had resolved it before. */
  action: FindingAction;
}

/** How many there are of each kind, by its name. */
export interface ReconciliationCounts {
  [kind: string]: Count;
}

export interface ReconciliationReport extends ReconciliationAnswer {
  /** How many of each kind were compared, in all clinics. */
  checked: ReconciliationCounts;
  /** Findings beyond those that are listed. */
  more: Count;
  findings: ReconciliationFinding[];
}
