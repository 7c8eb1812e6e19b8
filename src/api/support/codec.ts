import { parseCookie } from 'cookie';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { type Actor, may } from '../../domain/actor.js';
import { DomainError, invalid } from '../../domain/errors.js';
import type { JsonPayload } from '../../usecases/support/decode-payloads.js';
import { unknownRoute } from '../http/error-mapper.js';
import { limitedFactor, limitedSignIn } from '../http/limited-attempt.js';
import { assertUtf8, assertUtf8Form, requireUtf8Charset } from '../http/middleware/body.js';
import { oddTexts } from '../http/odd-text.js';
import { renderRefusalsAsPage } from '../http/problem.js';
import type { Services } from '../http/services.js';
import type { ApiSettings } from '../http/settings.js';

const COOKIE = 'keepwell_codec';
/** A login is two short fields; only who is signed in may send the payloads of a whole history. */
const LOGIN_LIMIT = '4kb';
const PAYLOADS_LIMIT = '8mb';

/**
 * The codec server of the Temporal UI: `POST /codec/encode|decode` with `{payloads}`. Embedded: this machine only,
 * without a login, because the dev server's UI sends none. Otherwise a session cookie from `GET /codec/login`, which
 * opens nothing else and lasts 12 hours from its last use.
 */
export function codecRoutes(services: Services, settings: ApiSettings, apiLimit: RequestHandler): RequestHandler {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use('/login', (_request, response, next) => {
    renderRefusalsAsPage(response, (reason) => services.codec.loginPage({ state: 'refused', reason }));
    next();
  });
  router.get('/login', (_request, response) => {
    response.type('html').send(services.codec.loginPage({ state: 'asking' }));
  });
  const form = express.urlencoded({ extended: false, limit: LOGIN_LIMIT, verify: assertUtf8Form });
  router.post('/login', apiLimit, requireUtf8Charset, form, async (request, response) => {
    const session = await signIn(services, request, response);
    if ('asks' in session) {
      const { mfaToken } = session;
      response.type('html').send(services.codec.loginPage({ state: 'second_factor', mfaToken }));
      return;
    }
    setCookie(response, settings, session);
    response.type('html').send(services.codec.loginPage({ state: 'signed_in' }));
  });
  const admit = admission(services, settings);
  const json = express.json({ type: () => true, limit: PAYLOADS_LIMIT, verify: assertUtf8 });
  router.post('/decode', admit, requireUtf8Charset, json, async (request, response) => {
    const actor = response.locals.codecActor as Actor;
    response.json({ payloads: await services.codec.decode(actor, payloadsOf(request), namespaceOf(request)) });
  });
  router.post('/encode', admit, requireUtf8Charset, json, async (request, response) => {
    response.json({ payloads: await services.codec.encode(payloadsOf(request)) });
  });
  router.use(unknownRoute());
  return router;
}

/** The same limits as the API's login, and counted together with it. */
async function signIn(services: Services, request: Request, response: Response) {
  const { email, password, mfaToken, code } = (request.body ?? {}) as Record<string, unknown>;
  if (typeof mfaToken === 'string' && typeof code === 'string') {
    // A wrong code leaves the form as it is, for another try.
    renderRefusalsAsPage(response, (reason) => services.codec.loginPage({ state: 'second_factor', mfaToken, reason }));
    refuseOddTexts({ code });
    const { userId } = await services.codec.readMfaToken(mfaToken);
    return limitedFactor(request, userId, () => services.codec.signIn({ mfaToken, code }));
  }
  if (typeof email !== 'string' || typeof password !== 'string') {
    throw invalid('email', 'Mail address and password are needed.');
  }
  refuseOddTexts({ email, password });
  return limitedSignIn(request, email, (admit) => services.codec.signIn({ email, password, admit }));
}

function refuseOddTexts(texts: Readonly<Record<string, string>>): void {
  const [odd] = oddTexts(texts);
  if (odd) throw invalid(odd, 'Control characters and broken characters are not allowed.');
}

function setCookie(
  response: Response,
  settings: ApiSettings,
  session: { readonly token: string; readonly expiresIn: number },
): void {
  const secure = settings.publicUrl.startsWith('https:');
  // The UI runs on another origin: with TLS the cookie must be allowed to travel there.
  response.cookie(COOKIE, session.token, {
    httpOnly: true,
    secure,
    sameSite: secure ? 'none' : 'lax',
    path: '/codec',
    maxAge: session.expiresIn * 1000,
  });
}

/** Lets in whoever may decode, before a large body is read. */
function admission(services: Services, settings: ApiSettings): RequestHandler {
  return async (request, response, next) => {
    response.locals.codecActor = await whoAsks(services, settings, request, response);
    next();
  };
}

async function whoAsks(
  services: Services,
  settings: ApiSettings,
  request: Request,
  response: Response,
): Promise<Actor> {
  if (settings.openCodec && isLoopback(request.socket.remoteAddress)) {
    return { kind: 'temporal_ui', claims: 'local user' };
  }
  const cookie = parseCookie(request.header('cookie') ?? '')[COOKIE];
  const bearer = request.header('authorization')?.replace(/^Bearer /i, '');
  if (!cookie && !bearer) throw new DomainError('unauthenticated', 'Sign in at /codec/login.');
  let actor: Actor;
  if (cookie) {
    const session = await services.codec.authenticate(cookie);
    if (session.renewed) setCookie(response, settings, session.renewed);
    actor = session.actor;
  } else {
    actor = await services.users.authenticate(bearer ?? '');
  }
  if (!may(actor, 'staff:decode')) throw new DomainError('forbidden', 'Your role may not decode payloads.');
  return actor;
}

function payloadsOf(request: Request): readonly JsonPayload[] {
  const { payloads } = (request.body ?? {}) as { payloads?: unknown };
  const whole = Array.isArray(payloads) && payloads.every((one: unknown) => typeof one === 'object' && one !== null);
  if (!whole) throw invalid('payloads', 'payloads must be an array of payloads.');
  return payloads as readonly JsonPayload[];
}

/** As the Temporal UI names it; it lands in the audit. */
function namespaceOf(request: Request): string {
  const name = request.header('x-namespace') ?? '';
  return /^[\w.-]{1,255}$/.test(name) ? name : 'default';
}

function isLoopback(address: string | undefined): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}
