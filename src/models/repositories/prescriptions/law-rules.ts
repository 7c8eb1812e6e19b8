import type { Day } from '../../../domain/days.js';
import { type LawRow, readLawRow } from '../../../domain/prescriptions/law/rules.js';
import { findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { LawRulesTable } from '../../tables/prescriptions/law-rules.js';

/** A row of the law that was added to this installation. */
export type AddedLawRow = LawRow & { readonly effectiveFrom: Day };

export interface NewLawRow {
  readonly id: string;
  readonly row: AddedLawRow;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** What was added to the law that every installation has: append-only. */
export class LawRuleRepository {
  constructor(private readonly db: Sql) {}

  /** @throws Error for a row of a form that this build does not know: to overlook a rule of law would be worse */
  async list(): Promise<readonly AddedLawRow[]> {
    return (await listRows(this.db, LawRulesTable, {})).map(opened);
  }

  async find(id: string): Promise<AddedLawRow | null> {
    const row = await findRow(this.db, LawRulesTable, { id });
    return row && opened(row);
  }

  async add({ id, row, addedBy, addedAt }: NewLawRow): Promise<void> {
    const { rule, region, effectiveFrom, effectiveTo, source, value } = row;
    await insertRow(this.db, LawRulesTable, {
      ...{ id, rule, region, effectiveFrom, effectiveTo, source, value, addedBy, addedAt },
    });
  }
}

function opened(row: Row<LawRulesTable>): AddedLawRow {
  const { rule, region, effectiveFrom, effectiveTo, source, value } = row;
  const read = readLawRow({ rule, region, effectiveFrom, effectiveTo, source, value });
  if (!read) throw new Error(`the row of the law ${row.id} has a form that this build does not know`);
  return { ...read, effectiveFrom };
}
