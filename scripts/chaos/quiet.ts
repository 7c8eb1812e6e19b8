import pg from 'pg';
import type { Bank } from './bank.js';
import { pause, type Stack } from './stack.js';

const LIMIT_MS = 240_000;
/** Nothing may happen for this long. */
const STILL_MS = 4_000;

/** What is still under way, each with its count; empty when nothing is. */
type Unrest = Readonly<Record<string, number>>;

/** Work that must come to an end by itself once nobody disturbs it. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  'appointments pending': "select count(*)::int as n from appointments where status = 'pending'",
  'webhooks not dealt with': 'select count(*)::int as n from provider_events where processed_at is null',
  'refunds under way': "select count(*)::int as n from refunds where status in ('requested', 'pending')",
  'orders open': "select count(*)::int as n from orders where status in ('creating', 'pending')",
  'visits whose time is over': `select count(*)::int as n from appointments
     where status = 'booked' and ends_at + interval '3 seconds' < now()`,
};

/**
 * Waits, by condition and not longer than four minutes, until everything has come to rest; decides what the bank has
 * left open. Returns what is still under way: for the checker to explain.
 */
export async function untilQuiet(stack: Stack, bank: Bank, say: (line: string) => void): Promise<Unrest> {
  // What it owes is sent at once by a new process, not after the growing pauses of the old one.
  stack.kill('sandbox');
  await stack.ready(AbortSignal.timeout(LIMIT_MS));
  await bank.faults({ clear: true });
  const end = Date.now() + LIMIT_MS;
  let stillSince = Date.now();
  let last = '';
  for (;;) {
    await decideEverything(bank);
    const unrest = await look(stack);
    const line = Object.entries(unrest)
      .map(([what, n]) => `${n} ${what}`)
      .join(', ');
    if (line !== last) say(line === '' ? 'nothing is under way' : `waiting: ${line}`);
    last = line;
    if (line !== '') stillSince = Date.now();
    if (Date.now() - stillSince >= STILL_MS || Date.now() > end) return unrest;
    await pause(500);
  }
}

/** The bank makes up its mind: delayed payments fail, pending refunds arrive. */
async function decideEverything(bank: Bank): Promise<void> {
  for (const session of await bank.sessions()) {
    if (session.status === 'complete' && session.payment_status === 'unpaid') {
      // 409 for one that has failed already.
      await bank.drive(session.id, { outcome: 'async_failed' });
    }
  }
  for (const entry of await bank.ledger()) {
    if (entry.type === 'refund' && entry.status === 'pending') await bank.settleRefund(entry.id, 'succeeded');
  }
}

async function look(stack: Stack): Promise<Unrest> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    const unrest: Record<string, number> = {};
    for (const [what, sql] of Object.entries(UNDER_WAY)) {
      const { rows } = await client.query<{ n: number }>(sql);
      const n = rows[0]?.n ?? 0;
      if (n > 0) unrest[what] = n;
    }
    const lately = stack.tap.deliveries.filter((delivery) => Date.now() - delivery.at < STILL_MS).length;
    if (lately > 0) unrest['webhooks just now'] = lately;
    return unrest;
  } finally {
    await client.end();
  }
}
