export const MAINTENANCE_WORKFLOW = 'maintenance';

export interface MaintenanceResult {
  readonly redriven: number;
  /** Mails about accounts that had no workflow to send them. */
  readonly mailed: number;
  /** Attention entries without appointment that had no workflow to show them. */
  readonly shown: number;
  readonly resumed: number;
  /** Free times of doctors who do not work there any more, taken back. */
  readonly withdrawn: number;
  /** Visits that cannot take place as they were booked, newly shown to a person: each entry once. */
  readonly flagged: number;
  /** Doctors who were reminded that their verification ends, patients of forms that are due, and clinics of alerts of their stock. */
  readonly reminded: number;
  /** Imports of lists on which something was to be done and nobody did it. */
  readonly followed: number;
  /** Answers of old idempotency keys, links that have ended, and files of chat rooms that nobody needs. */
  readonly forgotten: number;
}
