import type { UserActor } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import { FINDINGS, type Finding, type FindingAction, type FindingCode } from '../../../domain/payments/findings.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import type { Count, CurrencyCode, Instant, MinorUnits, Uuid } from '../../../domain/wire-formats.js';
import type { Report, ReportSummary } from '../../../models/repositories/payments/reconciliation-reports.js';
import type { UnitOfWork } from '../../../models/unit-of-work.js';

/** Minor units of one provider and currency; `difference` is what the ledger has more than the provider. */
export interface ReconciliationSum {
  provider: ProviderName;
  currency: CurrencyCode;
  provider_sum: MinorUnits;
  ledger_sum: MinorUnits;
  difference: MinorUnits;
}

export interface ReconciliationAnswer {
  id: Uuid;
  window_from: Instant;
  window_to: Instant;
  started_at: Instant;
  /** Null while it runs, or when it was cut short. */
  finished_at: Instant | null;
  sums: ReconciliationSum[];
  /** Findings that were repaired. */
  repaired: Count;
  /** Findings that wait for a person. */
  flagged: Count;
}

/** One thing that two books disagree about. */
export interface ReconciliationFinding {
  code: FindingCode;
  /** What the code means. */
  meaning: string;
  provider: ProviderName | null;
  /** The provider's name of the charge or refund, or the id of our own row. */
  object_id: string;
  appointment_id: Uuid | null;
  order_id: Uuid | null;
  /** By our records. */
  expected: string | null;
  /** By the other book. */
  found: string | null;
  /** What was done: redelivered, resumed, issued, flagged, or accepted because a person had resolved it before. */
  action: FindingAction;
}

/** How many there are of each kind, by its name. */
export interface ReconciliationCounts {
  [kind: string]: Count;
}

export interface ReconciliationReport extends ReconciliationAnswer {
  /** How many of each kind were compared, in all clinics. */
  checked: ReconciliationCounts;
  /** Findings beyond those that are listed. */
  more: Count;
  findings: ReconciliationFinding[];
}

export interface ReconciliationQuery {
  readonly limit: number;
  readonly before?: { readonly at: string; readonly id: string } | undefined;
}

/** Reconciliations, newest first; sums and counts are of the caller's clinics. */
export function listReconciliations(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, query: ReconciliationQuery): Promise<ReconciliationAnswer[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const rows = await scope.reconciliationReports.list(actor.clinicIds, query.limit, query.before);
      return rows.map((row) => summaryView(row, actor.clinicIds));
    });
}

/** One reconciliation with what it found in the caller's clinics. @throws DomainError not_found */
export function readReconciliation(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<ReconciliationReport> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const report = await scope.reconciliationReports.find(id);
      if (!report) throw notFound('Reconciliation');
      return reportView(report, actor.clinicIds);
    });
}

/** A report as it concerns these clinics; all of it when none are named. */
export function reportView(report: Report, clinicIds: readonly string[] | null): ReconciliationReport {
  const findings = report.findings.filter((one) => isAmong(one.clinicId, clinicIds));
  const flagged = findings.filter((one) => one.action === 'flagged').length;
  const repaired = findings.filter((one) => one.action !== 'flagged' && one.action !== 'accepted').length;
  return {
    ...summaryView({ ...report, flagged, repaired }, clinicIds),
    checked: { ...report.checked },
    more: report.more,
    findings: findings.map(findingView),
  };
}

function isAmong(clinicId: string | null, clinicIds: readonly string[] | null): boolean {
  return clinicIds === null || (clinicId !== null && clinicIds.includes(clinicId));
}

function sumsOf(rows: ReportSummary['sums'], clinicIds: readonly string[] | null): ReconciliationSum[] {
  const sums = new Map<string, ReconciliationSum>();
  for (const row of rows) {
    if (!isAmong(row.clinicId, clinicIds)) continue;
    const { provider, currency } = row;
    const key = `${provider} ${currency}`;
    const sum = sums.get(key) ?? { provider, currency, provider_sum: 0, ledger_sum: 0, difference: 0 };
    sum.provider_sum += row.providerSum;
    sum.ledger_sum += row.ledgerSum;
    sum.difference = sum.ledger_sum - sum.provider_sum;
    sums.set(key, sum);
  }
  return [...sums.values()];
}

function summaryView(row: ReportSummary, clinicIds: readonly string[] | null): ReconciliationAnswer {
  return {
    id: row.id,
    window_from: row.windowFrom.toISOString(),
    window_to: row.windowTo.toISOString(),
    started_at: row.startedAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    sums: sumsOf(row.sums, clinicIds),
    repaired: row.repaired,
    flagged: row.flagged,
  };
}

function findingView(finding: Finding): ReconciliationFinding {
  return {
    code: finding.code,
    meaning: FINDINGS[finding.code],
    provider: finding.provider,
    object_id: finding.objectId,
    appointment_id: finding.appointmentId,
    order_id: finding.orderId,
    expected: finding.expected,
    found: finding.found,
    action: finding.action,
  };
}
