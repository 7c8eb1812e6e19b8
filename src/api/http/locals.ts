import type { Registry } from 'prom-client';
import type { Limits } from './limits.js';
import type { Services } from './services.js';
import type { ApiSettings } from './settings.js';

/** What one app carries in `app.locals`, so that several can run in one process. */
export interface AppLocals {
  readonly services: Services;
  readonly settings: ApiSettings;
  readonly limits: Limits;
  readonly metrics: Registry;
}
