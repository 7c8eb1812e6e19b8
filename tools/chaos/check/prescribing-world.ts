import { Connection } from '@temporalio/client';
import { readTables, type Sources, type World } from '../../rig/check/world.js';

/** Rows of prescriptions as they stand in the database; days as `2026-11-30`. */
export interface PrescriptionRow {
  readonly id: string;
  readonly request_id: string;
  readonly doctor_id: string;
  readonly patient_id: string;
  readonly year: number;
  readonly ordinal: number;
  readonly number: string;
  readonly status: string;
  readonly ended_at: Date | null;
  readonly supersedes: string | null;
  readonly superseded_by: string | null;
}

export interface RequestRow {
  readonly id: string;
  readonly delivery: string;
  readonly remind_at: Date | null;
}

export interface ItemRow {
  readonly id: string;
  readonly prescription_id: string;
  readonly quantity: number;
  readonly repeats: number;
  readonly interval_days: number;
}

export interface SupplyRow {
  readonly id: string;
  /** Of the pharmacy's request. */
  readonly request_id: string;
  readonly prescription_id: string;
  readonly item_id: string;
  readonly supply_no: number;
  readonly dispensed_on: string;
  readonly pharmacy_name: string;
  readonly recorded_at: Date;
  readonly undone_at: Date | null;
}

export interface DocumentRow {
  readonly prescription_id: string;
  readonly sha256: string;
}

/** How the workflow of a request stands; null where the engine knows none. */
export type DeliveryRun = { readonly isRunning: boolean; readonly activities: number } | null;

/** What there is of prescriptions, with all the rest. */
export interface PrescribingWorld extends World {
  readonly prescriptions: readonly PrescriptionRow[];
  readonly requests: readonly RequestRow[];
  readonly items: readonly ItemRow[];
  readonly supplies: readonly SupplyRow[];
  readonly documents: readonly DocumentRow[];
  /** The last number of each year. */
  readonly counters: readonly { readonly year: number; readonly last: number }[];
  readonly audit: readonly { readonly entity_id: string; readonly action: string }[];
  /** By request. */
  readonly deliveryRuns: ReadonlyMap<string, DeliveryRun>;
}

const TABLES = {
  prescriptions: `select id, request_id, doctor_id, patient_id, year, ordinal, number, status, ended_at, supersedes, superseded_by
    from prescriptions order by year, ordinal`,
  requests: 'select id, delivery, remind_at from prescription_requests',
  items:
    'select id, prescription_id, quantity, repeats, interval_days from prescription_items order by prescription_id, position',
  supplies: `select id, request_id, prescription_id, item_id, supply_no, dispensed_on::text, pharmacy_name, recorded_at, undone_at
    from dispensings`,
  documents: 'select prescription_id, sha256 from prescription_documents',
  counters: 'select year, last from prescription_counters',
  audit: "select entity_id, action from audit_events where entity = 'prescription'",
} as const;
const AT_ONCE = 10;
const RUNNING = 1;
const NOT_FOUND = 5;

/** Reads what the product has written of prescriptions, with nothing of the product in between. */
export async function readPrescribing(world: World, sources: Sources): Promise<PrescribingWorld> {
  const read = await readTables(sources.databaseUrl, TABLES);
  const tables = read as Omit<PrescribingWorld, keyof World | 'deliveryRuns'>;
  return { ...world, ...tables, deliveryRuns: await readRuns(sources.temporalAddress, tables.requests) };
}

async function readRuns(address: string, requests: readonly RequestRow[]): Promise<Map<string, DeliveryRun>> {
  const connection = await Connection.connect({ address });
  const runs = new Map<string, DeliveryRun>();
  const left = [...requests];
  const read = async () => {
    for (let row = left.pop(); row; row = left.pop()) runs.set(row.id, await readRun(connection, row.id));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, read));
    return runs;
  } finally {
    await connection.close();
  }
}

/** The latest run of the request's workflow. */
async function readRun(engine: Connection, request: string): Promise<DeliveryRun> {
  try {
    const { workflowExecutionInfo, pendingActivities } = await engine.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId: `prescription/${request}` },
    });
    return { isRunning: workflowExecutionInfo?.status === RUNNING, activities: pendingActivities?.length ?? 0 };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return null;
    throw error;
  }
}
