import { randomUUID } from 'node:crypto';
import type { Mail } from './check/world.js';
import type { FetchFact, ImportFacts, PullEndFact } from './import-facts.js';
import {
  answered,
  audited,
  LATER,
  priceRow,
  productRow,
  type Row,
  type TestOrigin,
  type TestRows,
  written,
} from './test-import-rows.js';

/** Fetched lists of which all is well: what stands in the tables, what runs, and what everybody saw. */
export interface TestPulls extends TestRows {
  readonly facts: Pick<ImportFacts, 'offered' | 'fetches' | 'pulls' | 'pullEnds'>;
  /** Ids of Schedules. */
  readonly schedules: readonly string[];
  readonly mail: Mail;
}

const SUPPLIER = 'alma';
/** Its server has no list any more. */
const FAILING = 'medreleaf';
const MESSAGE_ID = '<waits@test>';
const NOON = Date.parse('2026-11-30T12:00:00Z');
/** When a run of this number ends. */
const endOf = (run: number) => NOON + run * 10_000;

/**
 * The first list was imported; then the server failed three times, which was shown to somebody; then it had the second list, which is in
 * force, and nothing new. The other server has failed three times, and somebody is to look.
 */
export function testPulls(clinic: string, user: string): TestPulls {
  const origin: TestOrigin = { clinic, supplier: SUPPLIER, source: 'pull' };
  const first = written(origin, { state: 'applied', base: 0, prices: { P: 1_000 } }, 11);
  const second = written(origin, { state: 'applied', base: 1, prices: { P: 1_100 } }, 12);
  const product = productRow(origin, { code: 'P', price: 1_100, stock: 12, importId: second.id });
  const price = (importId: string, cents: number, more: Row = {}) =>
    ['supplier_product_prices', { ...priceRow(clinic, product.id, importId, cents), ...more }] as const;
  const source = (supplier: string) => {
    const what = { url: 'http://127.0.0.1/', every: '24h', mode: 'apply', coverage: 'full', enabled: true, version: 1 };
    const by = { changed_by: user, changed_at: new Date(NOON) };
    return ['supplier_sources', { clinic_id: clinic, supplier, ...what, ...by }] as const;
  };
  const rows = [
    source(SUPPLIER),
    source(FAILING),
    ['supplier_lists', { clinic_id: clinic, supplier: SUPPLIER, version: 2 }] as const,
    ['supplier_imports', first.row] as const,
    ['supplier_imports', second.row] as const,
    ['supplier_products', product] as const,
    price(first.id, 1_000),
    price(second.id, 1_100, { at: LATER }),
    ...[first, second].flatMap(({ id }) => [audited(id, 'uploaded'), audited(id, 'applied')]),
    shown(clinic, SUPPLIER, { opened_at: new Date(endOf(4)), resolved_at: new Date(endOf(5)) }),
    shown(clinic, FAILING, { opened_at: new Date(endOf(3)) }),
    waiting(user, clinic),
  ];
  const failed = (supplier: string, run: number) => runOf(supplier, run, 404, { result: 'failed', importId: null });
  const runs = [
    runOf(SUPPLIER, 1, first.fact.fileName, { result: 'imported', importId: first.id }),
    ...[2, 3, 4].map((run) => failed(SUPPLIER, run)),
    runOf(SUPPLIER, 5, second.fact.fileName, { result: 'imported', importId: second.id }),
    runOf(SUPPLIER, 6, second.fact.fileName, { result: 'unchanged', importId: null }),
    ...[1, 2, 3].map((run) => failed(FAILING, run)),
  ];
  return {
    rows,
    facts: {
      offered: [first.fact, second.fact],
      fetches: runs.map(({ fetch }) => fetch),
      pulls: runs.map(({ end: { supplier } }) => ({ ...answered(), supplier })),
      pullEnds: runs.map(({ end }) => end),
    },
    runs: [first, second].map(({ id }) => ({ id: `supplier-import/${id}`, isRunning: false })),
    mail: { message_id: MESSAGE_ID, kind: 'import_attention', received_at: new Date(NOON).toISOString() },
    schedules: [SUPPLIER, FAILING].map((supplier) => `supplier-pull/${clinic}/${supplier}`),
  };
}

/** One run: what the server has answered, a file or an error, and how it has ended. */
function runOf(
  supplier: string,
  run: number,
  answer: string | number,
  ended: Pick<PullEndFact, 'result' | 'importId'>,
): { readonly fetch: FetchFact; readonly end: PullEndFact } {
  const at = endOf(run);
  const fileName = typeof answer === 'string' ? answer : null;
  const status = typeof answer === 'number' ? answer : 200;
  return { fetch: { supplier, status, fileName, at: at - 500 }, end: { supplier, at, ...ended } };
}

/** The mail to somebody who is to look at a list. */
function waiting(user: string, clinic: string) {
  const about = { id: randomUUID(), user_id: user, clinic_id: clinic, kind: 'import_attention', state: 'sent' };
  const to = { recipient_sealed: 'x', recipient_hash: 'x', message_id: MESSAGE_ID, created_at: new Date(NOON) };
  return ['account_mails', { ...about, ...to }] as const;
}

function shown(clinic: string, supplier: string, times: Row) {
  const entry = { subject_id: clinic, about: `supplier/${supplier}`, code: 'supplier_pull_failed' };
  return ['attention', { id: randomUUID(), clinic_id: clinic, ...entry, ...times }] as const;
}
