import type { Controller } from '@tsoa/runtime';
import type { Request } from 'express';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { addressOf, keyHolderOf, localsOf } from './request.js';

interface Success<T, S extends number> {
  readonly status: S;
  /** Path of what was created, or of where it is read, for the header `Location`. */
  readonly location: (body: T) => string;
}

/** A 201 says where what it created is. */
export type IdempotentOptions<T> = (
  | Success<T, 201>
  | (Pick<Success<T, 200 | 202>, 'status'> & Partial<Success<T, 200 | 202>>)
) & {
  /**
   * The command as the use case is given it, not the body as it was typed: two spellings of the same command are the same
   * request. A function where reading it needs the database: it runs only when there is an Idempotency-Key.
   */
  readonly understood: unknown;
};

function lowerCased(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value).toLowerCase()]));
}

/**
 * Honours Idempotency-Key around the work of a POST: the first answer (status and body) is given to every repeat.
 * `requestKey` goes to the use case, which derives the ids of what it creates from it (`deriveId`). The command must be plain
 * JSON, dates aside.
 */
export async function answerIdempotently<T>(
  controller: Controller,
  request: Request,
  work: (requestKey: RequestKey | null) => Promise<T>,
  { status, location, understood }: IdempotentOptions<T>,
): Promise<T> {
  const { services } = localsOf(request);
  const key = request.header('idempotency-key');
  const body = typeof understood === 'function' && key !== undefined ? await understood() : understood;
  const answer = await services.idempotency.answerOnce(
    {
      caller: request.user ? keyHolderOf(request.user) : `anonymous:${addressOf(request).key}`,
      key,
      // The template, and beside the command the ids that fill it: spelled in another case they are the same request.
      route: `${request.method} ${String(request.route?.path ?? request.path)}`,
      body: { path: lowerCased(request.params), body },
    },
    async (requestKey) => ({ status, body: await work(requestKey) }),
  );
  controller.setStatus(answer.status);
  if (answer.replayed) {
    if (request.user && request.user.kind !== 'guest') await services.idempotency.noteReplay(request.user, answer.body);
    controller.setHeader('Idempotent-Replayed', 'true');
  }
  if (location) controller.setHeader('Location', location(answer.body));
  return answer.body;
}
