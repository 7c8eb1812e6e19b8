import { Controller, Example, Get, NoSecurity, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { HealthReport } from '../../usecases/operations/check-health.js';
import type { Problem } from '../http/responses.js';
import { HEALTHY, READY, UNREADY } from './examples.js';
import { healthView } from './presenter.js';
import type { HealthView, LivenessView } from './responses.js';
import type { HealthServices } from './services.js';

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
    if (report.overall !== 'healthy') {
      this.setStatus(503);
      this.setHeader('Retry-After', '2');
    }
    return healthView(report);
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
    return healthView(await this.services.check());
  }
}
