import type { Count } from '../../domain/wire-formats.js';
export interface LivenessView {
  status: 'ok';
}

export interface DependencyView {
  healthy: boolean;
  response_time_ms: Count;
}

export interface HealthView {
  overall_status: 'healthy' | 'degraded' | 'critical';
  dependencies: Record<string, DependencyView>;
}
