import { setTimeout as pause } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import type { Logger } from '../observability/logger.js';
import { linkFailures, type ProcessLink } from './process-link.js';

const CLOSE_MS = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/** What the adapter calls without looking at the answer: one that fails must not end the process. */
const UNATTENDED = ['publish', 'subscribe', 'pSubscribe', 'unsubscribe', 'pUnsubscribe'] as const;

/**
 * Over Redis, at redis:// or rediss://: while it is unreachable, what is told reaches the own process alone, and nothing is
 * kept to be told later. The connections come back by themselves.
 */
export function redisLink(url: string, logger: Logger): ProcessLink {
  const failed = linkFailures(logger);
  const connect = (disableOfflineQueue: boolean) => {
    const client = createClient({
      url,
      disableOfflineQueue,
      socket: { reconnectStrategy: (tries) => Math.min(100 * tries, LONGEST_PAUSE_MS) },
    });
    client.on('error', failed);
    client.connect().catch(failed);
    return attended(client, failed);
  };
  // What is subscribed to before there is a connection waits for it; what is told then is lost.
  const [publisher, subscriber] = [connect(true), connect(false)];
  return {
    adapter: createAdapter(publisher, subscriber, { key: 'keepwell_live' }),
    async close() {
      const ended = Promise.all([publisher, subscriber].map((client) => client.close().catch(() => undefined)));
      await Promise.race([ended, pause(CLOSE_MS)]);
      for (const client of [publisher, subscriber]) if (client.isOpen) client.destroy();
    },
  };
}

function attended<Client extends object>(client: Client, failed: (error: unknown) => void): Client {
  for (const name of UNATTENDED) {
    const call: unknown = Reflect.get(client, name);
    if (typeof call !== 'function') throw new Error(`the library has no ${name}`);
    Object.assign(client, { [name]: (...given: unknown[]) => call.apply(client, given).catch(failed) });
  }
  return client;
}
