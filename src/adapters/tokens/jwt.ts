import { randomUUID } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { AccessClaims, CodecClaims, RefreshClaims } from '../../domain/identity/claims.js';
import { isUuid } from '../../domain/ids.js';
import { PERMISSIONS, type Permission } from '../../domain/permissions.js';
import { ROLES, type Role } from '../../domain/roles.js';
import type { IssuedToken, TokenSigner } from './port.js';

export interface JwtOptions {
  /** At least 32 characters. */
  readonly secret: string;
  readonly accessTtlMs: number;
  readonly refreshTtlMs: number;
}

/** A working day: staff sign in once in the morning, and each use moves the end on. */
const CODEC_TTL_MS = 12 * 3_600_000;

/** HS256 JSON Web Tokens through jose. */
export function jwtSigner(options: JwtOptions): TokenSigner {
  const secret = new TextEncoder().encode(options.secret);

  async function issue(payload: JWTPayload, ttlMs: number, now: Date): Promise<IssuedToken> {
    const iat = Math.floor(now.getTime() / 1000);
    // Rounded up: a token never lives shorter than the setting says.
    const exp = Math.ceil((now.getTime() + ttlMs) / 1000);
    const token = await new SignJWT({ ...payload, iat, exp })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(secret);
    return { token, expiresAt: new Date(exp * 1000), expiresIn: Math.max(1, Math.floor(ttlMs / 1000)) };
  }

  async function read(token: string, now: Date): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
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
    access: ({ userId, clinicId, ...subject }, now) =>
      issue({ ...subject, user_id: userId, clinic_id: clinicId, token_type: 'access' }, options.accessTtlMs, now),
    refresh: ({ userId, sid }, now) =>
      issue({ user_id: userId, sid, jti: randomUUID(), token_type: 'refresh' }, options.refreshTtlMs, now),
    codec: ({ userId, role, sid }, now) =>
      issue({ user_id: userId, role, sid, token_type: 'codec' }, CODEC_TTL_MS, now),
    readCodec: async (token, now) => codecClaims(await read(token, now)),
    readAccess: async (token, now) => accessClaims(await read(token, now)),
    readRefresh: async (token, now) => refreshClaims(await read(token, now)),
  };
}

function accessClaims(payload: JWTPayload | null): AccessClaims | null {
  if (payload?.token_type !== 'access') return null;
  const { user_id, sid, role, permissions, clinic_id, iat, exp } = payload;
  if (!isUuid(user_id) || !isUuid(sid) || !isRole(role) || !Array.isArray(permissions)) return null;
  if (iat === undefined || exp === undefined || (clinic_id !== null && !isUuid(clinic_id))) return null;
  return {
    userId: user_id,
    sid,
    role,
    permissions: permissions.filter(isPermission),
    clinicId: clinic_id,
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

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function isPermission(value: unknown): value is Permission {
  return PERMISSIONS.some((permission) => permission === value);
}
