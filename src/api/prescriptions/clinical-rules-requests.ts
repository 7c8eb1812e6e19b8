import type { AlertSeverityView } from './clinical-rules-responses.js';

export interface ClinicalRuleChangeBody {
  active?: boolean;
  severity?: AlertSeverityView;
  /**
   * Kept in the audit.
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
  /**
   * The version that was read: another one is 409.
   * @isInt
   * @minimum 1
   * @maximum 2147483647
   */
  version: number;
}
