import type { Permission } from '../permissions.js';
import type { Role } from '../roles.js';

/**
 * What an access token says: ids, and the role, rights and clinic of the session's active membership; no mail address.
 * Times in seconds since 1970.
 */
export interface AccessClaims {
  readonly userId: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly clinicId: string | null;
  readonly membershipId: string;
  readonly sid: string;
  /** By what the person proved who they are, and when. */
  readonly amr: readonly string[];
  readonly authTime: number;
  readonly iat: number;
  readonly exp: number;
  readonly tokenType: 'access';
}

/** What lets a browser decode payloads for the Temporal UI, and opens nothing else; it ends with its session. */
export interface CodecClaims {
  readonly userId: string;
  /** At sign-in: a person whose role changed signs in again. */
  readonly role: Role;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly tokenType: 'codec';
}

/** What a refresh token says; `jti` makes every rotation a different text. */
export interface RefreshClaims {
  readonly userId: string;
  readonly sid: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly tokenType: 'refresh';
}

/** What a guest of one chat room acts with; it opens nothing else. */
export interface GuestClaims {
  readonly userId: string;
  readonly roomId: string;
  readonly appointmentId: string;
  readonly iat: number;
  readonly exp: number;
  readonly tokenType: 'guest';
}

/** What a sign-in that waits for its second factor is known by; it opens nothing else. */
export interface MfaClaims {
  readonly userId: string;
  readonly challengeId: string;
  readonly iat: number;
  readonly exp: number;
  readonly tokenType: 'mfa';
}
