import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '../../config/schema.js';
import type { CounterStore } from './counter-store.js';

/** Counters in this process' memory whose counts other processes share. */
export interface SharedCounters {
  /** `purpose` keeps counters apart that count by the same keys. */
  counter(purpose: string, limit: RateLimit): RateLimiterMemory;
  /**
   * Tells what was counted since the last time and learns what others have counted, in one statement; none where nothing was
   * counted. What could not be told is told the next time. @throws DomainError unavailable
   */
  exchange(): Promise<void>;
}

/** What was counted of one key and nobody else knows yet. */
interface Untold {
  readonly memory: RateLimiterMemory;
  readonly key: string;
  points: number;
}

interface Total {
  readonly key: string;
  readonly points: number;
  /** Milliseconds since 1970. */
  readonly expire: number;
}

/** Rows in the order of their keys: two processes that tell of the same keys at once wait for each other, and not in a circle. */
const EXCHANGE = `
  insert into limit_counters as counted (key, points, expire)
  select * from unnest($1::text[], $2::integer[], $3::bigint[]) as added(key, points, expire) order by key
  on conflict (key) do update
    set points = case when counted.expire > $4 then counted.points + excluded.points else excluded.points end,
        expire = case when counted.expire > $4 then counted.expire else excluded.expire end
  returning key, points, expire`;

export function sharedCounters(store: CounterStore, now: () => number): SharedCounters {
  let untold = new Map<string, Untold>();

  const note = (memory: RateLimiterMemory, key: string, points: number) => {
    const name = `${memory.keyPrefix}:${key}`;
    const known = untold.get(name);
    if (known) known.points += points;
    else untold.set(name, { memory, key, points });
  };

  class SharedCounter extends RateLimiterMemory {
    override async consume(key: string, points = 1): Promise<RateLimiterRes> {
      note(this, key, points);
      return super.consume(key, points);
    }

    override async reward(key: string, points = 1): Promise<RateLimiterRes> {
      note(this, key, -points);
      return super.reward(key, points);
    }
  }

  /** Puts a total in the place of what this process had counted, with what it has counted while it asked. */
  const learn = async ({ memory, key }: Untold, total: Total) => {
    const seconds = (total.expire - now()) / 1000;
    if (seconds <= 0) return;
    const since = untold.get(`${memory.keyPrefix}:${key}`)?.points ?? 0;
    await memory.set(key, total.points + since, seconds);
  };

  return {
    counter: (purpose, { points, perMs }) => new SharedCounter({ keyPrefix: purpose, points, duration: perMs / 1000 }),
    async exchange() {
      const telling = untold;
      untold = new Map();
      const rows = new Map<string, Untold & { readonly expire: number }>();
      for (const told of telling.values()) {
        const state = await told.memory.get(told.key);
        // Its window is over: nobody counts it any more.
        if (!state || state.msBeforeNext <= 0) continue;
        rows.set(`${told.memory.keyPrefix}:${store.hashKey(told.key)}`, {
          ...told,
          expire: Math.round(now() + state.msBeforeNext),
        });
      }
      if (rows.size === 0) return;
      const told = [...rows.values()];
      const values = [[...rows.keys()], told.map(({ points }) => points), told.map(({ expire }) => expire), now()];
      try {
        const totals = (await store.query({ text: EXCHANGE, values })).rows as Total[];
        for (const total of totals) {
          const row = rows.get(total.key);
          if (row) await learn(row, total);
        }
      } catch (error) {
        for (const { memory, key, points } of told) note(memory, key, points);
        throw error;
      }
    },
  };
}
