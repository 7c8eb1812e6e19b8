import { Connection } from '@temporalio/client';
import { readTables, type Sources } from '../../rig/check/world.js';
import type { PrescribingWorld } from './prescribing-world.js';

/** Rows of the catalogue as they stand in the database; money in minor units. */
export interface ImportRow {
  readonly id: string;
  readonly supplier: string | null;
  readonly state: string;
  /** `pull`: the product has fetched it. */
  readonly source: string;
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

/** An entry that shows to a person that the list of a supplier cannot be fetched. */
export interface PullAttention {
  readonly supplier: string;
  readonly opened_at: Date;
  readonly resolved_at: Date | null;
}

/** Where the list of a supplier is fetched from. */
interface SourceRow {
  readonly clinic_id: string;
  readonly supplier: string;
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
  readonly sources: readonly SourceRow[];
  /** The oldest first. */
  readonly pullAttention: readonly PullAttention[];
  /** Suppliers whose source has a Schedule. */
  readonly schedules: ReadonlySet<string>;
  /** Ids of workflows that fetch a list. */
  readonly runningPulls: readonly string[];
}

const TABLES = {
  imports: `select id, supplier, state, source, coverage, file_name, rows_total, base_version, applied_at,
      (done ->> 'created')::int + (done ->> 'updated')::int + (done ->> 'reactivated')::int + (done ->> 'unchanged')::int as products_done
    from supplier_imports order by base_version`,
  products:
    'select id, supplier, product_code, wholesale_price, stock_quantity, active, withdrawn from supplier_products',
  prices: 'select product_id, import_id, is_undo, wholesale_price from supplier_product_prices order by at, is_undo',
  lists: 'select supplier, version from supplier_lists',
  importAudit: "select entity_id, action from audit_events where entity = 'supplier_import'",
  sources: 'select clinic_id, supplier from supplier_sources',
  pullAttention: `select split_part(about, '/', 2) as supplier, opened_at, resolved_at from attention
    where code = 'supplier_pull_failed' order by opened_at`,
} as const;
const NAMESPACE = 'default';
const RUNNING = 1;
const NOT_FOUND = 5;

/** Reads what the product has written of the catalogue, with nothing of the product in between. */
export async function readImports(world: PrescribingWorld, sources: Sources): Promise<ImportWorld> {
  const read = await readTables(sources.databaseUrl, TABLES);
  const tables = read as Omit<ImportWorld, keyof PrescribingWorld | 'importRuns' | 'schedules' | 'runningPulls'>;
  const connection = await Connection.connect({ address: sources.temporalAddress });
  try {
    const importRuns = new Map<string, boolean | null>();
    for (const { id } of tables.imports) importRuns.set(id, await isRunning(connection, `supplier-import/${id}`));
    const schedules = new Set<string>();
    for (const source of tables.sources) if (await hasSchedule(connection, source)) schedules.add(source.supplier);
    return { ...world, ...tables, importRuns, schedules, runningPulls: await readRunningPulls(connection) };
  } finally {
    await connection.close();
  }
}

function isRunning(engine: Connection, workflowId: string, runId?: string): Promise<boolean | null> {
  return ifKnown(async () => {
    const execution = { workflowId, ...(runId ? { runId } : {}) };
    const call = { namespace: NAMESPACE, execution };
    const { workflowExecutionInfo } = await engine.workflowService.describeWorkflowExecution(call);
    return workflowExecutionInfo?.status === RUNNING;
  });
}

async function hasSchedule(engine: Connection, { clinic_id: clinic, supplier }: SourceRow): Promise<boolean> {
  const scheduleId = `supplier-pull/${clinic}/${supplier}`;
  const found = await ifKnown(() => engine.workflowService.describeSchedule({ namespace: NAMESPACE, scheduleId }));
  return found !== null;
}

async function readRunningPulls(engine: Connection): Promise<readonly string[]> {
  const query = "WorkflowType = 'supplierPull' and ExecutionStatus = 'Running'";
  const { executions } = await engine.workflowService.listWorkflowExecutions({ namespace: NAMESPACE, query });
  const running: string[] = [];
  for (const { execution } of executions ?? []) {
    const { workflowId, runId } = execution ?? {};
    // The list lags behind.
    if (workflowId && runId && (await isRunning(engine, workflowId, runId))) running.push(workflowId);
  }
  return running;
}

/** Null where the engine knows no such thing. */
async function ifKnown<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return null;
    throw error;
  }
}
