import { randomBytes } from 'node:crypto';
import type { IdentityProvider } from '../../adapters/openid/port.js';
import { holderOfLink, type UserActor } from '../../domain/actor.js';
import { DomainError, invalid } from '../../domain/errors.js';
import { FLOW_LIVES_MS, ownPath } from '../../domain/identity/google.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { FlowDetails } from '../../models/repositories/identity/oauth-flows.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { assertFresh } from './reauthenticate.js';

export interface StartGoogleDeps {
  readonly unitOfWork: UnitOfWork<IdentityScope>;
  /** Null where sign-in with Google is not set up. */
  readonly google: IdentityProvider | null;
  readonly frontendUrl: string;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/** A browser on its way to the provider: where it goes, and the cookie that it must come back with. */
export interface Departure {
  readonly url: string;
  readonly cookie: string;
}

/**
 * Sends a browser to Google. `returnTo`: a page of the own front end to go to afterwards.
 * @throws DomainError not_found where it is not set up; validation_failed on `return_to`; unavailable
 */
export function startGoogleSignIn(deps: StartGoogleDeps) {
  return async (returnTo: string | null): Promise<Departure> => {
    const path = returnTo === null ? null : ownPath(deps.frontendUrl, returnTo);
    if (returnTo !== null && path === null) throw invalid('return_to', 'This is no page of this clinic’s app.');
    return depart(deps, { returnTo: path, linking: null });
  };
}

/**
 * Sends the browser of somebody who is signed in to Google, to link the account there to the own one.
 * @throws DomainError reauthentication_required; not_found where it is not set up; unavailable
 */
export function startGoogleLink(deps: StartGoogleDeps) {
  return async (actor: UserActor): Promise<Departure> => {
    const { userId, sessionId } = actor;
    await deps.unitOfWork.withScope(actor, (scope) => assertFresh(scope, actor, deps.sessionRules, deps.now()));
    return depart(deps, { returnTo: null, linking: { userId, sessionId } });
  };
}

async function depart(
  { unitOfWork, google, now }: StartGoogleDeps,
  details: Pick<FlowDetails, 'returnTo' | 'linking'>,
): Promise<Departure> {
  if (!google) throw new DomainError('not_found', 'Sign-in with Google is not set up here.');
  const question = google.newQuestion();
  const url = await google.urlOf(question);
  const cookie = randomBytes(32).toString('base64url');
  const { state, nonce, codeVerifier } = question;
  const at = now();
  const expiresAt = new Date(at.getTime() + FLOW_LIVES_MS);
  await unitOfWork.withScope(holderOfLink(state), (scope) =>
    scope.oauthFlows.add({ state, cookie, details: { ...details, nonce, codeVerifier }, createdAt: at, expiresAt }),
  );
  return { url, cookie };
}
