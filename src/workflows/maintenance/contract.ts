export const MAINTENANCE_WORKFLOW = 'maintenance';

export interface MaintenanceResult {
  readonly redriven: number;
  /** Attention entries without appointment that had no workflow to show them. */
  readonly shown: number;
  readonly resumed: number;
  readonly forgotten: number;
}
