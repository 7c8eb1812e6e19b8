import type { RequestHandler } from 'express';
import { DomainError } from '../../../domain/errors.js';
import type { Logger } from '../../../observability/logger.js';
import { sendProblem } from '../problem.js';

/**
 * Every answer comes within `ms`, else it is a 503. The work goes on: a retry with the same key meets its result. Of a file the time
 * counts from when it has arrived: how long that takes is the client's line, and the server's own limit ends it.
 */
export function deadline(ms: number, logger: Logger): RequestHandler {
  return (request, response, next) => {
    let timer: NodeJS.Timeout | undefined;
    const answerInTime = () => {
      if (response.headersSent) return;
      logger.error('request took too long', { method: request.method, afterMs: ms });
      sendProblem(response, new DomainError('unavailable', 'This takes too long at the moment. Please try again.'));
    };
    const begin = () => {
      if (!response.writableEnded) timer = setTimeout(answerInTime, ms);
    };
    if (request.is('multipart/form-data')) request.once('end', begin);
    else begin();
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
