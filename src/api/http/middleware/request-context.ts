import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { cutText } from '../../../domain/text.js';
import { withContext } from '../../../observability/context.js';
import { addressOf } from '../request.js';

const SANE = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives the request its id (the caller's when it is sane): on the response, in every log line, in audit rows. */
export function requestContext(): RequestHandler {
  return (request, response, next) => {
    const given = request.header('x-request-id');
    const requestId = given !== undefined && SANE.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', requestId);
    const agent = request.header('user-agent');
    const { plain: address, key: network } = addressOf(request);
    const origin = { address, network, ...(agent ? { userAgent: cutText(agent, 200) } : {}) };
    withContext({ requestId, ...origin }, next);
  };
}
