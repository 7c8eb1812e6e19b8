import type { Measured } from '../measure.js';

/** What the bench asks of its bare processes, over their IPC channel. */
export type BareRequest =
  | { readonly ask: 'run'; readonly count: number; readonly width: number }
  | { readonly ask: 'activities' };

export type BareReply =
  | { readonly about: 'ready'; readonly url?: string }
  | { readonly about: 'run'; readonly measured: Measured; readonly lastId: string }
  | { readonly about: 'activities'; readonly done: number }
  | { readonly about: 'failed'; readonly reason: string };

/** Answers the bench until it goes away, which ends the process. */
export function serveBench(answer: (request: BareRequest) => Promise<BareReply>): void {
  const send = (reply: BareReply) => process.send?.(reply);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (request: BareRequest) => {
    answer(request).then(send, (error: unknown) => send({ about: 'failed', reason: String(error) }));
  });
}
