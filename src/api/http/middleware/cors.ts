import type { RequestHandler } from 'express';

const METHODS = 'GET, POST, PUT, PATCH, DELETE';
/** Request headers that a route reads; a browser sends no other. A test compares the list with the code. */
export const ACCEPTED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Prefer',
  'X-API-Key',
  'X-Namespace',
  'X-Request-Id',
  'X-Requested-With',
] as const;
/** Response headers that a route sets; a page can read no other. A test compares the list with the code. */
export const EXPOSED_HEADERS = [
  'Allow',
  'Content-Disposition',
  'Deprecation',
  'ETag',
  'Idempotent-Replayed',
  'Link',
  'Location',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'Sunset',
  'WWW-Authenticate',
  'X-Request-Id',
  'X-Room-Rev',
] as const;
const ACCEPTED = ACCEPTED_HEADERS.join(', ');
const EXPOSED = EXPOSED_HEADERS.join(', ');
/** A day; browsers cap it by themselves. */
const PREFLIGHT_SECONDS = '86400';

/** Lets browser pages of these origins call us; any other origin gets no header, and its browser keeps the answer from it. */
export function cors(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins.map((origin) => origin.replace(/\/+$/, '')));
  return (request, response, next) => {
    const origin = request.header('origin');
    if (allowed.size > 0) response.vary('Origin');
    if (origin === undefined || !allowed.has(origin)) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    if (request.method !== 'OPTIONS' || request.header('access-control-request-method') === undefined) return next();
    response.setHeader('Access-Control-Allow-Methods', METHODS);
    response.setHeader('Access-Control-Allow-Headers', ACCEPTED);
    response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    response.status(204).end();
  };
}
