export const MAINTENANCE_WORKFLOW = 'maintenance';

export interface MaintenanceResult {
  readonly redriven: number;
  readonly resumed: number;
  readonly forgotten: number;
}
