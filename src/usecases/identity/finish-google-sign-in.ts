import { randomBytes } from 'node:crypto';
import { holderOfLink, identified } from '../../domain/actor.js';
import { EXCHANGE_LIVES_MS, type GoogleIdentity, type GoogleRefusal } from '../../domain/identity/google.js';
import type { FlowDetails } from '../../models/repositories/identity/oauth-flows.js';
import type { Logger } from '../../observability/logger.js';
import { sendAccountMail } from './account-mail.js';
import { findAccount, type GoogleAccountDeps, linkAccount, signInAccount, unusablePassword } from './google-account.js';
import type { StartGoogleDeps } from './start-google-sign-in.js';

export interface FinishGoogleDeps extends GoogleAccountDeps, Pick<StartGoogleDeps, 'google'> {
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

/** A browser that comes back from the provider. */
export interface Return {
  /** The query of the callback, as it came. */
  readonly query: string;
  readonly state: string;
  readonly cookie: string;
}

/** What the front end goes on with: a code to exchange for a session, or why there is none. */
export type Arrival = { readonly returnTo: string | null } & (
  | { readonly code: string }
  | { readonly error: GoogleRefusal }
);

/**
 * Takes back a browser that was sent to Google: redeems what it brings along, finds, links or opens the account, and makes a
 * code that works once, for a minute. A state works once, in the browser that it was made for. Never rejects for what the
 * provider or the browser sends.
 */
export function finishGoogleSignIn(deps: FinishGoogleDeps) {
  const { unitOfWork, google, logger, now } = deps;
  return async ({ query, state, cookie }: Return): Promise<Arrival> => {
    const at = now();
    // Committed before anything else: whatever happens now, this state is not taken again.
    const flow = await unitOfWork.withScope(holderOfLink(state), (scope) => scope.oauthFlows.spend(state, cookie, at));
    if (!google || !flow) return { error: 'invalid', returnTo: null };
    const { returnTo } = flow;
    const answer = await google.redeem(query, { state, nonce: flow.nonce, codeVerifier: flow.codeVerifier });
    if ('refused' in answer) {
      logger.warn('a sign-in with Google was refused', { refusal: answer.refused, cause: answer.cause });
      return { error: answer.refused, returnTo };
    }
    return { ...(await settle(deps, answer.identity, flow)), returnTo };
  };
}

async function settle(
  deps: FinishGoogleDeps,
  identity: GoogleIdentity,
  { linking }: FlowDetails,
): Promise<{ readonly code: string } | { readonly error: GoogleRefusal }> {
  const { unitOfWork, passwords, now } = deps;
  const at = now();
  const { subject } = identity;
  const email = identity.emailVerified ? identity.email : null;
  const found =
    linking ?? (await unitOfWork.withScope(identified(subject, email), (scope) => findAccount(scope, identity)));
  if ('error' in found) return found;
  const opens = { account: found.userId, person: found.userId };
  const unusable = await unusablePassword(passwords);
  const code = randomBytes(32).toString('base64url');
  const actor = identified(subject, email, { ...opens, ...(linking ? { session: linking.sessionId } : {}) });
  const settled = await unitOfWork.withScope(actor, async (scope) => {
    const done = linking
      ? await linkAccount(deps, scope, { identity, linking }, at)
      : await signInAccount(deps, scope, { identity, userId: found.userId, unusable }, at);
    if ('error' in done) return done;
    const expiresAt = new Date(at.getTime() + EXCHANGE_LIVES_MS);
    const token = { purpose: 'sign_in', userId: found.userId, email: done.email, details: null } as const;
    await scope.oneTimeTokens.add({ ...token, token: code, createdAt: at, expiresAt });
    return done;
  });
  if ('error' in settled) return settled;
  for (const id of settled.ended) deps.cache.forget(id);
  if (settled.mailId) await sendAccountMail(deps, settled.mailId);
  return { code };
}
