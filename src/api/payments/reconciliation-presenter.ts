import { FINDINGS, type Finding } from '../../domain/payments/findings.js';
import { appointmentPaidFor } from '../../domain/subjects.js';
import type {
  ReconciledSum,
  ReconciliationDetails,
  ReconciliationSummary,
} from '../../usecases/payments/reconciliation/read-reports.js';
import type {
  ReconciliationAnswer,
  ReconciliationFinding,
  ReconciliationReport,
  ReconciliationSum,
} from './reconciliation-responses.js';

export function reconciliationAnswer(summary: ReconciliationSummary): ReconciliationAnswer {
  return {
    id: summary.id,
    window_from: summary.windowFrom.toISOString(),
    window_to: summary.windowTo.toISOString(),
    started_at: summary.startedAt.toISOString(),
    finished_at: summary.finishedAt?.toISOString() ?? null,
    sums: summary.sums.map(sumAnswer),
    repaired: summary.repaired,
    flagged: summary.flagged,
  };
}

export function reconciliationReport(report: ReconciliationDetails): ReconciliationReport {
  const { checked, more, findings } = report;
  return { ...reconciliationAnswer(report), checked: { ...checked }, more, findings: findings.map(findingAnswer) };
}

function sumAnswer({ provider, currency, providerSum, ledgerSum, difference }: ReconciledSum): ReconciliationSum {
  return { provider, currency, provider_sum: providerSum, ledger_sum: ledgerSum, difference };
}

function findingAnswer(finding: Finding): ReconciliationFinding {
  return {
    code: finding.code,
    meaning: FINDINGS[finding.code],
    provider: finding.provider,
    object_id: finding.objectId,
    appointment_id: appointmentIn(finding),
    order_id: finding.orderId,
    expected: finding.expected,
    found: finding.found,
    action: finding.action,
  };
}

function appointmentIn({ subjectId, subjectKind }: Finding): string | null {
  return subjectId !== null && subjectKind !== null ? appointmentPaidFor({ subjectId, subjectKind }) : null;
}
