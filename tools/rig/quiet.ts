import pg from 'pg';
import type { Bank } from './bank.js';
import { pause, type Stack } from './stack.js';
import type { WebhookTap } from './webhook-tap.js';

const LIMIT_MS = 240_000;
/** Nothing may happen for this long. */
const STILL_MS = 4_000;

/** What is still under way, each with its count; empty when nothing is. */
type Unrest = Readonly<Record<string, number>>;

/** Work that must come to an end by itself once nobody disturbs it: a visit whose absence a person decides does not. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  'appointments pending': "select count(*)::int as n from appointments where status = 'pending'",
  'refunds under way': "select count(*)::int as n from refunds where status in ('requested', 'pending')",
  'orders open': "select count(*)::int as n from orders where status in ('creating', 'pending')",
  'visits whose time is over': `select count(*)::int as n from appointments
     where status = 'booked' and ends_at + interval '3 seconds' < now()
       and not exists (select 1 from attention
                        where subject_id = appointments.id and resolved_at is null
                          and code in ('absence_undecided', 'doctor_absent'))`,
  'prescriptions on their way': `select count(*)::int as n from prescription_requests r
     where delivery <> 'delivered' and exists (select 1 from prescriptions where request_id = r.id and status = 'issued')`,
  'reminders of documents': `select count(*)::int as n from prescription_requests r
     where remind_at > now() and remind_at < now() + interval '1 minute'`,
  // A preview waits for a person.
  'price lists under way':
    "select count(*)::int as n from supplier_imports where state in ('received', 'reading', 'applying', 'undoing')",
  'cancels of which nobody was notified': `select count(*)::int as n from prescriptions p where status = 'cancelled'
     and not exists (select 1 from notifications where subject_id = p.request_id and kind = 'prescription_cancelled'
                        and occurrence = p.id::text and state = 'sent')`,
};

/** What was lost with a process is forwarded again after a minute, by a maintenance that runs every minute. */
const INBOX = {
  'webhooks not processed': 'select count(*)::int as n from provider_events where processed_at is null',
};

/** What is looked at of an installation, and whatever of a bank decides what is open. */
interface Watched {
  readonly databaseUrl: string;
  readonly taps: Readonly<Record<string, Pick<WebhookTap, 'deliveries'>>>;
}
type Deciding = Pick<Bank, 'undecided' | 'drive' | 'openRefunds' | 'settleRefund'>;

/** How long to wait, and for what. */
export interface Rest {
  /** Ctrl-C: whoever waits gives up at once. */
  readonly stop: AbortSignal;
  readonly limitMs?: number;
  /** Whether the inbox counts; what moves money does in any case. */
  readonly inbox?: boolean;
}

/** Ends all faults. What the bank owes is sent at once by a new process, not after the growing pauses of the old one. */
export async function calm(stack: Stack, banks: readonly Bank[]): Promise<void> {
  stack.kill('sandbox');
  await stack.ready(AbortSignal.timeout(LIMIT_MS));
  for (const bank of banks) await bank.faults({ clear: true });
}

/**
 * Waits, by condition and not longer than `limitMs`, until everything has come to rest; decides what the banks have
 * left open. Returns what is still under way: for the checker to explain.
 * @throws the reason of `stop`
 */
export async function untilQuiet(
  stack: Watched,
  banks: readonly Deciding[],
  say: (line: string) => void,
  { stop, limitMs = LIMIT_MS, inbox = true }: Rest,
): Promise<Unrest> {
  const questions = inbox ? { ...UNDER_WAY, ...INBOX } : UNDER_WAY;
  const refused = new Set<string>();
  const end = Date.now() + limitMs;
  let stillSince = Date.now();
  let last = '';
  for (;;) {
    stop.throwIfAborted();
    for (const bank of banks) await decideEverything(bank, refused);
    const unrest = await look(stack, questions);
    const line = Object.entries(unrest)
      .map(([what, n]) => `${n} ${what}`)
      .join(', ');
    if (line !== last) say(line === '' ? 'nothing is under way' : `waiting: ${line}`);
    last = line;
    if (line !== '') stillSince = Date.now();
    if (Date.now() - stillSince >= STILL_MS || Date.now() > end) return unrest;
    await pause(500, stop);
  }
}

/** The bank makes up its mind: delayed payments fail, pending refunds arrive. */
async function decideEverything(bank: Deciding, refused: Set<string>): Promise<void> {
  for (const session of await bank.undecided()) {
    if (refused.has(session)) continue;
    // One that has failed already.
    if ((await bank.drive(session, { outcome: 'async_failed' })) === 409) refused.add(session);
  }
  for (const refund of await bank.openRefunds()) await bank.settleRefund(refund, 'succeeded');
}

async function look(stack: Watched, questions: typeof UNDER_WAY): Promise<Unrest> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    const unrest: Record<string, number> = {};
    for (const [what, sql] of Object.entries(questions)) {
      const { rows } = await client.query<{ n: number }>(sql);
      const n = rows[0]?.n ?? 0;
      if (n > 0) unrest[what] = n;
    }
    const deliveries = Object.values(stack.taps).flatMap((tap) => tap.deliveries.slice(-50));
    const lately = deliveries.filter((delivery) => Date.now() - delivery.at < STILL_MS).length;
    if (lately > 0) unrest['webhooks just now'] = lately;
    return unrest;
  } finally {
    await client.end();
  }
}
