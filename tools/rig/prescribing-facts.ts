import type { Outcome } from './outcome.js';

/** What doctors, patients and pharmacies saw of prescriptions, as `facts.ts` has it of bookings. */

/** A request that is repeated under its key until it is answered. */
export interface AskedFact {
  /** Its Idempotency-Key. */
  readonly key: string;
  outcome: Outcome;
  /** Status of each answer; null: none. */
  readonly statuses: (number | null)[];
  /** From the refusal. */
  code: string | null;
}

export interface PrescriptionFact extends AskedFact {
  /** Of each of its items, and of no other request: its rows are found by it. */
  readonly quantity: number;
  readonly doctorId: string;
  readonly patientId: string;
  /** The prescription in whose place it was asked for. */
  readonly supersedes: string | null;
  /** From the 201: all prescriptions of the request. */
  issued: readonly { readonly id: string; readonly number: string }[];
}

export interface CancelFact extends AskedFact {
  readonly prescriptionId: string;
}

export interface SupplyFact extends AskedFact {
  readonly prescriptionId: string;
  /** Named by this request alone: its rows are found by it. */
  readonly pharmacy: string;
  /** From the 201: the supplies that were recorded. */
  supplies: readonly string[];
}

/** What a public look at a prescription says. */
export interface Look {
  readonly valid: boolean;
  readonly isSigned: boolean;
  readonly status: string;
  /** Repeats that are left, of each item. */
  readonly left: readonly number[];
  readonly documentSha256: string | null;
}

/** A prescription as its patient and a pharmacist are shown it in the end. */
export interface PaperReading {
  readonly prescriptionId: string;
  /** Of each download, in hex; none: there was no document. */
  readonly sha256s: readonly string[];
  /** Null: nobody had its code, or the look was refused. */
  readonly look: Look | null;
}

/** All that is known of prescriptions by those who asked. */
export interface PrescribingFacts {
  readonly prescriptions: PrescriptionFact[];
  readonly cancels: CancelFact[];
  readonly supplies: SupplyFact[];
  readonly papers: PaperReading[];
}

export function noPrescribing(): PrescribingFacts {
  return { prescriptions: [], cancels: [], supplies: [], papers: [] };
}
