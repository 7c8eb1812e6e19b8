import type { IssuedToken, TokenSigner } from '../../adapters/tokens/port.js';
import { holderOf, may, type SystemActor, type UserActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/public.js';
import type { SessionRepository } from '../../models/repositories/identity/public.js';
import type { Admit, CompleteSignIn, LogIn, SecondFactorAsked, SignedIn } from '../identity/public.js';

export interface SignInCodecDeps {
  readonly logIn: (command: LogIn, admit: Admit) => Promise<SignedIn | SecondFactorAsked>;
  readonly completeSignIn: (command: CompleteSignIn) => Promise<SignedIn>;
  readonly authenticate: (accessToken: string) => Promise<UserActor>;
  readonly logOut: (actor: UserActor) => Promise<void>;
  readonly tokens: TokenSigner;
  /** Without a transaction: one single write. */
  readonly sessions: (by: SystemActor) => Pick<SessionRepository, 'prolong'>;
  readonly sessionRules: Pick<SessionRules, 'maxMs'>;
  readonly now: () => Date;
}

/** What a form to sign in sends: the first proof, or the second with the token that the first was answered with. */
export type CodecSignIn =
  | (Pick<LogIn, 'email' | 'password'> & { readonly admit: Admit })
  | { readonly mfaToken: string; readonly code: string };

/**
 * Opens a session that decodes payloads for the Temporal UI and does nothing else: 12 hours from its last use. It acts in
 * a membership whose role may do so, where the person has one. An account with a second factor is asked for it first.
 * @throws DomainError unauthenticated; forbidden for a role that may not decode, whose new session is ended again, and for
 *   one that needs a second factor and has none
 */
export function signInCodec(deps: SignInCodecDeps) {
  const { logIn, completeSignIn, authenticate, logOut, tokens, sessions, sessionRules, now } = deps;
  const signIn = (form: CodecSignIn): Promise<SignedIn | SecondFactorAsked> => {
    if ('mfaToken' in form)
      return completeSignIn({ mfaToken: form.mfaToken, proof: proofOf(form), trustDevice: false });
    const { admit, ...credentials } = form;
    return logIn({ ...credentials, remember: false, deviceToken: null, preferring: 'staff:decode' }, admit);
  };
  return async (form: CodecSignIn): Promise<IssuedToken | SecondFactorAsked> => {
    const outcome = await signIn(form);
    if ('asks' in outcome) {
      if (outcome.asks === 'verify') return outcome;
      throw new DomainError('forbidden', 'Your role needs a second factor. Set it up in the clinic’s app first.');
    }
    const actor = await authenticate(outcome.access);
    if (!may(actor, 'staff:decode')) {
      await logOut(actor);
      throw new DomainError('forbidden', 'Your role may not read payloads in the Temporal UI.');
    }
    const { userId, role, sessionId: sid } = actor;
    const at = now();
    const token = await tokens.codec({ userId, role, sid }, at);
    // It ends with its cookie; nobody has the refresh token that it was opened with.
    await sessions(holderOf(sid, userId)).prolong(sid, token.expiresAt, sessionRules.maxMs, at);
    return token;
  };
}

/** One field takes both kinds of codes: those of the app have six digits. */
function proofOf({ code }: { readonly code: string }) {
  return /^[\d\s-]*$/.test(code) ? { code } : { recoveryCode: code };
}
