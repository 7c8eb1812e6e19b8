import { join } from 'node:path';
import { type Journal, readJournal, rewriteJournal } from './journal.js';
import type { TableName, Tables } from './stripe/objects.js';

const TABLE_NAMES: readonly TableName[] = [
  'sessions',
  'session_files',
  'payment_intents',
  'charges',
  'refunds',
  'refund_plans',
  'balance_transactions',
  'disputes',
  'events',
  'deliveries',
  'keys',
  'ledger',
  'paystack_transactions',
  'paystack_refunds',
  'paystack_refund_plans',
  'paystack_disputes',
  'paystack_events',
];
/** Stripe keeps events for 30 days and idempotency keys for at least 24 hours. */
const KEEP_EVENTS_SECONDS = 30 * 86_400;
const KEEP_KEYS_MS = 24 * 3_600_000;

type Row<T extends TableName> = Tables[T] & { readonly id: string };
type Change = { readonly [T in TableName]: readonly [table: T, id: string, row: Tables[T] | null] }[TableName];
type Memory = { readonly [T in TableName]: Map<string, Tables[T]> };

/** Called with the changes of a transaction as soon as they are on the disk. */
type ChangeListener = (changes: readonly Change[]) => void;

/** A transaction: it sees its own changes, and none of them counts unless the whole of it succeeds. */
export interface Tx {
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined;
  all<T extends TableName>(table: T): IterableIterator<Tables[T]>;
  put<T extends TableName>(table: T, row: Row<T>): void;
  remove(table: TableName, id: string): void;
}

function emptyMemory(): Memory {
  return Object.fromEntries(TABLE_NAMES.map((name) => [name, new Map()])) as unknown as Memory;
}

function apply(memory: Memory, changes: readonly Change[]): void {
  for (const [table, id, row] of changes) {
    // A journal may come from a newer sandbox that knows more tables.
    const rows = memory[table] as Map<string, unknown> | undefined;
    if (row === null) rows?.delete(id);
    else rows?.set(id, row);
  }
}

function* compacted(memory: Memory): Iterable<string> {
  const owed = new Set([...memory.deliveries.values()].map((delivery) => delivery.event));
  const now = Date.now();
  for (const event of memory.events.values()) {
    if (!owed.has(event.id) && event.created * 1000 < now - KEEP_EVENTS_SECONDS * 1000) memory.events.delete(event.id);
  }
  for (const event of memory.paystack_events.values()) {
    if (!owed.has(event.id) && event.at < now - KEEP_EVENTS_SECONDS * 1000) memory.paystack_events.delete(event.id);
  }
  for (const key of memory.keys.values()) if (key.at < now - KEEP_KEYS_MS) memory.keys.delete(key.id);
  for (const name of TABLE_NAMES) {
    for (const [id, row] of memory[name]) yield JSON.stringify([[name, id, row]]);
  }
}

/** The state of the sandbox: maps in memory, and a journal from which they are rebuilt. */
export class Store {
  private readonly listeners: ChangeListener[] = [];
  private closed = false;

  private constructor(
    private readonly memory: Memory,
    private readonly journal: Journal,
    private readonly onBroken: (error: unknown) => void,
  ) {}

  /** Replays and shortens the journal in `directory`. */
  static async open(directory: string, onBroken: (error: unknown) => void): Promise<Store> {
    const path = join(directory, 'journal.jsonl');
    const memory = emptyMemory();
    for (const line of await readJournal(path)) apply(memory, line as Change[]);
    return new Store(memory, await rewriteJournal(path, compacted(memory)), onBroken);
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.memory[table].get(id) as Tables[T] | undefined;
  }

  all<T extends TableName>(table: T): IterableIterator<Tables[T]> {
    return this.memory[table].values() as IterableIterator<Tables[T]>;
  }

  /** `listener` is called with every transaction after it is on the disk. */
  subscribe(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  /**
   * Runs `work` at once and in one go, then waits for the disk. Its changes are one line of the journal, so
   * a crash keeps all of them or none; a throw keeps none.
   */
  async transact<R>(work: (tx: Tx) => R): Promise<R> {
    if (this.closed) throw new Error('the sandbox is stopping');
    const changes: Change[] = [];
    const undo: (() => void)[] = [];
    let result: R;
    try {
      result = work(this.transaction(changes, undo));
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
    if (changes.length === 0) return result;
    try {
      await this.journal.append(JSON.stringify(changes));
    } catch (error) {
      // Memory is now ahead of the disk: going on would answer with things that a restart forgets.
      this.onBroken(error);
      throw error;
    }
    for (const listener of this.listeners) listener(changes);
    return result;
  }

  /** Waits until everything that a reader may have seen is on the disk. */
  settled(): Promise<void> {
    return this.journal.settled();
  }

  /** Takes no more changes and waits for those that it took. */
  close(): Promise<void> {
    this.closed = true;
    return this.journal.close();
  }

  private transaction(changes: Change[], undo: (() => void)[]): Tx {
    const record = (table: TableName, id: string, row: Tables[TableName] | null): void => {
      const rows = this.memory[table] as Map<string, unknown>;
      const before = rows.get(id);
      undo.push(() => (before === undefined ? rows.delete(id) : rows.set(id, before)));
      const change = [table, id, row] as Change;
      apply(this.memory, [change]);
      changes.push(change);
    };
    return {
      get: (table, id) => this.get(table, id),
      all: (table) => this.all(table),
      put: (table, row) => record(table, row.id, row),
      remove: (table, id) => record(table, id, null),
    };
  }
}
