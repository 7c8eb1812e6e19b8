import { MOST_SHOWN, type ShownProblems } from '../../../domain/formulary/imports/import.js';
import type { ListProblem } from '../../../domain/formulary/imports/list.js';
import { type Change, changeRow, findRow, insertRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DrugImportsTable } from '../../tables/formulary/drug-imports.js';

export type DrugImport = Row<DrugImportsTable>;
export type NewDrugImport = Pick<
  DrugImport,
  'id' | 'clinicId' | 'mode' | 'coverage' | 'fileName' | 'fileSha256' | 'fileSize' | 'document' | 'requestedBy'
>;

/** Imports of lists into the formulary: whose, what state, what they say. */
export class DrugImportRepository {
  constructor(private readonly db: Sql) {}

  async add(wanted: NewDrugImport, now: Date): Promise<DrugImport> {
    return insertRow(this.db, DrugImportsTable, { ...wanted, state: 'received', createdAt: now, updatedAt: now });
  }

  find(id: string): Promise<DrugImport | null> {
    return findRow(this.db, DrugImportsTable, { id });
  }

  /** The row is held until the transaction ends: of two decisions at once, the second sees the first. */
  async lock(id: string): Promise<DrugImport | null> {
    await this.db.query('select id from drug_imports where id = $1 for update', [id]);
    return this.find(id);
  }

  change(id: string, change: Change<DrugImportsTable>, now: Date): Promise<DrugImport> {
    return changeRow(this.db, DrugImportsTable, { id }, { ...change, updatedAt: now });
  }

  /** Imports of the clinic that were applied behind this one and stand, the latest first. */
  async listLater({
    clinicId,
    appliedAt,
  }: DrugImport): Promise<readonly { readonly importId: string; readonly appliedAt: Date }[]> {
    const { rows } = await this.db.query<{ readonly importId: string; readonly appliedAt: Date }>(
      `select id as import_id, applied_at from drug_imports
        where clinic_id = $1 and applied_at > $2 and state in ('applied', 'undoing') order by applied_at desc`,
      [clinicId, appliedAt],
    );
    return rows;
  }

  /** Whether an import of the clinic was applied or taken back since. */
  async hasChangedSince(clinicId: string, since: Date): Promise<boolean> {
    const { rows } = await this.db.query(
      'select 1 as one from drug_imports where clinic_id = $1 and greatest(applied_at, undone_at) > $2 limit 1',
      [clinicId, since],
    );
    return rows.length > 0;
  }

  /** Ids of those that a workflow has to go on with: something is to be done since then, or nobody has decided until then. */
  async listUnattended(before: { readonly underWay: Date; readonly previewed: Date }): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ readonly id: string }>(
      `select id from drug_imports
        where (state in ('received', 'reading', 'applying', 'undoing') and updated_at < $1) or (state = 'previewed' and previewed_at < $2)
        order by updated_at limit 100`,
      [before.underWay, before.previewed],
    );
    return rows.map(({ id }) => id);
  }

  /** The first errors and warnings of its rows, in the order of the file. */
  async problems(importId: string): Promise<ShownProblems> {
    const [errors, warnings] = await Promise.all([this.shown(importId, 'error'), this.shown(importId, 'warning')]);
    return { errors, warnings };
  }

  private async shown(importId: string, severity: ListProblem['severity']): Promise<readonly ListProblem[]> {
    const { rows } = await this.db.query<{ readonly problem: ListProblem }>(
      `select p.problem from drug_import_rows r cross join lateral jsonb_array_elements(r.problems) with ordinality p (problem, place)
        where r.import_id = $1 and r.problems <> '[]' and p.problem ->> 'severity' = $2 order by r.place, p.place limit ${MOST_SHOWN}`,
      [importId, severity],
    );
    return rows.map(({ problem }) => problem);
  }
}
