import type { ConsultationMode } from '../appointments/public.js';
import type { CatalogueContent } from '../catalogue/public.js';
import type { Acknowledgement } from './checks/open-alerts.js';
import type { ChecksOutcome } from './checks/outcome.js';
import type { AlertSeverity } from './checks/rule.js';
import type { SplitPrescription } from './law/facts.js';
import type { MonitoringCheck, SpecialHandling } from './request.js';

/** An alert that was prescribed over. */
export interface OverriddenAlert {
  readonly key: string;
  readonly severity: AlertSeverity;
  readonly reason: string;
}

/** What the record keeps of a prescription beside what it says: decided when it was issued, and never changed. */
export interface PrescriptionDetails {
  readonly notes: string | null;
  readonly consultationMode: ConsultationMode;
  readonly chatOnlyReason: string | null;
  readonly monitoringCheck: MonitoringCheck | null;
  readonly stateApprovalNumber: string | null;
  readonly specialHandling: SpecialHandling | null;
  /** How every check ended then. */
  readonly checks: ChecksOutcome['checks'];
  readonly overridden: readonly OverriddenAlert[];
  readonly acknowledged: readonly Acknowledgement[];
  /** What the law sets apart. */
  readonly flags: SplitPrescription['specialFlags'];
  readonly restrictions: SplitPrescription['restrictions'];
  /** Of each item, in their order. */
  readonly dosageWithinLimits: readonly (boolean | 'not_computable')[];
  /**
   * Of each item, in their order: what its supplier asked for a pack when it was prescribed, null of an item of the formulary. Left out where
   * no product is among them. For the clinic's record alone: it is no part of what is signed, and no patient is shown a price.
   */
  readonly productPrices?: readonly (Pick<CatalogueContent, 'wholesalePrice' | 'currency'> | null)[];
}
