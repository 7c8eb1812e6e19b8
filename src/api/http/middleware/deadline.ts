import type { RequestHandler } from 'express';
import { DomainError } from '../../../domain/errors.js';
import type { Logger } from '../../../observability/logger.js';
import { sendProblem } from '../problem.js';

/** Every answer comes within `ms`, else it is a 503. The work goes on: a retry with the same key meets its result. */
export function deadline(ms: number, logger: Logger): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (response.headersSent) return;
      logger.error('request took too long', { method: request.method, afterMs: ms });
      sendProblem(response, new DomainError('unavailable', 'This takes too long at the moment. Please try again.'));
    }, ms);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
