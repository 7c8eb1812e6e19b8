import type { Controller } from '@tsoa/runtime';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import { DomainError, invalid } from '../../domain/errors.js';
import type { SignedIn } from '../../usecases/identity/issue-tokens.js';
import type { SecondFactorAsked } from '../../usecases/identity/second-factor-rules.js';
import { localsOf } from '../http/request.js';

const COOKIE = 'keepwell_refresh';
/** No other route is ever sent it. */
const PATH = '/api/v1/users/token/refresh';
/** What a page of ours sends along: another site cannot, unless we allow its origin. */
const OURS = 'keepwell';

/** Where a refresh token came from, and where its successor goes. */
export interface SentRefresh {
  readonly token: string;
  readonly cookie: boolean;
}

/**
 * The refresh token of the body, else of the cookie.
 * @throws DomainError validation_failed without either; forbidden for a cookie that came without the header of our own
 *   pages; unauthenticated for such a page whose browser has no cookie
 */
export function sentRefresh(request: Request, inBody: string | undefined): SentRefresh {
  if (inBody !== undefined) return { token: inBody, cookie: false };
  const token = parseCookie(request.header('cookie') ?? '')[COOKIE];
  const ours = request.header('x-requested-with') === OURS;
  if (token && ours) return { token, cookie: true };
  if (token) throw new DomainError('forbidden', `The cookie counts only with the header X-Requested-With: ${OURS}.`);
  if (ours) throw new DomainError('unauthenticated', 'Please sign in.');
  throw invalid('refresh', 'A refresh token is needed, here or in the cookie.');
}

/** The answer to a sign-in or a swap: with `cookie`, the refresh token leaves the body and is kept by the browser alone. */
export function answerPair<View extends object>(
  { controller, request, cookie }: { controller: Controller; request: Request; cookie: boolean },
  outcome: SignedIn | SecondFactorAsked,
  view: View,
): View {
  if (!cookie || 'asks' in outcome) return view;
  const { refresh } = outcome;
  controller.setHeader('Set-Cookie', refreshCookie(request, refresh, endOf(refresh)));
  const shown = { ...view };
  Reflect.deleteProperty(shown, 'refresh');
  return shown;
}

/** Takes the cookie back; a browser without one does not mind. */
export function clearRefreshCookie(controller: Controller, request: Request): void {
  controller.setHeader('Set-Cookie', refreshCookie(request, '', new Date(0)));
}

/** When a token of ours ends, as it says itself. */
function endOf(token: string): Date {
  const [, claims = ''] = token.split('.');
  const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { readonly exp: number };
  return new Date(exp * 1000);
}

function refreshCookie(request: Request, value: string, until: Date): string {
  const secure = localsOf(request).settings.publicUrl.startsWith('https:');
  return [
    `${COOKIE}=${value}`,
    `Path=${PATH}`,
    `Expires=${until.toUTCString()}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}
