import type { GoogleIdentity } from '../../domain/identity/google.js';

/** What binds an answer of the provider to the one question that it answers. */
export interface Question {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export type Answer =
  | { readonly identity: GoogleIdentity }
  /** `cause` is for the log; it names no person. */
  | { readonly refused: 'access_denied' | 'invalid'; readonly cause: string };

/** A provider of OpenID Connect. */
export interface IdentityProvider {
  newQuestion(): Question;
  /** Where the browser goes to be asked. @throws DomainError unavailable while the provider cannot be reached */
  urlOf(question: Question): Promise<string>;
  /** Redeems what the browser came back with, `query` of the callback, and checks all of it. */
  redeem(query: string, question: Question): Promise<Answer>;
}
