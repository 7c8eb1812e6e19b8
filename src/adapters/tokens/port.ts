import type { AccessClaims, CodecClaims, GuestClaims, MfaClaims, RefreshClaims } from '../../domain/identity/claims.js';

/** What a new access token is made of; the signer adds times and type. */
export type AccessSubject = Omit<AccessClaims, 'iat' | 'exp' | 'tokenType'>;
export type CodecSubject = Omit<CodecClaims, 'iat' | 'exp' | 'tokenType'>;
export type MfaSubject = Omit<MfaClaims, 'iat' | 'exp' | 'tokenType'>;
export type GuestSubject = Omit<GuestClaims, 'iat' | 'exp' | 'tokenType'>;
export type RefreshSubject = Omit<RefreshClaims, 'iat' | 'exp' | 'tokenType'>;

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
  /** From now, in whole seconds. */
  readonly expiresIn: number;
}

/** Signs and reads login tokens. Reading answers null for anything that is not a valid token of that type now. */
export interface TokenSigner {
  /** Lives as long as the setting says, and at most for `longestMs`. */
  access(subject: AccessSubject, now: Date, longestMs?: number): Promise<IssuedToken>;
  /** Ends with its session. The same subject and moments make the same token. */
  refresh(subject: RefreshSubject, now: Date, expiresAt: Date): Promise<IssuedToken>;
  codec(subject: CodecSubject, now: Date): Promise<IssuedToken>;
  /** Ends with its challenge. */
  mfa(subject: MfaSubject, now: Date, expiresAt: Date): Promise<IssuedToken>;
  /** For one chat room, until this moment. */
  guest(subject: GuestSubject, now: Date, expiresAt: Date): Promise<IssuedToken>;
  readMfa(token: string, now: Date): Promise<MfaClaims | null>;
  readCodec(token: string, now: Date): Promise<CodecClaims | null>;
  readAccess(token: string, now: Date): Promise<AccessClaims | null>;
  readRefresh(token: string, now: Date): Promise<RefreshClaims | null>;
  readGuest(token: string, now: Date): Promise<GuestClaims | null>;
}

/** Links from messages to the payment of one appointment. They prove nothing but that we sent them. */
export interface PayLinks {
  linkTo(appointmentId: string): string;
  /** The appointment of a link's token; null when we did not make it. */
  read(token: string): string | null;
}

/** Tokens that show one appointment to whoever comes back from its payment. They allow no change. */
export interface VisitTokens {
  /** `appointmentId` is a UUID. */
  issue(appointmentId: string, expiresAt: Date): string;
  /** Whether this installation issued the token for this appointment, and it has not expired. `appointmentId` is a UUID. */
  isValid(token: string, appointmentId: string, now: Date): boolean;
}

/** A session by which a link was asked for: what it may not any more, the link may not. */
export interface SessionLink {
  readonly userId: string;
  readonly membershipId: string | null;
  readonly sessionId: string;
}

/** Who may open which file by a link. */
export interface FileGrant {
  readonly attachmentId: string;
  readonly roomId: string;
  /** A guest of the room has no session. */
  readonly by: SessionLink | { readonly userId: string; readonly appointmentId: string };
}

/** Links to files of chat rooms, for one person and a moment, which work without a header. */
export interface FileLinks {
  linkTo(grant: FileGrant, expiresAt: Date): string;
  /** Null when we did not make it, somebody changed it, or it has expired. */
  read(token: string, now: Date): FileGrant | null;
}
