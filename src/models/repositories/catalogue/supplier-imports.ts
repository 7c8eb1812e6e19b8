import type { RowProblem } from '../../../domain/catalogue/list.js';
import type { ImportState } from '../../../domain/list-import-states.js';
import { Conditions } from '../../conditions.js';
import type { Tx } from '../../lent-client.js';
import { readInBatches } from '../../read-in-batches.js';
import { type Change, changeRow, columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import { SupplierImportsTable } from '../../tables/catalogue/supplier-imports.js';
import type { OfSupplier } from './supplier-lists.js';

export type SupplierImport = Row<SupplierImportsTable>;
export type NewSupplierImport = Pick<
  SupplierImport,
  | 'id'
  | 'clinicId'
  | 'supplier'
  | 'mode'
  | 'coverage'
  | 'source'
  | 'fileName'
  | 'fileSha256'
  | 'fileSize'
  | 'document'
  | 'requestedBy'
>;

/** What a poke says of an import. */
type Poked = Pick<SupplierImport, 'id' | 'clinicId' | 'requestedBy'>;

/** An import that was applied, and when. */
export interface AppliedImport {
  readonly importId: string;
  readonly appliedAt: Date;
}

/** Which imports. */
export interface MatchingImports {
  readonly clinicId: string;
  /** The key of a supplier, in any case. */
  readonly supplier?: string | undefined;
  readonly state?: ImportState | undefined;
}

export interface ImportFilter extends MatchingImports {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Problems that an answer shows: the first ones, of an import or behind a place. */
export const MOST_SHOWN = 100;

const COLUMNS = columnsOf(SupplierImportsTable);

/** Imports of price lists: whose, what state, what they say. */
export class SupplierImportRepository {
  constructor(private readonly db: Tx) {}

  async insert(wanted: NewSupplierImport, now: Date): Promise<SupplierImport> {
    const row = { ...wanted, state: 'received', createdAt: now, updatedAt: now } as const;
    return this.noteChange(await insertRow(this.db, SupplierImportsTable, row));
  }

  find(id: string): Promise<SupplierImport | null> {
    return findRow(this.db, SupplierImportsTable, { id });
  }

  /** The row is held until the transaction ends: of two decisions at once, the second sees the first. */
  async lock(id: string): Promise<SupplierImport | null> {
    await this.db.query('select id from supplier_imports where id = $1 for update', [id]);
    return this.find(id);
  }

  async change(id: string, change: Change<SupplierImportsTable>, now: Date): Promise<SupplierImport> {
    return this.noteChange(await changeRow(this.db, SupplierImportsTable, { id }, { ...change, updatedAt: now }));
  }

  /** Whoever follows the import is notified when the transaction has committed. */
  private noteChange<Changed extends Poked>(row: Changed): Changed {
    this.db.changedImports.add(`${row.id}/${row.clinicId}/${row.requestedBy ?? ''}`);
    return row;
  }

  /** How far a worker is with it in this state; nothing where that has ended meanwhile, so that a late word says nothing of the next one. */
  async reportProgress(
    { id, state }: Pick<SupplierImport, 'id' | 'state'>,
    { rowsProcessed, rowsTotal }: { readonly rowsProcessed: number; readonly rowsTotal: number },
    now: Date,
  ): Promise<void> {
    const { rows } = await this.db.query<Poked>(
      `update supplier_imports set rows_processed = $2, rows_total = $3, updated_at = $4 where id = $1 and state = $5
       returning id, clinic_id, requested_by`,
      [id, rowsProcessed, rowsTotal, now, state],
    );
    for (const row of rows) this.noteChange(row);
  }

  /** The latest first. */
  async list({ limit, after, ...matching }: ImportFilter): Promise<readonly SupplierImport[]> {
    const conditions = conditionsOf(matching);
    if (after) {
      const [at, id] = [conditions.place(after.at), conditions.place(after.id)];
      // The cursor has milliseconds.
      conditions.and(`(date_trunc('milliseconds', created_at), id) < (${at}::timestamptz, ${id}::uuid)`);
    }
    const { rows } = await this.db.query<SupplierImport>(
      `${latestFirst(conditions)} ${conditions.limit(limit)}`,
      conditions.values,
    );
    return rows;
  }

  /** All that match, the latest first. */
  listInBatches(matching: MatchingImports): AsyncGenerator<readonly SupplierImport[]> {
    const conditions = conditionsOf(matching);
    const { values } = conditions;
    return readInBatches(this.db, 'exported_imports', { text: latestFirst(conditions), values });
  }

  /**
   * Imports of the supplier that were applied behind this one and stand, the latest first: by the version of the list that each has met,
   * because clocks of workers differ.
   */
  async listLater({ clinicId, supplier, baseVersion }: SupplierImport): Promise<readonly AppliedImport[]> {
    const { rows } = await this.db.query<AppliedImport>(
      `select id as import_id, applied_at from supplier_imports
        where clinic_id = $1 and supplier = $2 and base_version > $3 and state in ('applied', 'undoing') order by base_version desc`,
      [clinicId, supplier, baseVersion],
    );
    return rows;
  }

  /** The import whose list is in force: the last one that was applied and stands; null where there is none. */
  async findLastApplied({ clinicId, supplier }: OfSupplier): Promise<SupplierImport | null> {
    const { rows } = await this.db.query<SupplierImport>(
      `select ${COLUMNS} from supplier_imports
        where clinic_id = $1 and supplier = $2 and state = 'applied' order by base_version desc limit 1`,
      [clinicId, supplier],
    );
    return rows[0] ?? null;
  }

  /** Whether a list of the supplier that was fetched later than this one stands. */
  async isOvertaken({ clinicId, supplier, source, createdAt }: SupplierImport): Promise<boolean> {
    if (source !== 'pull') return false;
    const { rows } = await this.db.query(
      `select 1 from supplier_imports
        where clinic_id = $1 and supplier = $2 and source = 'pull' and created_at > $3 and state in ('applied', 'undoing') limit 1`,
      [clinicId, supplier, createdAt],
    );
    return rows.length > 0;
  }

  /** The import of the supplier, but this one, that is being applied or taken back; null where there is none. */
  async findUnderWay({ clinicId, supplier }: OfSupplier, but: string): Promise<string | null> {
    const { rows } = await this.db.query<{ readonly id: string }>(
      `select id from supplier_imports where clinic_id = $1 and supplier = $2 and id <> $3 and state in ('applying', 'undoing') limit 1`,
      [clinicId, supplier, but],
    );
    return rows[0]?.id ?? null;
  }

  /** Ids of those that a workflow has to go on with: something is to be done since then, or nobody has decided until then. */
  async listUnattended(before: { readonly underWay: Date; readonly previewed: Date }): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ readonly id: string }>(
      `select id from supplier_imports
        where (state in ('received', 'reading', 'applying', 'undoing') and updated_at < $1) or (state = 'previewed' and previewed_at < $2)
        order by updated_at limit 100`,
      [before.underWay, before.previewed],
    );
    return rows.map(({ id }) => id);
  }

  /** Errors or warnings of its rows, in the order of the file; `skip` of them are left out. */
  async listProblems(
    importId: string,
    severity: RowProblem['severity'],
    { skip = 0, limit = MOST_SHOWN }: { readonly skip?: number; readonly limit?: number } = {},
  ): Promise<readonly RowProblem[]> {
    const { rows } = await this.db.query<{ readonly problem: RowProblem }>(
      `select p.problem from supplier_import_rows r cross join lateral jsonb_array_elements(r.problems) with ordinality p (problem, place)
        where r.import_id = $1 and r.problems <> '[]' and p.problem ->> 'severity' = $2
        order by r.place, p.place limit $3 offset $4`,
      [importId, severity, limit, skip],
    );
    return rows.map(({ problem }) => problem);
  }
}

function conditionsOf({ clinicId, supplier, state }: MatchingImports): Conditions {
  return new Conditions()
    .and('clinic_id = ?', clinicId)
    .and('lower(supplier) = lower(?)', supplier)
    .and('state = ?', state);
}

function latestFirst(conditions: Conditions): string {
  return `select ${COLUMNS} from supplier_imports where ${conditions} order by date_trunc('milliseconds', created_at) desc, id desc`;
}
