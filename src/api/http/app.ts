import express, { type Express } from 'express';
import helmet from 'helmet';
import { RegisterRoutes } from '../generated/routes.js';
import { registerGoogleRoutes } from '../identity/public.js';
import { codecRoutes } from '../support/public.js';
import { errorHandler, unknownRoute } from './error-mapper.js';
import { exactLimiter, limiter } from './limits.js';
import type { AppLocals } from './locals.js';
import { loginLimits } from './login-limits.js';
import { apiLimit } from './middleware/api-limit.js';
import { bodies, rawBodies, requireUtf8Address } from './middleware/body.js';
import { cors } from './middleware/cors.js';
import { deadline } from './middleware/deadline.js';
import { observeFigures, observePool } from './middleware/figures.js';
import { otherMethods } from './middleware/methods.js';
import {
  countRefusals,
  countUnreadableWebhooks,
  createRegistry,
  observeRequests,
  observeWebhooks,
} from './middleware/metrics.js';
import { requestContext } from './middleware/request-context.js';
import { fileForms, takesFile } from './middleware/uploads.js';
import type { Services } from './services.js';
import type { ApiSettings } from './settings.js';
import { INTERNAL_SPECIFICATION, SPECIFICATION } from './specification.js';
import { registerPages } from './web-pages.js';

const ANSWER_WITHIN_MS = 20_000;

/** The HTTP surface over the use cases. Holds no state but its own counters: tests run several in one process. */
export function createApp(services: Services, settings: ApiSettings): Express {
  const { logger } = settings;
  const app = express();
  const locals: AppLocals = {
    services,
    settings,
    metrics: createRegistry(),
    limits: {
      api: limiter('api_requests', 'api', settings.limits.api, settings.limits.shared),
      login: loginLimits(settings.limits.login, settings.limits.counters),
      mfa: exactLimiter('mfa_attempts', 'mfa', settings.limits.mfa, settings.limits.counters),
      mail: exactLimiter('mail_requests', 'mail', settings.limits.mail, settings.limits.counters),
      verify: limiter('prescription_verify', 'verify', settings.limits.verify, settings.limits.shared),
      patientSearch: limiter('patient_search', 'patient-search', settings.limits.patientSearch, settings.limits.shared),
    },
  };
  Object.assign(app.locals, locals);
  app.disable('x-powered-by');
  app.disable('etag');
  if (settings.trustProxy !== undefined) app.set('trust proxy', trustOf(settings.trustProxy));

  app.use(requestContext());
  app.use(observeRequests(locals.metrics, logger));
  observeWebhooks(locals.metrics, () => services.health.webhookSilence(), logger);
  countUnreadableWebhooks(locals.metrics, () => services.webhooks.unreadable());
  observeFigures(locals.metrics, () => services.metrics.figures(), logger);
  observePool(locals.metrics, services.metrics.pool);
  for (const [path, handler] of Object.entries(settings.mounts ?? {})) app.use(path, handler);
  app.use(security(settings));
  app.use(deadline(settings.answerWithinMs ?? ANSWER_WITHIN_MS, logger));
  const limitOfApi = apiLimit(locals.limits.api);
  // It ends here: the origins of client apps may not decode.
  app.use('/codec', cors(settings.codecOrigins), codecRoutes(services, settings, limitOfApi));
  app.use(cors(settings.corsOrigins));
  registerPages(app, locals);
  app.use('/api', limitOfApi);
  registerGoogleRoutes(app, locals);
  app.use('/webhook', rawBodies());
  app.use(requireUtf8Address);
  app.use(otherMethods(SPECIFICATION, INTERNAL_SPECIFICATION));
  app.use(...bodies(takesFile(SPECIFICATION)));
  RegisterRoutes(app, { multer: fileForms(settings.uploadMaxBytes) });
  app.use(unknownRoute());
  app.use(errorHandler(logger, countRefusals(locals.metrics)));
  return app;
}

function security(settings: ApiSettings) {
  const secure = settings.publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        // Over plain HTTP (a laptop) this would send the browser to a port that speaks no TLS.
        'upgrade-insecure-requests': secure ? [] : null,
      },
    },
    strictTransportSecurity: secure,
  });
}

function trustOf(text: string): number | boolean | string {
  if (/^\d+$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
