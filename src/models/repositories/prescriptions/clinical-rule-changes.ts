import type { AlertSeverity } from '../../../domain/prescriptions/checks/rule.js';
import { insertRow, listRows } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ClinicalRuleChangesTable } from '../../tables/prescriptions/clinical-rule-changes.js';

/** What a clinic has changed of a rule. */
export interface StoredRuleChange {
  readonly rule: string;
  readonly version: number;
  readonly active: boolean;
  /** Null: as the rule is delivered. */
  readonly severity: AlertSeverity | null;
}

export interface NewRuleChange extends StoredRuleChange {
  readonly clinicId: string;
  readonly changedBy: string;
}

/** What clinics have changed of clinical rules: append-only, the latest version counts. */
export class ClinicalRuleChangeRepository {
  constructor(private readonly db: Sql) {}

  /** The latest of each rule that the clinic has changed. */
  async listLatest(clinicId: string): Promise<readonly StoredRuleChange[]> {
    const rows = await listRows(this.db, ClinicalRuleChangesTable, { clinicId }, { order: [['version', 'asc']] });
    return [...new Map(rows.map((row) => [row.rule, row])).values()];
  }

  async record(change: NewRuleChange, now: Date): Promise<void> {
    await insertRow(this.db, ClinicalRuleChangesTable, { ...change, changedAt: now });
  }
}
