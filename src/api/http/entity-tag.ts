import { createHash } from 'node:crypto';
import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';

/**
 * Answers with a body and its weak entity tag (RFC 9110, 8.8.3), the same as long as it says the same. Whoever sends the tag back as
 * `If-None-Match` is answered 304 without a body. Express would do so by itself, but not for clients that, as Node's `fetch` does, send
 * `Cache-Control: no-cache` with it, which is for caches on the way and not for us. The body is printed once, for the tag and the answer:
 * what the controller returns then is not sent any more.
 */
export function sendTagged(controller: Controller, { res, headers }: Request, body: unknown): void {
  if (!res) throw new Error('a request without its response');
  const text = JSON.stringify(body);
  const tag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
  for (const [name, value] of Object.entries(controller.getHeaders()))
    if (value !== undefined) res.setHeader(name, value);
  res.setHeader('ETag', tag);
  if (isKnown(headers['if-none-match'], tag)) res.status(304).end();
  else res.type('json').send(text);
}

/** Tags are compared without their `W/` (RFC 9110, 8.8.3.2). */
function isKnown(sent: string | undefined, tag: string): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, '');
  return (sent ?? '').split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}
