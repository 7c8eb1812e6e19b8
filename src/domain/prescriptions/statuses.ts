/** On the wire, never renamed. `dispensed`: everything that it allows was supplied; `expired`: its last day is over. */
export const PRESCRIPTION_STATUSES = ['draft', 'active', 'dispensed', 'expired', 'cancelled', 'superseded'] as const;
export type PrescriptionStatus = (typeof PRESCRIPTION_STATUSES)[number];
