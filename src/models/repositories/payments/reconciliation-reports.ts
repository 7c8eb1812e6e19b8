import type { Finding } from '../../../domain/payments/findings.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import type { Totals } from '../../../domain/payments/reconciliation.js';
import { changeRow, columnsOf, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ReconciliationsTable } from '../../tables/payments/reconciliations.js';
import type { Window } from './reconciliation.js';

/** Minor units of one provider, currency and clinic. */
export interface SumRow {
  readonly provider: ProviderName;
  readonly currency: string;
  readonly clinicId: string | null;
  readonly providerSum: number;
  readonly ledgerSum: number;
}

type Stored = Row<ReconciliationsTable>;
const COLUMNS = columnsOf(ReconciliationsTable);

export interface ReportSummary extends Omit<Stored, 'totals' | 'findings'> {
  readonly sums: readonly SumRow[];
  readonly checked: Readonly<Record<string, number>>;
  /** Findings beyond those that are kept one by one. */
  readonly more: number;
}

export interface Report extends ReportSummary {
  readonly findings: readonly Finding[];
}

export interface ReportEnd extends Pick<ReportSummary, 'checked' | 'more' | 'repaired' | 'flagged'> {
  readonly sums: readonly Totals[];
  readonly findings: readonly Finding[];
}

/** What reconciliations have compared and found. */
export class ReconciliationReportRepository {
  constructor(private readonly db: Sql) {}

  /** Opens the report; a repeat of the same run goes on with it. */
  async begin(id: string, window: Window, now: Date): Promise<void> {
    await this.db.query(
      `insert into reconciliations (id, window_from, window_to, started_at) values ($1, $2, $3, $4)
       on conflict (id) do nothing`,
      [id, window.from, window.to, now],
    );
  }

  async finish(id: string, end: ReportEnd, now: Date): Promise<void> {
    const { sums, checked, more, findings, repaired, flagged } = end;
    const change = { finishedAt: now, totals: { sums, checked, more }, findings, repaired, flagged };
    await changeRow(this.db, ReconciliationsTable, { id }, change);
  }

  async find(id: string): Promise<Report | null> {
    const { rows } = await this.db.query<Stored>(`select ${COLUMNS} from reconciliation_reports where id = $1`, [id]);
    const [row] = rows;
    return row ? { ...summary(row), findings: row.findings } : null;
  }

  /** Newest first; the counts are of findings in these clinics. */
  async list(
    clinicIds: readonly string[],
    limit: number,
    before?: { readonly at: string; readonly id: string },
  ): Promise<readonly ReportSummary[]> {
    const { rows } = await this.db.query<Omit<Stored, 'findings'>>(
      `select id, window_from, window_to, started_at, finished_at, totals,
              (select count(*) from jsonb_array_elements(findings) f
                where f->>'clinicId' = any($1) and f->>'action' = any(array['redelivered', 'resumed', 'issued'])) as repaired,
              (select count(*) from jsonb_array_elements(findings) f
                where f->>'clinicId' = any($1) and f->>'action' = 'flagged') as flagged
         from reconciliation_reports where $3::timestamptz is null or (started_at, id) < ($3, $4::uuid)
        order by started_at desc, id desc limit $2`,
      [clinicIds, limit, before?.at ?? null, before?.id ?? null],
    );
    return rows.map(summary);
  }

  /** Whether a report that was finished by then had the same finding repaired: it did not help. */
  async repairedInVain(finding: Finding, since: Date, until: Date): Promise<boolean> {
    const { code, provider, objectId, action } = finding;
    const { rowCount } = await this.db.query(
      `select 1 from reconciliations where started_at >= $1 and finished_at < $2 and findings @> $3::jsonb limit 1`,
      [since, until, JSON.stringify([{ code, provider, objectId, action }])],
    );
    return rowCount === 1;
  }

  /** Whether a person has resolved the entry that showed them this finding. */
  async accepted(finding: Finding): Promise<boolean> {
    const { code, provider, objectId } = finding;
    const { rowCount } = await this.db.query(
      `select 1 from attention where resolved_at is not null and (
          code = 'reconciliation' and subject_id = $1 and context->'findings' @> $2::jsonb
          or code = 'unmatched_payment' and $1::uuid is null
             and context->>'provider' = $3 and context->>'objectId' = $4) limit 1`,
      [finding.subjectId, JSON.stringify([{ code, objectId }]), provider, objectId],
    );
    return rowCount === 1;
  }
}

function summary(row: Omit<Stored, 'findings'>): ReportSummary {
  const { id, windowFrom, windowTo, startedAt, finishedAt, repaired, flagged } = row;
  const { sums = [], checked = {}, more = 0 } = row.totals as Partial<Pick<ReportSummary, 'sums' | 'checked' | 'more'>>;
  return { id, windowFrom, windowTo, startedAt, finishedAt, repaired, flagged, sums, checked, more };
}
