import { Connection } from '@temporalio/client';
import { readTables, type Sources } from '../../rig/check/world.js';
import type { PrescribingWorld } from './prescribing-world.js';

/** Rows of the catalogue as they stand in the database; money in minor units. */
export interface ImportRow {
  readonly id: string;
  readonly supplier: string | null;
  readonly state: string;
  readonly coverage: string | null;
  readonly file_name: string;
  readonly rows_total: number | null;
  readonly base_version: number | null;
  /** Products that were made, changed, brought back and left as they were, together; null: it was never applied. */
  readonly products_done: number | null;
  readonly applied_at: Date | null;
}

export interface ProductRow {
  readonly id: string;
  readonly supplier: string;
  readonly product_code: string | null;
  readonly wholesale_price: number | null;
  readonly stock_quantity: number | null;
  readonly active: boolean;
  readonly withdrawn: boolean;
}

export interface PriceRow {
  readonly product_id: string;
  readonly import_id: string;
  readonly is_undo: boolean;
  readonly wholesale_price: number;
}

/** What there is of price lists, with all the rest. */
export interface ImportWorld extends PrescribingWorld {
  readonly imports: readonly ImportRow[];
  readonly products: readonly ProductRow[];
  /** The oldest first. */
  readonly prices: readonly PriceRow[];
  readonly lists: readonly { readonly supplier: string; readonly version: number }[];
  readonly importAudit: readonly { readonly entity_id: string; readonly action: string }[];
  /** Whether the import's workflow runs, by import; null: the engine knows none. */
  readonly importRuns: ReadonlyMap<string, boolean | null>;
}

const TABLES = {
  imports: `select id, supplier, state, coverage, file_name, rows_total, base_version, applied_at,
      (done ->> 'created')::int + (done ->> 'updated')::int + (done ->> 'reactivated')::int + (done ->> 'unchanged')::int as products_done
    from supplier_imports order by base_version`,
  products:
    'select id, supplier, product_code, wholesale_price, stock_quantity, active, withdrawn from supplier_products',
  prices: 'select product_id, import_id, is_undo, wholesale_price from supplier_product_prices order by at, is_undo',
  lists: 'select supplier, version from supplier_lists',
  importAudit: "select entity_id, action from audit_events where entity = 'supplier_import'",
} as const;
const RUNNING = 1;
const NOT_FOUND = 5;

/** Reads what the product has written of the catalogue, with nothing of the product in between. */
export async function readImports(world: PrescribingWorld, sources: Sources): Promise<ImportWorld> {
  const read = await readTables(sources.databaseUrl, TABLES);
  const tables = read as Omit<ImportWorld, keyof PrescribingWorld | 'importRuns'>;
  const connection = await Connection.connect({ address: sources.temporalAddress });
  try {
    const importRuns = new Map<string, boolean | null>();
    for (const { id } of tables.imports) importRuns.set(id, await isRunning(connection, `supplier-import/${id}`));
    return { ...world, ...tables, importRuns };
  } finally {
    await connection.close();
  }
}

async function isRunning(engine: Connection, workflowId: string): Promise<boolean | null> {
  try {
    const execution = { workflowId };
    const { workflowExecutionInfo } = await engine.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution,
    });
    return workflowExecutionInfo?.status === RUNNING;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return null;
    throw error;
  }
}
