import { createHash, timingSafeEqual } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import { DomainError } from '../../domain/errors.js';
import { registerLegalPages } from '../clinics/public.js';
import { registerAccountPages } from '../identity/public.js';
import { payPage, registerPaymentPages } from '../payments/public.js';
import { registerVerifyPages } from '../prescriptions/public.js';
import { registerBrand } from './brand.js';
import { registerClientApp } from './client-app.js';
import type { AppLocals } from './locals.js';
import { registerReference } from './reference.js';
import { identify } from './request.js';
import { SPECIFICATION } from './specification.js';
import { registerWellKnown } from './well-known.js';

/** What is no API route: the home page, the link to a payment and the two pages after one, the documentation, the metrics. */
export function registerPages(app: Express, locals: AppLocals): void {
  const { meta } = locals.services;

  registerBrand(app);
  registerClientApp(app);
  app.get('/', async (_request, response) => {
    response.type('html').send(await meta.homePage());
  });
  registerWellKnown(app, locals.settings);
  registerAccountPages(app, locals);
  registerLegalPages(app, locals);
  registerPaymentPages(app, locals);
  app.get('/pay/:token', payPage(locals));
  registerVerifyPages(app, locals);
  app.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(SPECIFICATION);
  });
  registerReference(app, () => meta.docsPage());
  app.get('/metrics', metricsPage(locals));
}

/** Compared by hash: how long the comparison takes gives away nothing of the token. */
function isScraper(authorization: string | undefined, token: string | undefined): boolean {
  if (token === undefined || authorization === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(authorization), hash(`Bearer ${token}`));
}

/** Prometheus text. @throws unauthenticated or forbidden where it is not open. */
function metricsPage({ metrics, settings }: AppLocals): RequestHandler {
  return async (request, response) => {
    if (!settings.metricsOpen && !isScraper(request.get('authorization'), settings.metricsToken)) {
      const identity = await identify(request);
      if (identity.kind === 'refused') throw identity.error;
      if (identity.kind === 'none') throw new DomainError('unauthenticated', 'Please sign in.');
      if (!identity.actor.permissions.includes('health:read'))
        throw new DomainError('forbidden', 'You are not allowed to do this.');
    }
    response.type(metrics.contentType).send(await metrics.metrics());
  };
}
