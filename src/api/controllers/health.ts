import { Controller, Example, Get, NoSecurity, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { HealthView, LivenessView } from '../dto/health.js';
import type { Problem } from '../dto/problem.js';
import type { HealthReport, Services } from '../services.js';

const HEALTHY: HealthView = {
  overall_status: 'healthy',
  dependencies: {
    database: { healthy: true, response_time_ms: 2 },
    temporal: { healthy: true, response_time_ms: 4 },
    worker: { healthy: true, response_time_ms: 1 },
  },
};

@Route('health')
@Tags('health')
export class HealthController extends Controller {
  constructor(private readonly services: Services) {
    super();
  }

  /** 200 while the process runs. */
  @Get('live')
  @NoSecurity()
  @Example<LivenessView>({ status: 'ok' })
  checkLiveness(): LivenessView {
    return { status: 'ok' };
  }

  /** 200 when database, Temporal and a polling worker are reachable, else 503, with one entry per dependency. */
  @Get('ready')
  @NoSecurity()
  @Response<HealthView>(503, 'Something that requests need is out of reach', {
    overall_status: 'degraded',
    dependencies: { database: { healthy: false, response_time_ms: 3000 } },
  })
  @Example<HealthView>(HEALTHY)
  async checkReadiness(): Promise<HealthView> {
    const report = await this.services.health.ready();
    const healthy = Object.values(report.dependencies).every((dependency) => dependency.healthy);
    if (!healthy) {
      this.setStatus(503);
      this.setHeader('Retry-After', '2');
    }
    return view(report);
  }
}

@Route('api/v1/admin/health')
@Tags('health')
export class AdminHealthController extends Controller {
  constructor(private readonly services: Services) {
    super();
  }

  /** Every dependency with its state. Permission: `health:read`. */
  @Get()
  @Security('bearer', ['health:read'])
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed')
  @Example<HealthView>(HEALTHY)
  async checkDependencies(): Promise<HealthView> {
    return view(await this.services.health.check());
  }
}

function view(report: HealthReport): HealthView {
  return { overall_status: report.overall_status, dependencies: { ...report.dependencies } };
}
