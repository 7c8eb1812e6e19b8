import express, { type Request, type RequestHandler, Router } from 'express';
import { DomainError, invalid } from '../domain/errors.js';
import { type Actor, may } from '../domain/identity/actor.js';
import type { JsonPayload } from '../usecases/staff/decode-payloads.js';
import { errorHandler } from './error-mapper.js';
import { cors } from './middleware/cors.js';
import type { Services } from './services.js';
import type { ApiSettings } from './settings.js';

const COOKIE = 'keepwell_codec';
const BODY_LIMIT = '8mb';

const LOGIN_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Keepwell: decode for the Temporal UI</title></head>
<body style="font-family: system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem; line-height: 1.5">
<h1 style="font-size: 1.25rem">Read appointments in the Temporal UI</h1>
<p>Sign in with a staff account. The Temporal UI can then show what is encrypted, in this browser, until the session ends. Each look is recorded.</p>
<form method="post" action="/codec/login">
<p><label>Mail address<br><input name="email" type="email" autocomplete="username" required style="width: 100%; font: inherit"></label></p>
<p><label>Password<br><input name="password" type="password" autocomplete="current-password" required style="width: 100%; font: inherit"></label></p>
<p><button style="font: inherit; padding: .4rem 1rem">Sign in</button></p>
</form>
</body>
</html>
`;

/**
 * The codec server of the Temporal UI: `POST /codec/encode|decode` with `{payloads}`. Embedded: this machine only,
 * without a login, because the dev server's UI sends none. Otherwise a session cookie from `GET /codec/login`.
 */
export function codecRoutes(services: Services, settings: ApiSettings): RequestHandler {
  const router = Router();
  router.use(cors(settings.codecOrigins));
  router.get('/login', (_request, response) => {
    response.type('html').send(LOGIN_PAGE);
  });
  router.post('/login', express.urlencoded({ extended: false, limit: '10kb' }), async (request, response) => {
    const { email, password } = request.body as Record<string, unknown>;
    if (typeof email !== 'string' || typeof password !== 'string')
      throw invalid('email', 'Mail address and password are needed.');
    const session = await services.users.logIn({ email, password });
    const secure = settings.publicUrl.startsWith('https:');
    // The UI runs on another origin: with TLS the cookie must be allowed to travel there.
    response.cookie(COOKIE, session.access, {
      httpOnly: true,
      secure,
      sameSite: secure ? 'none' : 'lax',
      path: '/codec',
      maxAge: session.expiresIn * 1000,
    });
    response
      .type('html')
      .send('<!doctype html><title>Signed in</title><p>Signed in. Go back to the Temporal UI and reload it.</p>');
  });
  const json = express.json({ type: () => true, limit: BODY_LIMIT });
  router.post('/decode', json, async (request, response) => {
    const actor = await whoAsks(services, settings, request);
    response.json({
      payloads: await services.codec.decode(actor, payloadsOf(request), request.header('x-namespace') ?? 'default'),
    });
  });
  router.post('/encode', json, async (request, response) => {
    await whoAsks(services, settings, request);
    response.json({ payloads: await services.codec.encode(payloadsOf(request)) });
  });
  router.use(errorHandler(settings.logger));
  return router;
}

async function whoAsks(services: Services, settings: ApiSettings, request: Request): Promise<Actor> {
  if (settings.openCodec && isLoopback(request.socket.remoteAddress))
    return { kind: 'temporal_ui', claims: 'local user' };
  const token = cookieOf(request) ?? request.header('authorization')?.replace(/^Bearer /i, '');
  if (!token) throw new DomainError('unauthenticated', 'Sign in at /codec/login.');
  const actor = await services.users.authenticate(token);
  if (!may(actor, 'staff:decode')) throw new DomainError('forbidden', 'Your role may not decode payloads.');
  return actor;
}

function payloadsOf(request: Request): readonly JsonPayload[] {
  const { payloads } = (request.body ?? {}) as { payloads?: unknown };
  if (!Array.isArray(payloads)) throw invalid('payloads', 'payloads must be an array.');
  return payloads as readonly JsonPayload[];
}

function cookieOf(request: Request): string | undefined {
  const cookies = (request.header('cookie') ?? '').split(';').map((part) => part.trim().split('='));
  return cookies.find(([name]) => name === COOKIE)?.[1];
}

function isLoopback(address: string | undefined): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}
