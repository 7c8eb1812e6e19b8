import type { RequestHandler } from 'express';
import type { Limiter } from '../limits.js';
import { addressOf, identify } from '../request.js';

/** One point of `api_requests` per request: of the user who sends it, or of the address without a valid login. */
export function apiLimit(limiter: Limiter): RequestHandler {
  return async (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    const identity = await identify(request);
    const key = identity.kind === 'user' ? `user:${identity.actor.userId}` : `address:${addressOf(request).key}`;
    await limiter.consume(request, key);
    next();
  };
}
