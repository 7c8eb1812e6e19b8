import pg from 'pg';
import type { Pool } from '../../src/models/connection.js';

// What the driver calls with a query's answer, and does not name in its types.
declare module 'pg' {
  interface Query {
    callback: (error: Error | null, result: unknown) => void;
  }
}

interface Asked {
  readonly text: string;
  /** Sent while the connection still worked on what was sent before: nobody has waited between the two. */
  readonly behind: boolean;
}

/** What a pool's connections are asked while `fn` runs, in order. */
async function askedOf(pool: Pool, fn: () => Promise<unknown>): Promise<readonly Asked[]> {
  const seen: Asked[] = [];
  const restore: (() => void)[] = [];
  const watched = new Set<pg.PoolClient>();
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    let pending = 0;
    const ended = () => {
      pending -= 1;
    };
    const watching = (...args: unknown[]) => {
      const [asked] = args;
      const text = typeof asked === 'string' ? asked : (asked as pg.QueryConfig).text;
      seen.push({ text: text.trim().replaceAll(/\s+/g, ' '), behind: pending > 0 });
      pending += 1;
      if (asked instanceof pg.Query) {
        const { callback } = asked;
        asked.callback = (...answer) => {
          ended();
          callback(...answer);
        };
        return query(...args);
      }
      const callback = args.at(-1);
      if (typeof callback === 'function') {
        return query(...args.slice(0, -1), (...answer: unknown[]) => {
          ended();
          callback(...answer);
        });
      }
      const answer = query(...args) as Promise<unknown>;
      answer.then(ended, ended);
      return answer;
    };
    Object.assign(client, { query: watching });
    restore.push(() => Object.assign(client, { query }));
  };
  pool.on('acquire', watch);
  try {
    await fn();
  } finally {
    pool.off('acquire', watch);
    for (const back of restore) back();
  }
  return seen;
}

/** How often somebody waits for an answer while `fn` runs: what is sent behind something else stands with it. */
export async function roundTripsOf(pool: Pool, fn: () => Promise<unknown>): Promise<readonly string[]> {
  const trips: string[] = [];
  for (const { text, behind } of await askedOf(pool, fn)) {
    if (behind) trips[trips.length - 1] += `; ${text}`;
    else trips.push(text);
  }
  return trips;
}

/** What is asked without the opening and the end of transactions: they say nothing of what is read or written. */
export async function statementsOf(pool: Pool, fn: () => Promise<unknown>): Promise<readonly string[]> {
  const texts = (await askedOf(pool, fn)).map(({ text }) => text);
  return texts.filter((text) => !/^(begin|commit|select set_config)/.test(text));
}
