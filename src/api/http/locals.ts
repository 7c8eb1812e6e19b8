import type { Registry } from 'prom-client';
import type { Limiter } from './limits.js';
import type { LoginLimits } from './login-limits.js';
import type { Services } from './services.js';
import type { ApiSettings } from './settings.js';

export interface Limits {
  /** Per user, or per address without a login. */
  readonly api: Limiter;
  /** Failed sign-ins. */
  readonly login: LoginLimits;
  /** Second factors, per account. */
  readonly mfa: Limiter;
  /** Mails with one-time links, per mailbox. */
  readonly mail: Limiter;
  /** Searches for patients, per person. */
  readonly patientSearch: Limiter;
  /** Prescriptions that are looked up by number and code, supplied and declined, per address. */
  readonly verify: Limiter;
}

/** What one app carries in `app.locals`, so that several can run in one process. */
export interface AppLocals {
  readonly services: Services;
  readonly settings: ApiSettings;
  readonly limits: Limits;
  readonly metrics: Registry;
}
