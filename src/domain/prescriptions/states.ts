import type { Day } from '../days.js';
import type { PrescriptionStatus } from './statuses.js';

/** What a prescription that was issued is, as it is stored; the rest follows from supplies and from the day. */
export const STORED_STATUSES = ['issued', 'cancelled', 'superseded'] as const;
export type StoredStatus = (typeof STORED_STATUSES)[number];

/** How far the patient's copy has come. On the wire. */
export const DELIVERY_STATES = ['queued', 'rendering', 'delivering', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** How an item stands: how many supplies it allows, and how many of them stand. */
export interface SuppliedItem {
  readonly repeats: number;
  readonly supplied: number;
}

/**
 * The status of a prescription that was issued, on a day of the clinic's calendar. One that was supplied to the end is `dispensed` whenever
 * it is looked at: its last day ends nothing any more.
 */
export function statusOn(
  today: Day,
  prescription: {
    readonly status: StoredStatus;
    readonly validUntil: Day;
    readonly items: readonly SuppliedItem[];
  },
): Exclude<PrescriptionStatus, 'draft'> {
  if (prescription.status !== 'issued') return prescription.status;
  if (prescription.items.every(({ repeats, supplied }) => supplied > repeats)) return 'dispensed';
  return today > prescription.validUntil ? 'expired' : 'active';
}

/** Repeats that are left of an item: none is used up by the first supply. */
export function remainingRepeats({ repeats, supplied }: SuppliedItem): number {
  return Math.max(0, Math.min(repeats, repeats + 1 - supplied));
}

/** What a document is in law. On the wire. The patient's copy is none of the forms on which a pharmacy may supply alone. */
export const LEGAL_FORMS = ['patient_copy', 'paper_signed', 'electronic_conformant'] as const;
export type LegalForm = (typeof LEGAL_FORMS)[number];

/** What becomes of a prescription, as its history has it. On the wire. */
export const PRESCRIPTION_EVENTS = [
  'issued',
  'document_stored',
  'mailed',
  'resent',
  'downloaded',
  'printed',
  'reprinted',
  'cancelled',
  'superseded',
  'supplied',
  'supply_undone',
  'declined',
] as const;
export type PrescriptionEvent = (typeof PRESCRIPTION_EVENTS)[number];
