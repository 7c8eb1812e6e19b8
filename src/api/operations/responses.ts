import type { Count, Instant } from '../http/wire-formats.js';
export interface LivenessView {
  status: 'ok';
}

/** A dependency, with figures of its own where it has some (`age_ms`, `skew_ms`, `providers`, ...). */
export interface DependencyView {
  healthy: boolean;
  response_time_ms: Count;
  [figure: string]: unknown;
}

export interface HealthView {
  /** `critical`: something is missing without which nothing works. */
  overall_status: 'healthy' | 'degraded' | 'critical';
  /** ISO 8601, UTC. */
  timestamp: Instant;
  dependencies: Record<string, DependencyView>;
  /** A sentence for each dependency that is not healthy. */
  critical_issues: string[];
}
