import type { HealthReport } from '../../usecases/operations/check-health.js';
import { wireName, wireNames } from '../http/wire-names.js';
import type { DependencyView, HealthView } from './responses.js';

export function healthView({ overall, checkedAt, dependencies, ill }: HealthReport): HealthView {
  const views = Object.entries(dependencies).map(([name, { healthy, responseTimeMs, figures }]) => {
    const view: DependencyView = { healthy, response_time_ms: responseTimeMs, ...wireNames(figures) };
    return [wireName(name), view] as const;
  });
  return {
    overall_status: overall,
    timestamp: checkedAt.toISOString(),
    dependencies: Object.fromEntries(views),
    critical_issues: ill.map((name) => `${wireName(name).replaceAll('_', ' ')} is not available.`),
  };
}
