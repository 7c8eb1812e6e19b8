import type { Request } from 'express';
import type { Caller, ChatActor, GuestActor, UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { type CallerAddress, readAddress } from './address.js';
import type { AppLocals } from './locals.js';
import type { Services } from './services.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who sent this request: looked up once, by whoever asks first. */
    identity?: Promise<Identity>;
    /** Set by tsoa when the route's security let the caller in. */
    user?: Caller | GuestActor;
    /** Beside `user`, where a sign-in that waits until a second factor is set up stands for a session. */
    mfaChallengeId?: string | null;
  }
}

/** Nobody, somebody, or a token or key that did not hold (with the refusal to answer where a login is needed). */
export type Identity =
  | { readonly kind: 'none' }
  | { readonly kind: 'somebody'; readonly actor: Caller | GuestActor }
  | { readonly kind: 'refused'; readonly error: unknown };

/** @throws DomainError unauthenticated, unavailable */
async function authenticateAnyone({ users, guests }: Services, token: string): Promise<UserActor | GuestActor> {
  try {
    return await users.authenticate(token);
  } catch (error) {
    // No session's: it may be that of a guest.
    const guest = await guests.authenticate(token);
    if (guest) return guest.actor;
    throw error;
  }
}

export function localsOf(request: Request): AppLocals {
  return request.app.locals as AppLocals;
}

/** Reads the Authorization header, else `X-API-Key`, once per request. */
export function identify(request: Request): Promise<Identity> {
  request.identity ??= readIdentity(request);
  return request.identity;
}

/** The token of the Authorization header; undefined without one that could be a token. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +([\w.~+/=-]+)$/i.exec(request.header('authorization')?.trim() ?? '')?.[1];
}

async function readIdentity(request: Request): Promise<Identity> {
  const [header, key] = [request.header('authorization'), request.header('x-api-key')];
  const { apiKeys } = localsOf(request).services;
  try {
    if (header === undefined && key === undefined) return { kind: 'none' };
    if (header === undefined && key !== undefined) {
      return { kind: 'somebody', actor: await apiKeys.authenticate(key, addressOf(request).plain) };
    }
    const token = bearerOf(request);
    if (!token) throw new DomainError('unauthenticated', 'Please sign in.');
    return { kind: 'somebody', actor: await authenticateAnyone(localsOf(request).services, token) };
  } catch (error) {
    // Kept for the route: one without security does not care, every other answers with it.
    return { kind: 'refused', error };
  }
}

/** The signed-in person of a route with security. @throws DomainError forbidden for an API key, which is nobody's login */
export function actorOf(request: Request): UserActor {
  const caller = callerOf(request);
  if (caller.kind === 'api_key') throw new DomainError('forbidden', 'An API key may not do this.');
  return caller;
}

/** The person of a route of chat, who may be a guest of the room. @throws DomainError forbidden for an API key */
export function chatterOf(request: Request): ChatActor {
  return request.user?.kind === 'guest' ? request.user : actorOf(request);
}

/** Whoever calls a route that API keys reach, too. */
export function callerOf(request: Request): Caller {
  if (!request.user) throw new DomainError('unauthenticated', 'Please sign in.');
  if (request.user.kind === 'guest') throw new DomainError('forbidden', 'A guest of a chat room may not do this.');
  return request.user;
}

/** Whose Idempotency-Keys a request uses: staff in two clinics are two callers, a patient is one everywhere. */
export function keyHolderOf(caller: Caller | GuestActor): string {
  if (caller.kind === 'guest') return `guest:${caller.userId}`;
  if (caller.kind === 'api_key') return `api_key:${caller.keyId}`;
  const { userId, membershipId, role } = caller;
  return role === 'patient' ? `user:${userId}` : `user:${userId}:${membershipId}`;
}

/** The person of a route that also answers without a login; an API key is nobody there. @throws the refusal of a token that does not hold. */
export async function optionalActor(request: Request): Promise<UserActor | null> {
  const identity = await identify(request);
  if (identity.kind === 'refused') throw identity.error;
  return identity.kind === 'somebody' && identity.actor.kind === 'user' ? identity.actor : null;
}

/**
 * Whoever calls a route that number and code open: a person, an integration by its API key, or nobody.
 * @throws the refusal of a token or key that does not hold
 */
export async function optionalCaller(request: Request): Promise<Caller | null> {
  const identity = await identify(request);
  if (identity.kind === 'refused') throw identity.error;
  return identity.kind === 'somebody' && identity.actor.kind !== 'guest' ? identity.actor : null;
}

/** The caller's address, as the trusted proxies name it. */
export function addressOf(request: Request): CallerAddress {
  return readAddress(request.ip);
}

/** An id in the path. What is no UUID names nothing: 404, like any unknown record. */
export function pathId(value: string, what: string): string {
  if (!isUuid(value)) throw notFound(what);
  return value.toLowerCase();
}

/** An id in body or query: 400 on its field. */
export function inputId(value: string, field: string): string {
  if (!isUuid(value)) throw invalid(field, `Invalid ${field} format. Must be a valid UUID.`);
  return value.toLowerCase();
}

/** The bytes of a webhook, as they were signed. */
export function rawBody(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
