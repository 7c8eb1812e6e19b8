import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log and audit line of one request shares. */
export interface RequestContext {
  readonly request_id: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function withContext<T>(context: RequestContext, fn: () => T): T {
  return storage.run(context, fn);
}

export function currentContext(): Partial<RequestContext> {
  return storage.getStore() ?? {};
}
