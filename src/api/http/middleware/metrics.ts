import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { currentContext, withContext } from '../../../observability/context.js';
import type { Logger } from '../../../observability/logger.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** One registry per app, with the process' own figures. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Asked at every scrape: for how long the webhooks of a payment provider have been missing. */
export function observeWebhooks(
  registry: Registry,
  silence: () => Promise<ReadonlyMap<string, number>>,
  logger: Logger,
): void {
  new Gauge({
    name: 'keepwell_webhook_silence_seconds',
    help: 'Time since a payment page ended of which its provider should have told, while no webhook comes; else 0.',
    labelNames: ['provider'],
    registers: [registry],
    async collect() {
      try {
        for (const [provider, seconds] of await silence()) this.set({ provider }, seconds);
      } catch (error) {
        // Without the database the other figures are wanted all the more.
        logger.warn('the webhook silence could not be read', { error });
      }
    },
  });
}

/** By payment provider: signed webhooks that could not be read. An alarm on any increase finds a change at the provider. */
export function countUnreadableWebhooks(registry: Registry, totals: () => ReadonlyMap<string, number>): void {
  new Counter({
    name: 'keepwell_webhooks_unreadable_total',
    help: 'Webhooks that a payment provider signed and that hold no event that can be read; answered 200 and logged.',
    labelNames: ['provider'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [provider, total] of totals()) this.inc({ provider }, total);
    },
  });
}

/** Measures and logs every request by its route's template, never by its path: ids would make a series each. */
export function observeRequests(registry: Registry, logger: Logger): RequestHandler {
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer, by route template.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  return (request, response, next) => {
    const start = process.hrtime.bigint();
    const written = () => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const route = typeof request.route?.path === 'string' ? request.route.path : 'unmatched';
      histogram.observe({ method: request.method, route, status: response.statusCode }, seconds);
      const ms = Math.round(seconds * 1000);
      logger.info('request', { method: request.method, route, status: response.statusCode, ms });
    };
    // When the caller goes away, the socket calls back, outside of the request's context: the line would have no request_id.
    const context = currentContext();
    response.once('close', () => withContext(context, written));
    next();
  };
}

/** Counts what the rate limits refused, by limit. */
export function countRefusals(registry: Registry): (limitType: string) => void {
  const counter = new Counter({
    name: 'keepwell_rate_limited_total',
    help: 'Requests that a rate limit refused.',
    labelNames: ['limit_type'],
    registers: [registry],
  });
  return (limitType) => counter.labels(limitType).inc();
}
