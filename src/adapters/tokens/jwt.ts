import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { TokenKeys } from '../../config/token-keys.js';
import type { AccessClaims, CodecClaims, GuestClaims, MfaClaims, RefreshClaims } from '../../domain/identity/claims.js';
import { isUuid } from '../../domain/ids.js';
import { PERMISSIONS, type Permission } from '../../domain/permissions.js';
import { ROLES, type Role } from '../../domain/roles.js';
import type { IssuedToken, TokenSigner } from './port.js';

export interface JwtOptions {
  readonly keys: TokenKeys;
  readonly accessTtlMs: number;
}

/** A working day: staff sign in once in the morning, and each use moves the end on. */
const CODEC_TTL_MS = 12 * 3_600_000;

const ISSUER = 'keepwell';
/** What a token opens: no other part of the product takes it. */
type Audience = 'keepwell-api' | 'keepwell-refresh' | 'keepwell-codec' | 'keepwell-mfa' | 'keepwell-guest';

/** HS256 JSON Web Tokens through jose. No other algorithm is read, whatever a header says. */
export function jwtSigner(options: JwtOptions): TokenSigner {
  async function issue(audience: Audience, payload: JWTPayload, ttlMs: number, now: Date): Promise<IssuedToken> {
    const { current } = options.keys;
    const iat = Math.floor(now.getTime() / 1000);
    // Rounded up: a token never lives shorter than the setting says.
    const exp = Math.ceil((now.getTime() + ttlMs) / 1000);
    const token = await new SignJWT({ ...payload, iss: ISSUER, aud: audience, iat, exp })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: current.id })
      .sign(current.secret);
    return { token, expiresAt: new Date(exp * 1000), expiresIn: Math.max(1, Math.floor(ttlMs / 1000)) };
  }

  const keyOf = ({ kid }: { readonly kid?: string }): Uint8Array => {
    const key = options.keys.find(kid);
    if (!key) throw new errors.JWSInvalid('no key of this id');
    return key.secret;
  };

  async function read(audience: Audience, token: string, now: Date): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience,
        currentDate: now,
        requiredClaims: ['exp', 'iat'],
      });
      return payload;
    } catch (error) {
      // Expired, forged and garbled are one answer to the caller; anything else is our mistake.
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  }

  return {
    access: ({ userId, clinicId, membershipId, authTime, ...subject }, now, longestMs = options.accessTtlMs) => {
      const ids = { user_id: userId, clinic_id: clinicId, membership_id: membershipId, auth_time: authTime };
      const ttlMs = Math.min(options.accessTtlMs, longestMs);
      return issue('keepwell-api', { ...subject, ...ids, token_type: 'access' }, ttlMs, now);
    },
    refresh: ({ userId, sid, jti }, now, expiresAt) =>
      issue(
        'keepwell-refresh',
        { user_id: userId, sid, jti, token_type: 'refresh' },
        expiresAt.getTime() - now.getTime(),
        now,
      ),
    codec: ({ userId, role, sid }, now) =>
      issue('keepwell-codec', { user_id: userId, role, sid, token_type: 'codec' }, CODEC_TTL_MS, now),
    mfa: ({ userId, challengeId }, now, expiresAt) =>
      issue(
        'keepwell-mfa',
        { user_id: userId, jti: challengeId, token_type: 'mfa' },
        expiresAt.getTime() - now.getTime(),
        now,
      ),
    guest: ({ userId, roomId, appointmentId }, now, expiresAt) =>
      issue(
        'keepwell-guest',
        { user_id: userId, room_id: roomId, appointment_id: appointmentId, token_type: 'guest' },
        expiresAt.getTime() - now.getTime(),
        now,
      ),
    readMfa: async (token, now) => mfaClaims(await read('keepwell-mfa', token, now)),
    readCodec: async (token, now) => codecClaims(await read('keepwell-codec', token, now)),
    readAccess: async (token, now) => accessClaims(await read('keepwell-api', token, now)),
    readRefresh: async (token, now) => refreshClaims(await read('keepwell-refresh', token, now)),
    readGuest: async (token, now) => guestClaims(await read('keepwell-guest', token, now)),
  };
}

function accessClaims(payload: JWTPayload | null): AccessClaims | null {
  if (payload?.token_type !== 'access') return null;
  const { user_id, sid, role, permissions, clinic_id, membership_id, amr, auth_time, iat, exp } = payload;
  if (!isUuid(user_id) || !isUuid(sid) || !isUuid(membership_id) || !isRole(role) || !Array.isArray(permissions))
    return null;
  if (!Array.isArray(amr) || typeof auth_time !== 'number') return null;
  if (iat === undefined || exp === undefined || (clinic_id !== null && !isUuid(clinic_id))) return null;
  return {
    userId: user_id,
    sid,
    role,
    permissions: permissions.filter(isPermission),
    clinicId: clinic_id,
    membershipId: membership_id,
    amr: amr.filter((reference) => typeof reference === 'string'),
    authTime: auth_time,
    iat,
    exp,
    tokenType: 'access',
  };
}

function codecClaims(payload: JWTPayload | null): CodecClaims | null {
  if (payload?.token_type !== 'codec') return null;
  const { user_id, role, sid, iat, exp } = payload;
  if (!isUuid(user_id) || !isUuid(sid) || !isRole(role) || iat === undefined || exp === undefined) return null;
  return { userId: user_id, role, sid, iat, exp, tokenType: 'codec' };
}

function refreshClaims(payload: JWTPayload | null): RefreshClaims | null {
  if (payload?.token_type !== 'refresh') return null;
  const { user_id, sid, jti, iat, exp } = payload;
  if (!isUuid(user_id) || !isUuid(sid) || jti === undefined || iat === undefined || exp === undefined) return null;
  return { userId: user_id, sid, jti, iat, exp, tokenType: 'refresh' };
}

function guestClaims(payload: JWTPayload | null): GuestClaims | null {
  if (payload?.token_type !== 'guest') return null;
  const { user_id, room_id, appointment_id, iat, exp } = payload;
  if (!isUuid(user_id) || !isUuid(room_id) || !isUuid(appointment_id) || iat === undefined || exp === undefined)
    return null;
  return { userId: user_id, roomId: room_id, appointmentId: appointment_id, iat, exp, tokenType: 'guest' };
}

function mfaClaims(payload: JWTPayload | null): MfaClaims | null {
  if (payload?.token_type !== 'mfa') return null;
  const { user_id, jti, iat, exp } = payload;
  if (!isUuid(user_id) || !isUuid(jti) || iat === undefined || exp === undefined) return null;
  return { userId: user_id, challengeId: jti, iat, exp, tokenType: 'mfa' };
}

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function isPermission(value: unknown): value is Permission {
  return PERMISSIONS.some((permission) => permission === value);
}
