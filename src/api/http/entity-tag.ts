import { createHash } from 'node:crypto';
import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';

/**
 * Gives an answer its weak entity tag (RFC 9110, 8.8.3), the same as long as it says the same. Whoever sends the tag back as
 * `If-None-Match` is answered 304 without a body. Express would do so by itself, but not for clients that, as Node's `fetch` does, send
 * `Cache-Control: no-cache` with it, which is for caches on the way and not for us.
 */
export function sendEntityTag(controller: Controller, request: Request, body: unknown): void {
  const tag = `W/"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`;
  controller.setHeader('ETag', tag);
  if (isKnown(request.header('if-none-match'), tag)) request.res?.setHeader('ETag', tag).status(304).end();
}

/** Tags are compared without their `W/` (RFC 9110, 8.8.3.2). */
function isKnown(sent: string | undefined, tag: string): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, '');
  return (sent ?? '').split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}
