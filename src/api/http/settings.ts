import type { RequestHandler } from 'express';
import type { RateLimit } from '../../config/schema.js';
import type { Logger } from '../../observability/logger.js';

/** What the HTTP surface needs to know about where it runs. */
export interface ApiSettings {
  readonly logger: Logger;
  /** Without a trailing slash; in `Link` headers. */
  readonly publicUrl: string;
  /** Browser origins that may call the API; empty: none but our own pages. */
  readonly corsOrigins: readonly string[];
  /** Browser origins that may call `/codec`: the Temporal UI's. */
  readonly codecOrigins: readonly string[];
  /** Express' `trust proxy`: a number of hops or addresses separated by commas; undefined trusts nobody. */
  readonly trustProxy: string | undefined;
  /** Null switches a limit off. */
  readonly limits: { readonly api: RateLimit | null; readonly login: RateLimit | null };
  /** Whether `/codec` answers this machine without a login: the embedded Temporal UI sends none. */
  readonly openCodec: boolean;
  /** Whether `/metrics` answers anyone; otherwise it needs the token, or a login with `health:read`. */
  readonly metricsOpen: boolean;
  /** Bearer token of a scraper. */
  readonly metricsToken?: string | undefined;
  /** Every answer comes within this many ms, else it is a 503. Default 20 s. */
  readonly answerWithinMs?: number;
  /** Handlers that want the raw request (a proxy), by path; they come before limits and body parsing. */
  readonly mounts?: Readonly<Record<string, RequestHandler>>;
}
