export const RECONCILIATION_WORKFLOW = 'reconciliation';

export interface ReconciliationResult {
  /** Of the report. */
  readonly id: string;
  readonly findings: number;
  readonly repaired: number;
  readonly flagged: number;
}
