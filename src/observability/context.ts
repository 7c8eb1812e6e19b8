import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a request comes from. Log lines carry its id alone, audit rows all of it. */
export interface RequestContext {
  readonly requestId: string;
  readonly address?: string;
  /** What limits and turns count by: the address, or the /64 network of an IPv6 one. */
  readonly network?: string;
  /** As the client names itself, cut to a sane length. */
  readonly userAgent?: string;
}

const storage = new AsyncLocalStorage<Partial<RequestContext>>();

export function withContext<T>(context: Partial<RequestContext>, fn: () => T): T {
  return storage.run(context, fn);
}

export function currentContext(): Partial<RequestContext> {
  return storage.getStore() ?? {};
}
