import { parseCookie } from 'cookie';
import type { Express, Request } from 'express';
import type { AppLocals } from '../http/locals.js';

/** Between the departure to Google and the return: another browser cannot bring the answer back. */
const COOKIE = 'keepwell_oauth';
const PATH = '/api/v1/users/oauth/google';
/** Below the API's public address, as it is registered at the provider. */
export const GOOGLE_CALLBACK = `${PATH}/callback`;
const COOKIE_LIVES_MS = 600_000;

/** Where browsers are sent, not clients: both answer with a redirect. */
export function registerGoogleRoutes(app: Express, { services, settings }: AppLocals): void {
  app.get('/api/v1/users/oauth/google/start', async (request, response) => {
    const returnTo = new URLSearchParams(queryOf(request)).get('return_to');
    const { url, cookie } = await services.users.startGoogleSignIn(returnTo);
    response.setHeader('Set-Cookie', googleCookie(settings.publicUrl, cookie));
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(url);
  });
  app.get('/api/v1/users/oauth/google/callback', async (request, response) => {
    const { state } = request.query;
    const arrival = await services.users.finishGoogleSignIn({
      query: queryOf(request),
      state: typeof state === 'string' ? state : '',
      cookie: parseCookie(request.header('cookie') ?? '')[COOKIE] ?? '',
    });
    const fragment = new URLSearchParams('code' in arrival ? { code: arrival.code } : { error: arrival.error });
    if (arrival.returnTo !== null) fragment.set('return_to', arrival.returnTo);
    response.setHeader('Set-Cookie', googleCookie(settings.publicUrl, null));
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.redirect(`${settings.accountsUrl}/account/signed-in#${fragment}`);
  });
}

/** The cookie of a browser that departs; null takes it back. */
export function googleCookie(publicUrl: string, value: string | null): string {
  const attributes = [
    `${COOKIE}=${value ?? ''}`,
    `Path=${PATH}`,
    `Max-Age=${value === null ? 0 : COOKIE_LIVES_MS / 1000}`,
    'HttpOnly',
    // The provider sends the browser back by a link from another site.
    'SameSite=Lax',
    ...(publicUrl.startsWith('https:') ? ['Secure'] : []),
  ];
  return attributes.join('; ');
}

function queryOf(request: Request): string {
  const at = request.originalUrl.indexOf('?');
  return at < 0 ? '' : request.originalUrl.slice(at + 1);
}
