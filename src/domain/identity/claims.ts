import type { Permission, Role } from '../roles.js';

/** What an access token says (contract section 1): ids and rights, no mail address. Times in seconds since 1970. */
export interface AccessClaims {
  readonly user_id: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly clinic_id: string | null;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly token_type: 'access';
}

/** What lets a browser decode payloads for the Temporal UI, and opens nothing else; it ends with its session. */
export interface CodecClaims {
  readonly user_id: string;
  /** At sign-in: a person whose role changed signs in again. */
  readonly role: Role;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly token_type: 'codec';
}

/** What a refresh token says; `jti` makes every rotation a different text. */
export interface RefreshClaims {
  readonly user_id: string;
  readonly sid: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly token_type: 'refresh';
}
