import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { Facts } from '../../rig/facts.js';
import type { PriceListFact, UploadFact } from '../../rig/import-facts.js';
import type { ImportRow, ImportWorld, ProductRow } from './import-world.js';

/** Invariant 11: the catalogue is what the standing lists say, whole and once, and says so to whoever looks. */
const CATALOGUE = 11;
const AT_REST = new Set(['previewed', 'applied', 'undone', 'cancelled']);
/** The longest page of a look. */
const PAGE = 200;

export function checkImports(world: ImportWorld, findings: Findings): void {
  checkAnswers(world, findings);
  checkDecisions(world, findings);
  checkStates(world, findings);
  checkCatalogue(world, findings);
  checkHistories(world, findings);
  checkLooks(world, findings);
  checkAudit(world, findings);
}

function checkAnswers({ imports, facts }: ImportWorld, findings: Findings): void {
  const { uploads, decisions, pulls } = facts.imports;
  const rows = groupBy(imports, (row) => row.file_name);
  const of = (outcome: UploadFact['outcome']) => uploads.filter((fact) => fact.outcome === outcome);
  findings.each(CATALOGUE, 'a list answered 202 is one import', of('done'), (fact) => {
    const found = rows.get(fact.fileName) ?? [];
    return found.length === 1 && found[0]?.id === fact.id && found[0]?.supplier === fact.supplier
      ? null
      : `${fact.fileName}: answered ${fact.id}, stored ${found.map(({ id }) => id).join()}`;
  });
  findings.each(CATALOGUE, 'a list answered 4xx left nothing', of('refused'), (fact) =>
    rows.has(fact.fileName) ? `${fact.fileName}: ${fact.code} after ${fact.statuses.join()}` : null,
  );
  const known = listsOf(facts);
  findings.each(CATALOGUE, 'an import comes from a list that was sent, once', rows, ([name, found]) =>
    known.has(name) && found.length === 1 ? null : `${name}: ${found.length} imports`,
  );
  findings.each(
    CATALOGUE,
    'who asks again about a list is answered in the end',
    [...uploads, ...decisions, ...pulls],
    (fact) => (fact.outcome === 'unknown' ? `${fact.key}: ${fact.statuses.length} answers` : null),
  );
}

/** Every list of the run, by the name of its file: what was sent, and what was offered to be fetched. */
function listsOf({ imports: { uploads, offered } }: Facts): ReadonlyMap<string, PriceListFact> {
  return new Map([...uploads, ...offered].map((list) => [list.fileName, list]));
}

/** What was acknowledged is done, but for what another import of the supplier has overtaken. */
function checkDecisions({ imports, facts }: ImportWorld, findings: Findings): void {
  const byId = new Map(imports.map((row) => [row.id, row]));
  const done = (decision: string) =>
    facts.imports.decisions.filter((fact) => fact.outcome === 'done' && fact.decision === decision);
  const isOvertaken = (row: ImportRow) =>
    imports.some((other) => other.id !== row.id && other.supplier === row.supplier && other.applied_at !== null);
  findings.each(CATALOGUE, 'an acknowledged apply is done', done('apply'), ({ importId }) => {
    const row = byId.get(importId);
    if (row && (row.applied_at !== null || isOvertaken(row))) return null;
    return `${importId} is ${row?.state}`;
  });
  findings.each(CATALOGUE, 'an acknowledged undo is done', done('undo'), ({ importId }) => {
    const row = byId.get(importId);
    return row && (row.state === 'undone' || laterOf(imports, row).length > 0) ? null : `${importId} is ${row?.state}`;
  });
  findings.each(CATALOGUE, 'an acknowledged cancel has changed nothing', done('cancel'), ({ importId }) => {
    const row = byId.get(importId);
    return row?.state === 'cancelled' && row.applied_at === null ? null : `${importId} is ${row?.state}`;
  });
}

/** Imports of the supplier that were applied behind this one, whether they stand or not. */
function laterOf(imports: readonly ImportRow[], { supplier, base_version: base }: ImportRow): readonly ImportRow[] {
  return imports.filter(
    (other) => other.supplier === supplier && other.applied_at !== null && (other.base_version ?? 0) > (base ?? 0),
  );
}

function checkStates({ imports, lists, facts, importRuns }: ImportWorld, findings: Findings): void {
  findings.each(CATALOGUE, 'an import comes to rest', imports, ({ id, state }) =>
    AT_REST.has(state) ? null : `${id} is ${state}`,
  );
  const waiting = imports.filter((row) => row.state === 'previewed');
  findings.each(CATALOGUE, 'a preview has a workflow that waits for a person', waiting, ({ id }) =>
    importRuns.get(id) === true ? null : id,
  );
  const sent = listsOf(facts);
  const applied = imports.filter((row) => row.applied_at !== null);
  findings.each(CATALOGUE, 'what was applied counts every row of its list, once', applied, (row) => {
    const rows = sent.get(row.file_name)?.prices.size;
    return rows === row.rows_total && rows === row.products_done
      ? null
      : `${row.id}: ${rows} sent, ${row.rows_total} read, ${row.products_done} done`;
  });
  findings.each(CATALOGUE, 'a list has moved as often as its imports', lists, ({ supplier, version }) => {
    const moved = applied.filter((row) => row.supplier === supplier);
    const moves = moved.length + moved.filter((row) => row.state === 'undone').length;
    return moves === version ? null : `${supplier}: ${moves} moves, counted ${version}`;
  });
}

/** What a product is, after every list that stands: in cents and pieces. */
interface Expected {
  readonly price: number;
  readonly stock: number;
  readonly active: boolean;
}

function checkCatalogue({ imports, products, facts }: ImportWorld, findings: Findings): void {
  const sent = listsOf(facts);
  const standing = groupBy(
    imports.filter((row) => row.state === 'applied'),
    (row) => row.supplier,
  );
  const visible = products.filter((row) => !row.withdrawn);
  for (const [supplier, rows] of standing) {
    const lists = rows
      .toSorted((one, other) => (one.base_version ?? 0) - (other.base_version ?? 0))
      .flatMap((row) => sent.get(row.file_name) ?? []);
    const expected = catalogueAfter(lists);
    const found = new Map(visible.filter((row) => row.supplier === supplier).map((row) => [row.product_code, row]));
    findings.each(CATALOGUE, 'the catalogue is what the standing lists say', expected, ([code, product]) =>
      isSame(product, found.get(code)) ? null : `${supplier} ${code}: ${JSON.stringify([product, found.get(code)])}`,
    );
    const unknown = [...found.keys()].filter((code) => !expected.has(code ?? ''));
    findings.each(CATALOGUE, 'no product comes from nowhere', found, ([code]) =>
      unknown.includes(code) ? `${supplier} ${code}` : null,
    );
  }
  const orphans = visible.filter((row) => !standing.has(row.supplier));
  findings.each(CATALOGUE, 'what was taken back is gone', products, (row) => (orphans.includes(row) ? row.id : null));
}

function catalogueAfter(lists: readonly PriceListFact[]): ReadonlyMap<string, Expected> {
  const catalogue = new Map<string, Expected>();
  for (const { coverage, prices, stock } of lists) {
    if (coverage === 'full')
      for (const [code, product] of catalogue) catalogue.set(code, { ...product, active: false });
    for (const [code, price] of prices) catalogue.set(code, { price, stock, active: true });
  }
  return catalogue;
}

function isSame({ price, stock, active }: Expected, row: ProductRow | undefined): boolean {
  return row?.wholesale_price === price && row.stock_quantity === stock && row.active === active;
}

function checkHistories({ products, prices }: ImportWorld, findings: Findings): void {
  const histories = groupBy(prices, (row) => row.product_id);
  findings.each(
    CATALOGUE,
    'a price history ends with the price',
    products.filter((row) => !row.withdrawn),
    ({ id, wholesale_price: price }) => {
      const last = histories.get(id)?.at(-1)?.wholesale_price;
      return last === price ? null : `${id}: ${price}, in its history ${last}`;
    },
  );
  findings.each(CATALOGUE, 'a price history has each move once', histories, ([id, rows]) => {
    const moves = new Set(rows.map((row) => `${row.import_id} ${row.is_undo}`));
    return moves.size === rows.length ? null : `${id}: ${rows.length} rows of ${moves.size} moves`;
  });
}

function checkLooks({ facts }: ImportWorld, findings: Findings): void {
  const byStock = new Map([...listsOf(facts).values()].map((list) => [list.stock, list]));
  findings.each(CATALOGUE, 'who looks sees one list, whole', facts.imports.looks, ({ supplier, shown, stocks }) => {
    if (shown === 0) return null;
    const list = byStock.get(stocks[0] ?? 0);
    const isWhole = list?.supplier === supplier && shown === Math.min(PAGE, list.prices.size);
    return stocks.length === 1 && isWhole ? null : `${supplier}: ${shown} products of lists ${stocks.join()}`;
  });
}

/** Invariant 9, of price lists. */
function checkAudit({ imports, importAudit }: ImportWorld, findings: Findings): void {
  const recorded = groupBy(importAudit, ({ entity_id: id, action }) => `${id} ${action}`);
  const count = (id: string, what: string) => recorded.get(`${id} supplier_import.${what}`)?.length ?? 0;
  findings.each(9, 'what became of a list stands in the audit, once', imports, ({ id, state, applied_at: at }) => {
    const wanted = { uploaded: 1, applied: at === null ? 0 : 1, undone: state === 'undone' ? 1 : 0 };
    const wrong = Object.entries(wanted).find(([what, times]) => count(id, what) !== times);
    return wrong ? `${id}: ${count(id, wrong[0])} rows “${wrong[0]}”` : null;
  });
}
