import type { RequestHandler } from 'express';
import type { Caller, GuestActor } from '../../../domain/actor.js';
import type { Limiter } from '../limits.js';
import { addressOf, identify } from '../request.js';

function nameOf(actor: Caller | GuestActor): string {
  return actor.kind === 'api_key' ? `api_key:${actor.keyId}` : `user:${actor.userId}`;
}

/** One point of `api_requests` per request: of the user who sends it, or of the address without a valid login. */
export function apiLimit(limiter: Limiter): RequestHandler {
  return async (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    const identity = await identify(request);
    const key = identity.kind === 'somebody' ? nameOf(identity.actor) : `address:${addressOf(request).key}`;
    await limiter.consume(request, key);
    next();
  };
}
