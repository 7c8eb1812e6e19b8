/** Mails about prescriptions. The names are on the wire (header `X-Keepwell-Kind`) and are never renamed. */
export const PRESCRIPTION_MAIL_KINDS = [
  'prescription_ready',
  'prescription_unread',
  'prescription_cancelled',
  'prescription_superseded',
] as const;
export type PrescriptionMailKind = (typeof PRESCRIPTION_MAIL_KINDS)[number];

/** Whether a mail of this kind brings what was prescribed. */
export function bringsPrescription(kind: string): boolean {
  return kind === 'prescription_ready' || kind === 'prescription_superseded';
}

/** One mail about the prescriptions of a request, sent once. */
export interface PrescriptionMail {
  readonly requestId: string;
  readonly kind: PrescriptionMailKind;
  /** Tells mails of one kind apart: of which prescription, which resending. */
  readonly occurrence: string;
}

/** What a mail about prescriptions may say. It has no field for a medicine, a direction or a diagnosis, so that no template leaks one. */
export interface PrescriptionMailContent {
  readonly clinicName: string;
  readonly clinicPhone: string | null;
  readonly patientFirstName: string;
  readonly doctorName: string;
  /** Where the patient signs in; http(s) only. */
  readonly documentUrl: string;
  /** Only where the installation wants them in the subject. */
  readonly numbers: readonly string[];
  /** The documents go along. */
  readonly isAttached: boolean;
}
