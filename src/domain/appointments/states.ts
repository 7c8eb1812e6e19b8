/** The statuses of an appointment, as on the wire. */
export const APPOINTMENT_STATUSES = [
  'pending',
  'booked',
  'payment_expired',
  'cancelled_by_patient',
  'cancelled_by_doctor',
  'cancelled_by_clinic',
  'in_progress',
  'completed',
  'no_show',
] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/** Statuses in which an appointment owns its slot: the database's partial indexes are built on exactly these. */
export const LIVE_STATUSES = [
  'pending',
  'booked',
  'in_progress',
  'completed',
  'no_show',
] as const satisfies readonly AppointmentStatus[];

/** Statuses in which something still has to happen: such an appointment has a running workflow. */
export const ACTIVE_STATUSES = ['pending', 'booked', 'in_progress'] as const satisfies readonly AppointmentStatus[];

export const CANCELLED_STATUSES = [
  'cancelled_by_patient',
  'cancelled_by_doctor',
  'cancelled_by_clinic',
] as const satisfies readonly AppointmentStatus[];
export type CancelledStatus = (typeof CANCELLED_STATUSES)[number];

/** Statuses that free nothing and wait for nothing: the only ones that may be (softly) deleted. */
export const FINAL_STATUSES = [
  'payment_expired',
  ...CANCELLED_STATUSES,
  'completed',
  'no_show',
] as const satisfies readonly AppointmentStatus[];

/** How a visit was held. */
export const CONSULTATION_MODES = ['video', 'phone', 'in_person', 'chat'] as const;
export type ConsultationMode = (typeof CONSULTATION_MODES)[number];

export function isLive(status: AppointmentStatus): boolean {
  return (LIVE_STATUSES as readonly string[]).includes(status);
}

export function isActive(status: AppointmentStatus): boolean {
  return (ACTIVE_STATUSES as readonly string[]).includes(status);
}

export function isFinal(status: AppointmentStatus): boolean {
  return (FINAL_STATUSES as readonly string[]).includes(status);
}

export function isCancelled(status: AppointmentStatus): status is CancelledStatus {
  return (CANCELLED_STATUSES as readonly string[]).includes(status);
}
