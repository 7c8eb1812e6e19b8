export interface LivenessView {
  status: 'ok';
}

export interface DependencyView {
  healthy: boolean;
  response_time_ms: number;
}

export interface HealthView {
  overall_status: string;
  dependencies: Record<string, DependencyView>;
}
