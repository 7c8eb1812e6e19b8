/** One of the workflow's staff updates. */
export interface StaffActionBody {
  action: 'extend_payment_window' | 'resend_confirmation' | 'retry_refund' | 'issue_refund' | 'resolve_attention';
  /**
   * Kept in the audit and the history.
   * @minLength 3
   * @maxLength 500
   */
  reason: string;
  /**
   * `extend_payment_window`: minutes from now that the patient gets to pay.
   * @isInt
   * @minimum 1
   * @maximum 1440
   */
  minutes?: number;
  /**
   * `retry_refund`: one refund; all failed ones when left out.
   * @maxLength 36
   * @format uuid
   */
  refund_id?: string;
  /**
   * `issue_refund`: minor units; all that is left of the payment when left out.
   * @isInt
   * @minimum 1
   */
  amount?: number;
  /**
   * `resolve_attention`: the entry's code.
   * @maxLength 50
   */
  code?: string;
}
