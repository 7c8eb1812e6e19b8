import type { HealthReport } from '../../usecases/operations/check-health.js';

declare module '../http/services.js' {
  interface Services {
    readonly health: HealthServices;
    readonly metrics: MetricsServices;
  }
}

export interface HealthServices {
  /** Whether this API can serve: its database can be reached and written. */
  readonly ready: () => Promise<HealthReport>;
  /** Whether everything works together: database, Temporal, a polling worker. */
  readonly deep: () => Promise<HealthReport>;
  /** The same and everything else: payment provider, mail, documents, pool, clock. */
  readonly check: () => Promise<HealthReport>;
  /** By payment provider: for how many seconds its webhooks have been missing. */
  readonly webhookSilence: () => Promise<ReadonlyMap<string, number>>;
}

/** One figure of the record with its labels, for a scrape. */
export interface BusinessFigure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricsServices {
  /** Bookings, money, attention and what waits, as the record has them now. */
  readonly figures: () => Promise<readonly BusinessFigure[]>;
  readonly pool: { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };
}
