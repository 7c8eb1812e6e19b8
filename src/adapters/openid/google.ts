import * as openid from 'openid-client';
import { DomainError } from '../../domain/errors.js';
import type { Answer, IdentityProvider } from './port.js';

export interface GoogleOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the browser back to, as it is registered there. */
  readonly callbackUrl: string;
}

const TIMEOUT_SECONDS = 5;

/**
 * Google, or another provider of OpenID Connect, through openid-client: authorization code with PKCE, state and nonce. The id
 * token's signature is checked too: by default the library trusts whatever the token endpoint answers.
 */
export function googleProvider({ issuer, clientId, clientSecret, callbackUrl }: GoogleOptions): IdentityProvider {
  const execute = [
    openid.enableNonRepudiationChecks,
    // Of a provider on this machine; the settings allow no other one without TLS.
    ...(issuer.startsWith('http:') ? [openid.allowInsecureRequests] : []),
  ];
  const discover = () =>
    openid.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_SECONDS });
  let found: Promise<openid.Configuration> | undefined;
  const configuration = () => {
    found ??= discover().catch((error: unknown) => {
      // The next sign-in asks anew.
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    newQuestion: () => ({
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
    }),
    async urlOf({ state, nonce, codeVerifier }) {
      const provider = await configuration().catch(() => {
        throw new DomainError('unavailable', 'Google cannot be reached at the moment. Please try again.');
      });
      const challenge = await openid.calculatePKCECodeChallenge(codeVerifier);
      const url = openid.buildAuthorizationUrl(provider, {
        redirect_uri: callbackUrl,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    async redeem(query, { state, nonce, codeVerifier }): Promise<Answer> {
      try {
        const returned = new URL(`${callbackUrl}?${query}`);
        const expected = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
        const checks = { ...expected, idTokenExpected: true };
        const provider = await configuration();
        const tokens = await openid.authorizationCodeGrant(provider, returned, checks);
        const claims = tokens.claims();
        if (!claims) return { refused: 'invalid', cause: 'no id token' };
        // Google names the person in the id token; others answer who it is to whoever asks, for this subject alone.
        const who =
          claims.email === undefined && provider.serverMetadata().userinfo_endpoint
            ? await openid.fetchUserInfo(provider, tokens.access_token, claims.sub)
            : claims;
        const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
        return {
          identity: {
            subject: claims.sub,
            email: text(who.email),
            emailVerified: who.email_verified === true,
            givenName: text(who.given_name) ?? text(who.name),
            familyName: text(who.family_name),
          },
        };
      } catch (error) {
        // Whatever is wrong with the answer, the sign-in is over; what it was stands in the log.
        const denied = error instanceof openid.AuthorizationResponseError && error.error === 'access_denied';
        return { refused: denied ? 'access_denied' : 'invalid', cause: causeOf(error) };
      }
    },
  };
}

/** The library's code and sentence, without the answer itself: it holds tokens. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { readonly code?: string };
  return [error.name, code, error.message].filter(Boolean).join(': ');
}
