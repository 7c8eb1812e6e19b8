import { ValidateError } from '@tsoa/runtime';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { NO_RAW_SOCKET } from '../../domain/chat/public.js';
import { DomainError } from '../../domain/errors.js';
import { invalidFields } from '../../domain/gather.js';
import type { Logger } from '../../observability/logger.js';
import { HTTP_STATUS, sendProblem } from './problem.js';
import { fieldsOf } from './route-input.js';

/** Every error of a request ends here: mapped once, and logged once when it is ours (5xx). */
export function errorHandler(
  logger: Logger,
  countRefusal: (limitType: string) => void = () => {},
): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refusal = refusalOf(error);
    if (HTTP_STATUS[refusal.code] >= 500) {
      logger.error('request failed', {
        code: refusal.code,
        method: request.method,
        error: error === refusal ? (refusal.cause ?? error) : error,
      });
    }
    if (refusal.details.limitType) countRefusal(refusal.details.limitType);
    sendProblem(response, refusal);
  };
}

/** No such route, or not with this method. */
export function unknownRoute(): RequestHandler {
  return ({ path }, response) => {
    const sentence = path.startsWith('/ws/') ? NO_RAW_SOCKET : 'There is nothing here.';
    sendProblem(response, new DomainError('not_found', sentence));
  };
}

/** What an error means to the caller; `internal` when it is no refusal at all. */
function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ValidateError) return invalidFields(fieldsOf(error));
  return libraryRefusal(error) ?? new DomainError('internal', 'Something went wrong on our side.');
}

/** What Express, its body parser and multer throw before a controller is reached. */
function libraryRefusal(error: unknown): DomainError | null {
  if (!(error instanceof Error)) return null;
  const type = 'type' in error ? error.type : undefined;
  const code = 'code' in error ? error.code : undefined;
  if (type === 'entity.too.large' || code === 'LIMIT_FILE_SIZE')
    return new DomainError('payload_too_large', 'The body is too large.');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new DomainError('unsupported_media_type', 'The body must be UTF-8 without an unknown encoding.');
  }
  if (type === 'entity.parse.failed') return new DomainError('validation_failed', 'The body is not valid JSON.');
  const status = 'status' in error ? error.status : undefined;
  const malformed = error.name === 'MulterError' || (typeof status === 'number' && status >= 400 && status < 500);
  return malformed ? new DomainError('validation_failed', 'The request is malformed.') : null;
}
