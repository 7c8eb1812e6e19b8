import { invalidRequest, missing } from '../fault.js';
import type { Store } from '../store.js';
import { type FormMap, listOf } from './form.js';
import type { TableName, Tables } from './objects.js';
import { integerOf, mapOf, textOf } from './params.js';

const DEEPEST_EXPAND = 4;
const TABLE_OF_PREFIX: Readonly<Record<string, TableName>> = {
  pi: 'payment_intents',
  ch: 'charges',
  txn: 'balance_transactions',
  re: 'refunds',
  du: 'disputes',
};
/** Fields that hold an id and may be expanded. */
const EXPANDABLE = [
  'payment_intent',
  'latest_charge',
  'balance_transaction',
  'charge',
  'source',
  'failure_balance_transaction',
];

type Json = Readonly<Record<string, unknown>>;
type Reader = Pick<Store, 'get' | 'all'>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Stripe's envelope of a list. */
export function listAnswer(url: string, data: readonly unknown[], hasMore = false): Json {
  return { object: 'list', data, has_more: hasMore, url };
}

function included(store: Reader, owner: Json, field: string): Json | undefined {
  const id = String(owner.id);
  if (field === 'line_items' && owner.object === 'checkout.session') {
    return listAnswer(`/v1/checkout/sessions/${id}/line_items`, store.get('session_files', id)?.lineItems ?? []);
  }
  if (field === 'refunds' && owner.object === 'charge') {
    const refunds = [...store.all('refunds')].filter((refund) => refund.charge === id).reverse();
    return listAnswer(`/v1/charges/${id}/refunds`, refunds);
  }
  return undefined;
}

function expandField(store: Reader, owner: Json, field: string): unknown {
  const extra = included(store, owner, field);
  if (extra) return extra;
  const value = owner[field];
  if (typeof value === 'string' && EXPANDABLE.includes(field)) {
    const table = TABLE_OF_PREFIX[value.slice(0, value.indexOf('_'))];
    return (table && store.get(table, value)) ?? value;
  }
  if (!(field in owner) && !EXPANDABLE.includes(field)) {
    throw invalidRequest(`This property cannot be expanded (${field}).`, { param: 'expand' });
  }
  return value;
}

function expandPath(store: Reader, owner: unknown, path: readonly string[]): unknown {
  const [field, ...rest] = path;
  if (field === undefined) return owner;
  if (Array.isArray(owner)) return owner.map((entry) => expandPath(store, entry, path));
  if (!isJson(owner)) return owner;
  return { ...owner, [field]: expandPath(store, expandField(store, owner, field), rest) };
}

/** Replaces ids by their objects along the paths of `expand`. */
export function expanded(store: Reader, answer: unknown, form: FormMap): unknown {
  let result = answer;
  for (const entry of listOf(form.expand)) {
    const path = typeof entry === 'string' ? entry.split('.') : [];
    if (path.filter((step) => step !== 'data').length > DEEPEST_EXPAND) {
      throw invalidRequest('You cannot expand more than 4 levels of a property.', { param: 'expand' });
    }
    result = expandPath(store, result, path);
  }
  return result;
}

function inRange(created: number, form: FormMap): boolean {
  const exact = integerOf(form, 'created');
  if (exact !== null) return created === exact;
  const range = mapOf(form, 'created');
  const bound = (key: string): number | null => integerOf(range, key, 'created');
  return (
    created > (bound('gt') ?? Number.NEGATIVE_INFINITY) &&
    created >= (bound('gte') ?? Number.NEGATIVE_INFINITY) &&
    created < (bound('lt') ?? Number.POSITIVE_INFINITY) &&
    created <= (bound('lte') ?? Number.POSITIVE_INFINITY)
  );
}

/** The tables that the API lists. */
export type Listable = 'sessions' | 'refunds' | 'events' | 'charges' | 'payment_intents' | 'disputes';

/** One page of a table, newest first, as every list endpoint of Stripe gives it. */
export function page<T extends Listable>(
  store: Reader,
  table: T,
  url: string,
  form: FormMap,
  wanted: (row: Tables[T]) => boolean = () => true,
): Json {
  const limit = integerOf(form, 'limit') ?? 10;
  if (limit < 1 || limit > 100) {
    throw invalidRequest('Invalid limit: must be between 1 and 100', { param: 'limit' });
  }
  let rows = [...store.all(table)].reverse().filter((row) => inRange(row.created, form) && wanted(row));
  const after = textOf(form, 'starting_after');
  const before = textOf(form, 'ending_before');
  for (const [param, cursor] of [
    ['starting_after', after],
    ['ending_before', before],
  ] as const) {
    if (cursor === null) continue;
    const place = rows.findIndex((row) => row.id === cursor);
    if (place < 0) throw missing('object', cursor, param);
    rows = param === 'starting_after' ? rows.slice(place + 1) : rows.slice(Math.max(0, place - limit), place);
  }
  return listAnswer(url, rows.slice(0, limit), rows.length > limit);
}
