import { randomUUID } from 'node:crypto';
import type { DecisionFact, ImportFacts, UploadFact } from './import-facts.js';
import type { AskedFact } from './prescribing-facts.js';

type Row = Readonly<Record<string, unknown>>;

/** Price lists of which all is well: what stands in the tables, what runs, and what everybody saw. */
export interface TestImports {
  readonly rows: readonly (readonly [table: string, row: Row])[];
  readonly facts: ImportFacts;
  readonly runs: readonly { readonly id: string; readonly isRunning: boolean }[];
}

const SUPPLIER = 'botanitech';
const APPLIED = new Date('2026-11-30T01:00:00Z');
const LATER = new Date('2026-11-30T02:00:00Z');

interface List {
  readonly state: 'applied' | 'undone' | 'cancelled' | 'previewed';
  readonly prices: Readonly<Record<string, number>>;
  readonly base: number;
}

/**
 * The first list stands; the second stands on it, with another price of A and without B; the third was taken back, with C, which is gone
 * again; the fourth was cancelled; the fifth waits. Besides, one was refused.
 */
const LISTS: readonly List[] = [
  { state: 'applied', base: 0, prices: { A: 1_000, B: 2_000 } },
  { state: 'applied', base: 1, prices: { A: 1_100 } },
  { state: 'undone', base: 2, prices: { A: 1_200, C: 3_000 } },
  { state: 'cancelled', base: 4, prices: { A: 1_300 } },
  { state: 'previewed', base: 4, prices: { A: 1_400 } },
];
const SECOND = 2;

export function testImports(clinic: string): TestImports {
  const lists = LISTS.map((list, at) => written(clinic, list, at + 1));
  const [first, second, third, fourth, fifth] = lists;
  if (!first || !second || !third || !fourth || !fifth) throw new Error('five are written');
  const product = (code: string, price: number, more: Row) =>
    productRow(clinic, { code, price, stock: SECOND, importId: second.id, ...more });
  const a = product('A', 1_100, {});
  const b = product('B', 2_000, { stock: 1, active: false });
  const c = product('C', 3_000, { stock: 3, withdrawn: true });
  const price = (of: { readonly id: string }, importId: string, cents: number, more: Row = {}) =>
    ['supplier_product_prices', { ...priceRow(clinic, of.id, importId, cents), ...more }] as const;
  const rows = [
    ['supplier_lists', { clinic_id: clinic, supplier: SUPPLIER, version: 4 }] as const,
    ...lists.map(({ row }) => ['supplier_imports', row] as const),
    ...[a, b, c].map((row) => ['supplier_products', row] as const),
    price(a, first.id, 1_000),
    price(b, first.id, 2_000),
    price(a, second.id, 1_100, { at: LATER }),
    ...lists.map(({ id }) => audited(id, 'uploaded')),
    ...[first, second, third].map(({ id }) => audited(id, 'applied')),
    audited(third.id, 'undone'),
  ];
  const refused = { ...answered(), outcome: 'refused' as const, statuses: [413], code: 'payload_too_large' };
  const decision = (importId: string, decided: DecisionFact['decision']) => ({
    ...answered(),
    importId,
    decision: decided,
  });
  const facts: ImportFacts = {
    uploads: [
      ...lists.map(({ fact }) => fact),
      { ...first.fact, ...refused, fileName: 'refused.csv', stock: 99, id: null },
    ],
    decisions: [decision(first.id, 'apply'), decision(third.id, 'undo'), decision(fourth.id, 'cancel')],
    looks: [
      { supplier: SUPPLIER, shown: 0, stocks: [] },
      { supplier: SUPPLIER, shown: 1, stocks: [SECOND] },
    ],
  };
  return { rows, facts, runs: lists.map(({ id }) => ({ id: `supplier-import/${id}`, isRunning: id === fifth.id })) };
}

function written(clinic: string, { state, prices, base }: List, stock: number) {
  const id = randomUUID();
  const fileName = `chaos-${stock}.csv`;
  const count = Object.keys(prices).length;
  const wasApplied = state === 'applied' || state === 'undone';
  const fact: UploadFact = {
    ...{ ...answered(), fileName, supplier: SUPPLIER, coverage: 'full', stock, id },
    prices: new Map(Object.entries(prices)),
  };
  const row = {
    ...{ id, clinic_id: clinic, supplier: SUPPLIER, state, mode: 'preview', coverage: 'full', source: 'upload' },
    ...{ file_name: fileName, file_sha256: id, file_size: 1, document: id, rows_total: count, base_version: base },
    done: wasApplied ? { created: count, updated: 0, reactivated: 0, unchanged: 0 } : null,
    ...{ created_at: APPLIED, updated_at: APPLIED, applied_at: wasApplied ? APPLIED : null },
  };
  return { id, fact, row };
}

function productRow(
  clinic: string,
  { code, price, stock, importId, ...more }: { code: string; price: number; stock: number; importId: string } & Row,
) {
  return {
    ...{ id: randomUUID(), clinic_id: clinic, supplier: SUPPLIER, key: code, active: true, withdrawn: false },
    content: {
      productCode: code,
      productName: code,
      wholesalePrice: price,
      stockQuantity: stock,
      stockStatus: 'in_stock',
    },
    ...{ first_seen_at: APPLIED, last_updated: LATER, import_id: importId, sheet: 'list', row: 2, ...more },
  };
}

function priceRow(clinic: string, product: string, importId: string, cents: number) {
  const move = { product_id: product, import_id: importId, is_undo: false, clinic_id: clinic };
  return { ...move, at: APPLIED, wholesale_price: cents, retail_price: null };
}

function audited(id: string, what: string) {
  const by = { actor_kind: 'system', actor_label: 'test', content_hash: `1:${'0'.repeat(64)}`, content_mac: 'x' };
  const about = { action: `supplier_import.${what}`, entity: 'supplier_import', entity_id: id };
  return ['audit_events', { id: randomUUID(), happened_at: new Date(), ...about, ...by }] as const;
}

function answered(): AskedFact {
  return { key: randomUUID(), outcome: 'done', statuses: [202], code: null };
}
