import type { HealthView } from './responses.js';

// Plain literals and names only: the OpenAPI generator reads these without running them.

export const HEALTHY: HealthView = {
  overall_status: 'healthy',
  timestamp: '2026-11-28T14:30:00.000Z',
  dependencies: {
    database: { healthy: true, response_time_ms: 2, active_connections: 7, max_connections: 100 },
    temporal: { healthy: true, response_time_ms: 4 },
    worker: { healthy: true, response_time_ms: 1, age_ms: 1200 },
  },
  critical_issues: [],
};

export const READY: HealthView = {
  overall_status: 'healthy',
  timestamp: '2026-11-28T14:30:00.000Z',
  dependencies: {
    database: { healthy: true, response_time_ms: 2, active_connections: 7, max_connections: 100 },
  },
  critical_issues: [],
};

export const UNREADY: HealthView = {
  overall_status: 'critical',
  timestamp: '2026-11-28T14:30:00.000Z',
  dependencies: { database: { healthy: false, response_time_ms: 3000 } },
  critical_issues: ['database is not available.'],
};
