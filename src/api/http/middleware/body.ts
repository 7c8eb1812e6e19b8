import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import { DomainError } from '../../../domain/errors.js';

const BODY_LIMIT = '100kb';
const WEBHOOK_LIMIT = '1mb';

/** Webhooks keep the very bytes that were signed, whatever their type says. */
export function rawBodies(): RequestHandler {
  return express.raw({ type: () => true, limit: WEBHOOK_LIMIT });
}

/** JSON and nothing else, but where a route takes a form with a file, which it reads itself. A missing body is an empty object. */
export function bodies(takesFile: (request: Request) => boolean): readonly RequestHandler[] {
  return [
    requireUtf8Charset,
    (request, response, next) => (takesFile(request) ? next() : requireJson(request, response, next)),
    express.json({ type: ['json', '+json'], limit: BODY_LIMIT, strict: true, verify: assertUtf8 }),
    orEmpty,
    limitDepth,
  ];
}

/**
 * Before anything is parsed: a decoder would put the same replacement character for every broken byte, and two
 * different passwords would be one.
 * @throws DomainError validation_failed
 */
export function assertUtf8(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (!isUtf8(body)) throw new DomainError('validation_failed', 'The body is not valid UTF-8.');
}

/** The same for a form, whose bytes may be escaped. @throws DomainError validation_failed */
export function assertUtf8Form(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  assertUtf8(request, response, body);
  if (!isEscapedUtf8(body.toString('utf8'))) throw new DomainError('validation_failed', 'The form is not valid UTF-8.');
}

/** A body that says itself that it is no UTF-8: a form in another charset would be read as something else. */
export const requireUtf8Charset: RequestHandler = (request, _response, next) => {
  if (Buffer.isBuffer(request.body)) return next();
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.header('content-type') ?? '')?.[1];
  if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return next();
  next(new DomainError('unsupported_media_type', 'The body must be UTF-8.'));
};

const requireJson: RequestHandler = (request, _response, next) => {
  if (Buffer.isBuffer(request.body)) return next();
  // Express answers null when there is no body, false when its type is another.
  if (request.is(['json', '+json']) !== false) return next();
  if (request.header('content-length') === '0') return next();
  next(new DomainError('unsupported_media_type', 'The body must be application/json.'));
};

/** Levels of objects and lists, the body itself counted. */
const DEEPEST = 32;

const limitDepth: RequestHandler = (request, _response, next) => {
  if (Buffer.isBuffer(request.body) || depthOf(request.body) <= DEEPEST) return next();
  next(new DomainError('validation_failed', `The body is nested deeper than ${DEEPEST} levels.`));
};

/** How deep a JSON value is, as far as one level more than allowed; without recursion, as depth is the caller's choice. */
function depthOf(body: unknown): number {
  let deepest = 0;
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 1 }];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const { value, depth } = entry;
    if (typeof value !== 'object' || value === null) continue;
    deepest = Math.max(deepest, depth);
    if (deepest > DEEPEST) return deepest;
    for (const member of Object.values(value)) waiting.push({ value: member, depth: depth + 1 });
  }
  return deepest;
}

/** Path and query too: a decoder that replaces what it cannot read would make two addresses one. */
export const requireUtf8Address: RequestHandler = (request, _response, next) => {
  if (isEscapedUtf8(request.originalUrl)) return next();
  next(new DomainError('validation_failed', 'The address is not valid UTF-8.'));
};

function isEscapedUtf8(text: string): boolean {
  const escaped = text.match(/(?:%[\da-f]{2})+/gi) ?? [];
  return escaped.every((part) => isUtf8(Buffer.from(part.replaceAll('%', ''), 'hex')));
}

const orEmpty: RequestHandler = (request, _response, next) => {
  request.body ??= {};
  next();
};
