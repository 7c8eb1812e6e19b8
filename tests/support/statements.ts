import type pg from 'pg';
import type { Pool } from '../../src/models/connection.js';

/** What a pool's connections are asked while `fn` runs, in order: each is one round trip. */
export async function roundTripsOf(pool: Pool, fn: () => Promise<unknown>): Promise<readonly string[]> {
  const seen: string[] = [];
  const restore: (() => void)[] = [];
  const watched = new Set<pg.PoolClient>();
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const watching = (...args: unknown[]) => {
      const [asked] = args;
      const text = typeof asked === 'string' ? asked : (asked as pg.QueryConfig).text;
      seen.push(text.trim().replaceAll(/\s+/g, ' '));
      return query(...args);
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

/** The same without the opening and the end of transactions: they say nothing of what is read or written. */
export async function statementsOf(pool: Pool, fn: () => Promise<unknown>): Promise<readonly string[]> {
  return (await roundTripsOf(pool, fn)).filter((text) => !/^(begin|commit|select set_config)/.test(text));
}
