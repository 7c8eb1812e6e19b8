import type { Caller } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import { isUuid } from '../../../domain/ids.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import type { Report, ReportSummary } from '../../../models/repositories/payments/reconciliation-reports.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';

type Scope = PaymentsScope;

/** Minor units of one provider and currency; `difference` is what the ledger has more than the provider. */
export interface ReconciledSum {
  readonly provider: ProviderName;
  readonly currency: string;
  readonly providerSum: number;
  readonly ledgerSum: number;
  readonly difference: number;
}

/** A reconciliation as it concerns some clinics. */
export type ReconciliationSummary = Omit<ReportSummary, 'sums'> & { readonly sums: readonly ReconciledSum[] };

/** The same with what was found. */
export type ReconciliationDetails = ReconciliationSummary & Pick<Report, 'checked' | 'more' | 'findings'>;

export interface ReconciliationQuery {
  readonly limit: number;
  readonly before?: { readonly at: string; readonly id: string } | undefined;
}

export interface ReadReportsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** Reconciliations, newest first; sums and counts are of the caller's clinics. */
export function listReconciliations(deps: ReadReportsDeps) {
  return (actor: Caller, query: ReconciliationQuery): Promise<readonly ReconciliationSummary[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const rows = await scope.reconciliationReports.list(actor.clinicIds, query.limit, query.before);
      return rows.map((row) => summaryFor(row, actor.clinicIds));
    });
}

/** One reconciliation with what it found in the caller's clinics: payments of patients, so it is recorded. @throws DomainError not_found */
export function readReconciliation(deps: ReadReportsDeps) {
  return (actor: Caller, id: string): Promise<ReconciliationDetails> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const report = await scope.reconciliationReports.find(id);
      if (!report) throw notFound('Reconciliation');
      const [clinicId = null] = actor.clinicIds;
      const shown = reportFor(report, actor.clinicIds);
      const named = shown.findings.flatMap(({ subjectId, orderId, objectId }) => [subjectId, orderId, objectId]);
      const patientIds = await scope.audit.patientsBehind(named.filter(isUuid));
      const about = { entity: 'reconciliation', entityId: id, clinicId, patientIds } as const;
      await scope.audit.record({ action: 'reconciliation.read', ...about }, deps.now());
      return shown;
    });
}

/** A report as it concerns these clinics; all of it when none are named. */
export function reportFor(report: Report, clinicIds: readonly string[] | null): ReconciliationDetails {
  const findings = report.findings.filter((one) => isAmong(one.clinicId, clinicIds));
  const flagged = findings.filter((one) => one.action === 'flagged').length;
  const repaired = findings.filter((one) => one.action !== 'flagged' && one.action !== 'accepted').length;
  const { checked, more } = report;
  return { ...summaryFor({ ...report, flagged, repaired }, clinicIds), checked, more, findings };
}

function summaryFor(row: ReportSummary, clinicIds: readonly string[] | null): ReconciliationSummary {
  return { ...row, sums: sumsOf(row.sums, clinicIds) };
}

function isAmong(clinicId: string | null, clinicIds: readonly string[] | null): boolean {
  return clinicIds === null || (clinicId !== null && clinicIds.includes(clinicId));
}

function sumsOf(rows: ReportSummary['sums'], clinicIds: readonly string[] | null): readonly ReconciledSum[] {
  const sums = new Map<string, ReconciledSum>();
  for (const row of rows) {
    if (!isAmong(row.clinicId, clinicIds)) continue;
    const { provider, currency } = row;
    const key = `${provider} ${currency}`;
    const earlier = sums.get(key);
    const providerSum = (earlier?.providerSum ?? 0) + row.providerSum;
    const ledgerSum = (earlier?.ledgerSum ?? 0) + row.ledgerSum;
    sums.set(key, { provider, currency, providerSum, ledgerSum, difference: ledgerSum - providerSum });
  }
  return [...sums.values()];
}
