import { Connection } from '@temporalio/client';
import pg from 'pg';
import type { Gateway } from '../bank.js';
import type { Facts } from '../facts.js';

/** Rows as they stand in the database; money in minor units. */
export interface Appointment {
  readonly id: string;
  readonly availability_id: string;
  readonly doctor_id: string;
  readonly patient_id: string;
  readonly status: string;
  readonly payment_status: string;
  readonly payment_required: boolean;
  readonly price: number;
  readonly consultation_type: string | null;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly booked_at: Date;
  readonly expires_at: Date;
  readonly version: number;
  readonly run_id: string;
  readonly checked_in_at: Date | null;
}

export interface ChatRoom {
  readonly id: string;
  readonly appointment_id: string;
  readonly last_seq: number;
}

export interface ChatMember {
  readonly room_id: string;
  readonly user_id: string;
  readonly left_at: Date | null;
}

/** Without what it says: only the product opens that. */
export interface ChatMessage {
  readonly room_id: string;
  readonly seq: number;
  readonly sender_id: string | null;
  readonly client_message_id: string | null;
}

export interface Order {
  readonly id: string;
  readonly appointment_id: string;
  readonly provider: string;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly provider_session_id: string | null;
}

export interface Payment {
  readonly id: string;
  readonly appointment_id: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly purpose: string;
}

export interface Refund {
  readonly id: string;
  readonly appointment_id: string;
  readonly order_id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly status: string;
  readonly provider_refund_id: string | null;
  readonly failure_reason: string | null;
}

/** Debit positive, credit negative. */
export interface LedgerLine {
  readonly order_id: string;
  readonly kind: string;
  readonly account: string;
  readonly amount: number;
  readonly currency: string;
}

export interface HistoryRow {
  readonly appointment_id: string;
  readonly operation_id: string;
  readonly move: string;
  readonly to_status: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly changed_at: Date;
}

export interface Delivery {
  readonly id: string;
  readonly appointment_id: string;
  readonly version: number;
  readonly kind: string;
  readonly occurrence: string;
  readonly channel: string;
  readonly state: string;
  readonly message_id: string;
  readonly attempts: number;
  readonly claimed_at: Date;
}

/** A mail that belongs to no appointment: about an account, or to those who keep the catalogue. */
export interface AccountMail {
  readonly kind: string;
  readonly state: string;
  readonly message_id: string;
}

export interface ProviderEvent {
  readonly provider: string;
  readonly event_id: string;
  readonly object_id: string;
  readonly type: string;
  readonly processed_at: Date | null;
  readonly outcome: string | null;
}

export interface BankEntry {
  readonly type: 'charge' | 'refund';
  readonly id: string;
  readonly session_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface BankSession {
  readonly id: string;
  readonly status: string;
  readonly payment_status: string;
}

export interface Mail {
  readonly message_id: string | null;
  readonly kind: string | null;
  readonly received_at: string;
}

/** What the engine says of one run; the status is null when it does not know it. */
export interface Run {
  readonly status: 'RUNNING' | 'CLOSED' | null;
  /** Its search attribute `AppointmentStatus`. */
  readonly shows: string | null;
}

/** Everything there is, read once all has come to rest. */
export interface World {
  readonly now: number;
  readonly appointments: readonly Appointment[];
  readonly slots: readonly { readonly id: string; readonly start_time: Date; readonly deleted_at: Date | null }[];
  readonly orders: readonly Order[];
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
  readonly ledger: readonly LedgerLine[];
  readonly history: readonly HistoryRow[];
  readonly deliveries: readonly Delivery[];
  readonly accountMails: readonly AccountMail[];
  readonly events: readonly ProviderEvent[];
  readonly chatRooms: readonly ChatRoom[];
  readonly chatMembers: readonly ChatMember[];
  readonly chatMessages: readonly ChatMessage[];
  readonly attention: readonly { readonly appointment_id: string; readonly code: string }[];
  readonly bank: readonly BankEntry[];
  readonly sessions: readonly BankSession[];
  readonly mails: readonly Mail[];
  /** The run that each row names, by appointment. */
  readonly runs: ReadonlyMap<string, Run>;
  /** Ids of all workflows of the type `appointment` that run. */
  readonly running: ReadonlySet<string>;
  readonly facts: Facts;
}

export interface Sources {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly sandboxUrl: string;
  /** Null when no mail was kept. */
  readonly mailUrl: string | null;
  /** Whose halves of the bank were used; Stripe's when left out. */
  readonly gateways?: readonly Gateway[];
  readonly facts: Facts;
}

const TABLES = {
  appointments: 'select * from appointments order by booked_at, id',
  slots: 'select id, start_time, deleted_at from availabilities',
  orders: 'select *, subject_id as appointment_id from orders',
  payments: 'select p.*, o.subject_id as appointment_id from payments p join orders o on o.id = p.order_id',
  refunds: 'select r.*, o.subject_id as appointment_id from refunds r join orders o on o.id = r.order_id',
  ledger: 'select order_id, kind, account, amount, currency from ledger_entries',
  history: 'select * from status_history order by seq',
  deliveries: 'select *, subject_id as appointment_id from notifications',
  accountMails: 'select kind, state, message_id from account_mails',
  events: 'select *, label as type from provider_events',
  chatRooms: 'select id, appointment_id, last_seq from chat_rooms',
  chatMembers: 'select room_id, user_id, left_at from chat_members',
  chatMessages: 'select room_id, seq, sender_id, client_message_id from chat_messages',
  attention: 'select subject_id as appointment_id, code from attention where resolved_at is null',
} as const;

/** Reads database, engine, bank and mailbox as they are, with nothing of the product in between. */
export async function readWorld(sources: Sources): Promise<World> {
  const { sandboxUrl, mailUrl, gateways = ['stripe'] } = sources;
  const tables = await readTables(sources.databaseUrl, TABLES);
  const orders = tables.orders as readonly Order[];
  const connection = await Connection.connect({ address: sources.temporalAddress });
  try {
    const appointments = tables.appointments as readonly Appointment[];
    return {
      ...(tables as Omit<World, 'now' | 'bank' | 'sessions' | 'mails' | 'runs' | 'running' | 'facts'>),
      now: Date.now(),
      bank: await readEach(gateways, (name) => readList<BankEntry>(`${sandboxUrl}/sandbox/${name}/ledger`)),
      sessions: await readEach(gateways, (name) => readSessions(sandboxUrl, name, orders)),
      mails: mailUrl === null ? [] : await readList<Mail>(`${mailUrl}/api/messages`),
      runs: await readRuns(connection, appointments),
      running: await readRunning(connection, new Set(appointments.map(({ id }) => id))),
      facts: sources.facts,
    };
  } finally {
    await connection.close();
  }
}

/** The rows of each statement, as they stand at one moment. */
export async function readTables(
  databaseUrl: string,
  statements: Readonly<Record<string, string>>,
): Promise<Record<string, readonly unknown[]>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // One picture: rows of different tables are compared with each other.
    await client.query('begin isolation level repeatable read read only');
    const tables: Record<string, readonly unknown[]> = {};
    for (const [name, sql] of Object.entries(statements)) tables[name] = (await client.query(sql)).rows;
    return tables;
  } finally {
    await client.end();
  }
}

async function readEach<T>(gateways: readonly Gateway[], read: (name: Gateway) => Promise<readonly T[]>): Promise<T[]> {
  return (await Promise.all(gateways.map(read))).flat();
}

/**
 * Paystack's transactions are its sessions. One that was opened by a call whose answer was lost is on no order: nobody
 * can be sent to its page, and it only counts when it was paid.
 */
async function readSessions(
  sandboxUrl: string,
  name: Gateway,
  orders: readonly Order[],
): Promise<readonly BankSession[]> {
  if (name === 'stripe') return readList<BankSession>(`${sandboxUrl}/sandbox/stripe/sessions`);
  const rows = await readList<{ id: string; paid_at: string | null }>(`${sandboxUrl}/sandbox/paystack/transactions`);
  const known = new Set(orders.map((order) => order.provider_session_id));
  return rows
    .filter((row) => row.paid_at !== null || known.has(row.id))
    .map(({ id, paid_at: paidAt }) => {
      const paid = paidAt !== null;
      return { id, status: paid ? 'complete' : 'open', payment_status: paid ? 'paid' : 'unpaid' };
    });
}

export async function readList<T>(url: string): Promise<readonly T[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T[];
}

const AT_ONCE = 10;
const NAMESPACE = 'default';
const RUNNING = 1;
const NOT_FOUND = 5;

async function readRuns(engine: Connection, appointments: readonly Appointment[]): Promise<Map<string, Run>> {
  const runs = new Map<string, Run>();
  const left = [...appointments];
  const read = async () => {
    for (let row = left.pop(); row; row = left.pop()) runs.set(row.id, await readRun(engine, row.id, row.run_id));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return runs;
}

/** By the server's own call: the client's would decode the memo, for which it needs the product's keys. */
async function readRun(engine: Connection, workflowId: string, runId: string): Promise<Run> {
  try {
    const { workflowExecutionInfo: about } = await engine.workflowService.describeWorkflowExecution({
      namespace: NAMESPACE,
      execution: { workflowId, runId },
    });
    const shown = about?.searchAttributes?.indexedFields?.AppointmentStatus?.data;
    return {
      status: about?.status === RUNNING ? 'RUNNING' : 'CLOSED',
      shows: shown ? JSON.parse(Buffer.from(shown).toString('utf8')) : null,
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return { status: null, shows: null };
    throw error;
  }
}

async function readRunning(engine: Connection, known: ReadonlySet<string>): Promise<Set<string>> {
  const running = new Set<string>();
  const query = "WorkflowType = 'appointment' and ExecutionStatus = 'Running'";
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await engine.workflowService.listWorkflowExecutions({
      namespace: NAMESPACE,
      query,
      pageSize: 500,
      ...(nextPageToken ? { nextPageToken } : {}),
    });
    for (const { execution } of page.executions ?? []) {
      const { workflowId, runId } = execution ?? {};
      if (!workflowId || !runId) continue;
      // The list lags behind: of one that should not be there, the engine itself is asked.
      const sure = known.has(workflowId) || (await readRun(engine, workflowId, runId)).status === 'RUNNING';
      if (sure) running.add(workflowId);
    }
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken);
  return running;
}
