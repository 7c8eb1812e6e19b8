import type { Request } from 'express';
import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { type CallerAddress, readAddress } from './address.js';
import type { AppLocals } from './locals.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who sent this request: looked up once, by whoever asks first. */
    identity?: Promise<Identity>;
    /** Set by tsoa when the route's security let the caller in. */
    user?: UserActor;
  }
}

/** Nobody, somebody, or a token that did not hold (with the refusal to answer where a login is needed). */
export type Identity =
  | { readonly kind: 'none' }
  | { readonly kind: 'user'; readonly actor: UserActor }
  | { readonly kind: 'refused'; readonly error: unknown };

export function localsOf(request: Request): AppLocals {
  return request.app.locals as AppLocals;
}

/** Reads the Authorization header, once per request. */
export function identify(request: Request): Promise<Identity> {
  request.identity ??= readIdentity(request);
  return request.identity;
}

async function readIdentity(request: Request): Promise<Identity> {
  const header = request.header('authorization');
  if (header === undefined) return { kind: 'none' };
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header.trim())?.[1];
  try {
    if (!token) throw new DomainError('unauthenticated', 'Please sign in.');
    return { kind: 'user', actor: await localsOf(request).services.users.authenticate(token) };
  } catch (error) {
    // Kept for the route: one without security does not care, every other answers with it.
    return { kind: 'refused', error };
  }
}

/** The signed-in caller of a route with security. */
export function actorOf(request: Request): UserActor {
  if (!request.user) throw new DomainError('unauthenticated', 'Please sign in.');
  return request.user;
}

/** The caller of a route that also answers without a login. @throws the refusal of a token that does not hold. */
export async function optionalActor(request: Request): Promise<UserActor | null> {
  const identity = await identify(request);
  if (identity.kind === 'refused') throw identity.error;
  return identity.kind === 'user' ? identity.actor : null;
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
