import type { IssuedToken, TokenSigner } from '../../adapters/tokens/port.js';
import { may, type UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { SessionRepository } from '../../models/repositories/identity/public.js';
import type { LogIn, SignedIn } from '../identity/public.js';

export interface SignInCodecDeps {
  readonly logIn: (command: LogIn) => Promise<SignedIn>;
  readonly authenticate: (accessToken: string) => Promise<UserActor>;
  readonly logOut: (actor: UserActor) => Promise<void>;
  readonly tokens: TokenSigner;
  /** Outside any scope: one single write. */
  readonly sessions: Pick<SessionRepository, 'prolong'>;
  readonly now: () => Date;
}

/**
 * Opens a session that decodes payloads for the Temporal UI and does nothing else: 12 hours from its last use.
 * @throws DomainError unauthenticated; forbidden for a role that may not decode, whose new session is ended again
 */
export function signInCodec({ logIn, authenticate, logOut, tokens, sessions, now }: SignInCodecDeps) {
  return async (command: LogIn): Promise<IssuedToken> => {
    const { access } = await logIn(command);
    const actor = await authenticate(access);
    if (!may(actor, 'staff:decode')) {
      await logOut(actor);
      throw new DomainError('forbidden', 'Your role may not read payloads in the Temporal UI.');
    }
    const { userId, role, sessionId: sid } = actor;
    const at = now();
    const token = await tokens.codec({ userId, role, sid }, at);
    // It ends with its cookie; nobody has the refresh token that it was opened with.
    await sessions.prolong(sid, token.expiresAt, at);
    return token;
  };
}
