/** How long somebody may take at the provider, and a front end to exchange what it was given. */
export const FLOW_LIVES_MS = 600_000;
export const EXCHANGE_LIVES_MS = 60_000;

/** Why a sign-in with Google ended without one, as the front end is told in the fragment. */
export const GOOGLE_REFUSALS = ['access_denied', 'email_not_verified', 'link_required', 'invalid'] as const;
export type GoogleRefusal = (typeof GOOGLE_REFUSALS)[number];

/** What the provider says of a person. */
export interface GoogleIdentity {
  /** Never changes and is never given to anybody else, which is true of no mail address. */
  readonly subject: string;
  readonly email: string | null;
  /** Whether the provider has confirmed the address; where it says nothing, it has not. */
  readonly emailVerified: boolean;
  readonly givenName: string | null;
  readonly familyName: string | null;
}

/** A page of the front end, as a path; null for a place that is not the front end's. */
export function ownPath(frontendUrl: string, returnTo: string): string | null {
  // A browser reads a backslash as a slash, and skips line ends and tabs.
  if (/[\\\p{C}]/u.test(returnTo)) return null;
  try {
    const { origin, pathname, search, hash } = new URL(returnTo, `${frontendUrl}/`);
    return origin === new URL(frontendUrl).origin ? `${pathname}${search}${hash}` : null;
  } catch {
    // TypeError is how URL refuses what is none.
    return null;
  }
}
