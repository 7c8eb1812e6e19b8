import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';
import type { KeyedRequest } from '../usecases/idempotency/derive-id.js';
import { addressOf, localsOf } from './request.js';

/**
 * Honours Idempotency-Key around the work of a POST: the first answer (status and body) is given to every repeat.
 * `keyed` goes to the use case, which derives the ids of what it creates from it (`deriveId`). The body must be plain JSON.
 * @param status of a success, such as 201.
 */
export async function once<T>(
  controller: Controller,
  request: Request,
  status: number,
  work: (keyed: KeyedRequest | null) => Promise<T>,
): Promise<T> {
  const { services } = localsOf(request);
  const path = (request.baseUrl + request.path).replace(/\/+$/, '');
  const answer = await services.idempotency.answerOnce(
    {
      caller: request.user ? `user:${request.user.userId}` : `anonymous:${addressOf(request)}`,
      key: request.header('idempotency-key'),
      route: `${request.method} ${path}`,
      body: request.body,
    },
    async (keyed) => ({ status, body: await work(keyed) }),
  );
  controller.setStatus(answer.status);
  return answer.body;
}
