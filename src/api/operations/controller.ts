import { Controller, Example, Get, NoSecurity, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { HealthReport } from '../../usecases/operations/check-health.js';
import type { Problem } from '../http/responses.js';
import type { HealthView, LivenessView } from './responses.js';
import type { HealthServices } from './services.js';

const HEALTHY: HealthView = {
  overall_status: 'healthy',
  timestamp: '2026-11-28T14:30:00.000Z',
  dependencies: {
    database: { healthy: true, response_time_ms: 2, active_connections: 7, max_connections: 100 },
    temporal: { healthy: true, response_time_ms: 4 },
    worker: { healthy: true, response_time_ms: 1, age_ms: 1200 },
  },
  critical_issues: [],
};

const READY: HealthView = {
  overall_status: 'healthy',
  timestamp: '2026-11-28T14:30:00.000Z',
  dependencies: {
    database: { healthy: true, response_time_ms: 2, active_connections: 7, max_connections: 100 },
  },
  critical_issues: [],
};

const UNREADY: HealthView = {
  overall_status: 'critical',
  timestamp: '2026-11-28T14:30:00.000Z',
  dependencies: { database: { healthy: false, response_time_ms: 3000 } },
  critical_issues: ['database is not available.'],
};

@Route('health')
@Tags('health')
export class HealthController extends Controller {
  static readonly needs = 'health';

  constructor(private readonly services: HealthServices) {
    super();
  }

  /** 200 while the process runs. */
  @Get('live')
  @NoSecurity()
  @Example<LivenessView>({ status: 'ok' })
  checkLiveness(): LivenessView {
    return { status: 'ok' };
  }

  /** 200 while this API can serve: its database can be reached and written, else 503. For load balancers. */
  @Get('ready')
  @NoSecurity()
  @Response<HealthView>(503, 'The database cannot be written', UNREADY)
  @Example<HealthView>(READY)
  async checkReadiness(): Promise<HealthView> {
    return this.answer(await this.services.ready());
  }

  /**
   * 200 when database, Temporal and a polling worker are available, else 503, with one entry per dependency. For alarms.
   */
  @Get('deep')
  @NoSecurity()
  @Response<HealthView>(503, 'Something that the product needs is not available', UNREADY)
  @Example<HealthView>(HEALTHY)
  async checkEverything(): Promise<HealthView> {
    return this.answer(await this.services.deep());
  }

  private answer(report: HealthReport): HealthView {
    if (report.overall_status !== 'healthy') {
      this.setStatus(503);
      this.setHeader('Retry-After', '2');
    }
    return view(report);
  }
}

@Route('api/v1/admin/health')
@Tags('health')
export class AdminHealthController extends Controller {
  static readonly needs = 'health';

  constructor(private readonly services: HealthServices) {
    super();
  }

  /** Every dependency with its state. Permission: `health:read`. */
  @Get()
  @Security('bearer', ['health:read'])
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Example<HealthView>(HEALTHY)
  async checkDependencies(): Promise<HealthView> {
    return view(await this.services.check());
  }
}

function view(report: HealthReport): HealthView {
  return {
    overall_status: report.overall_status,
    timestamp: report.timestamp,
    dependencies: { ...report.dependencies },
    critical_issues: [...report.critical_issues],
  };
}
