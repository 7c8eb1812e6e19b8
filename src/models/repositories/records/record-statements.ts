import type { Statement } from '../../../domain/records/entries.js';
import type { StatementKind } from '../../../domain/records/states.js';
import { insertRow, listRows } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { RecordStatementsTable } from '../../tables/records/record-statements.js';
import type { RecordOf } from './record-entries.js';

export interface NewStatement {
  readonly id: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly kind: StatementKind;
  readonly madeBy: string;
}

/** What was said of patients' lists as a whole. */
export class RecordStatementRepository {
  constructor(private readonly db: Sql) {}

  /** All of them, in no order of use: their numbers are it. */
  async list({ patientId, clinicIds }: RecordOf): Promise<readonly (Statement & { readonly id: string })[]> {
    return listRows(this.db, RecordStatementsTable, { patientId, clinicId: [...clinicIds] });
  }

  /** Adds the next one. The transaction holds the record exclusively: the number is the one after the last. */
  async record(statement: NewStatement, now: Date): Promise<Statement> {
    const { patientId, clinicId } = statement;
    const { rows } = await this.db.query<{ number: number }>(
      'select coalesce(max(number), 0) + 1 as number from record_statements where patient_id = $1 and clinic_id = $2',
      [patientId, clinicId],
    );
    return insertRow(this.db, RecordStatementsTable, { ...statement, number: rows[0]?.number ?? 1, madeAt: now });
  }
}
