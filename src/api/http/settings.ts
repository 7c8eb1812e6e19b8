import type { RequestHandler } from 'express';
import type { RateLimit } from '../../config/schema.js';
import type { Logger } from '../../observability/logger.js';
import type { CounterStore } from './counter-store.js';
import type { LoginRates } from './login-limits.js';
import type { SharedCounters } from './shared-counters.js';

/** What the HTTP surface needs to know about where it runs. */
export interface ApiSettings {
  readonly logger: Logger;
  /** Without a trailing slash; in `Link` headers. */
  readonly publicUrl: string;
  /** Where the account pages are, without a trailing slash: the client app's or our own. */
  readonly accountsUrl: string;
  /** Whom to tell of a hole: a `mailto:` or `https:` address. */
  readonly securityContact: string;
  /** Browser origins that may call the API; empty: none but our own pages. */
  readonly corsOrigins: readonly string[];
  /** Browser origins that may call `/codec`: the Temporal UI's. */
  readonly codecOrigins: readonly string[];
  /** Express' `trust proxy`: a number of hops or addresses separated by commas; undefined trusts nobody. */
  readonly trustProxy: string | undefined;
  /** Null switches a limit off. */
  readonly limits: {
    readonly api: RateLimit | null;
    readonly login: LoginRates;
    readonly mfa: RateLimit | null;
    readonly mail: RateLimit | null;
    readonly patientSearch: RateLimit | null;
    readonly verify: RateLimit | null;
    /** Where several processes count sign-ins together; null: each for itself. */
    readonly counters: CounterStore | null;
    /** In which they exchange all other counts each second; null: each counts for itself. */
    readonly shared: SharedCounters | null;
  };
  /** Whether `/codec` answers this machine without a login: the embedded Temporal UI sends none. */
  readonly openCodec: boolean;
  /** Whether `/metrics` answers anyone; otherwise it needs the token, or a login with `health:read`. */
  readonly metricsOpen: boolean;
  /** Bearer token of a scraper. */
  readonly metricsToken?: string | undefined;
  /** Bytes of a file that somebody uploads. */
  readonly uploadMaxBytes: number;
  /** Every answer comes within this many ms, else it is a 503. Default 20 s. */
  readonly answerWithinMs?: number;
  /** Handlers that want the raw request (a proxy), by path; they come before limits and body parsing. */
  readonly mounts?: Readonly<Record<string, RequestHandler>>;
}
