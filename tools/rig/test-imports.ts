import type { DecisionFact, ImportFacts } from './import-facts.js';
import {
  answered,
  audited,
  LATER,
  priceRow,
  productRow,
  type Row,
  type TestList,
  type TestOrigin,
  type TestRows,
  written,
} from './test-import-rows.js';

/** Price lists of which all is well: what stands in the tables, what runs, and what everybody saw. */
export interface TestImports extends TestRows {
  readonly facts: Pick<ImportFacts, 'uploads' | 'decisions' | 'looks'>;
}

const SUPPLIER = 'botanitech';

/**
 * The first list stands; the second stands on it, with another price of A and without B; the third was taken back, with C, which is gone
 * again; the fourth was cancelled; the fifth waits. Besides, one was refused.
 */
const LISTS: readonly TestList[] = [
  { state: 'applied', base: 0, prices: { A: 1_000, B: 2_000 } },
  { state: 'applied', base: 1, prices: { A: 1_100 } },
  { state: 'undone', base: 2, prices: { A: 1_200, C: 3_000 } },
  { state: 'cancelled', base: 4, prices: { A: 1_300 } },
  { state: 'previewed', base: 4, prices: { A: 1_400 } },
];
const SECOND = 2;

export function testImports(clinic: string): TestImports {
  const origin: TestOrigin = { clinic, supplier: SUPPLIER, source: 'upload' };
  const lists = LISTS.map((list, at) => written(origin, list, at + 1));
  const [first, second, third, fourth, fifth] = lists;
  if (!first || !second || !third || !fourth || !fifth) throw new Error('five are written');
  const product = (code: string, price: number, more: Row) =>
    productRow(origin, { code, price, stock: SECOND, importId: second.id, ...more });
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
  const facts: TestImports['facts'] = {
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
