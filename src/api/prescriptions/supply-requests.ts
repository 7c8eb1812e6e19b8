import { parseDay } from '../../domain/days.js';
import { invalid } from '../../domain/errors.js';
import { hasVisibleText } from '../../domain/text.js';
import type { DeclineCommand } from '../../usecases/prescriptions/decline-supply.js';
import type { DispenseCommand } from '../../usecases/prescriptions/dispense.js';
import type { AskedDay, Uuid } from '../http/wire-formats.js';
import type { PrescriptionText } from './prescription-texts.js';
import type { EndReason } from './requests.js';

/**
 * Of the prescription: ten characters, in either case, with or without dash.
 * @minLength 1
 * @maxLength 40
 */
export type VerificationCode = string;

/** What a pharmacy supplies. */
export interface DispenseBody {
  code: VerificationCode;
  /** Who supplies, as the pharmacy's register names them. */
  pharmacist_id: PrescriptionText;
  pharmacy_name: PrescriptionText;
  /** On the clinic's calendar; left out: today. */
  dispensed_date?: AskedDay | null;
  /**
   * Items by their ids: all of them are supplied, or none. Left out: all that may be.
   * @minItems 1
   * @maxItems 20
   */
  items?: Uuid[] | null;
  /** Schedule 8 needs it. */
  patient_identity_checked?: boolean | null;
}

/** Why a supply is undone. An administrator of the clinic leaves out `code` and `pharmacist_id`. */
export interface UndoBody {
  code?: VerificationCode | null;
  pharmacist_id?: PrescriptionText | null;
  reason: EndReason;
}

/** Why a pharmacy does not supply. */
export interface DeclineBody {
  code: VerificationCode;
  pharmacist_id: PrescriptionText;
  pharmacy_name: PrescriptionText;
  /**
   * Left out: all of it.
   * @minItems 1
   * @maxItems 20
   */
  items?: Uuid[] | null;
  reason_code:
    | 'out_of_stock'
    | 'clinically_unsuitable'
    | 'suspected_forgery'
    | 'not_wanted'
    | 'not_collected'
    | 'other';
  /**
   * For its doctor.
   * @maxLength 1000
   */
  note?: string | null;
}

/** @throws DomainError validation_failed for a day that no calendar has */
export function dispenseOf(body: DispenseBody): DispenseCommand {
  const { dispensed_date: day } = body;
  return {
    pharmacistId: body.pharmacist_id.trim(),
    pharmacyName: body.pharmacy_name.trim(),
    dispensedOn: day === undefined || day === null ? null : parseDay('dispensed_date', day),
    items: itemsOf(body.items),
    patientIdentityChecked: body.patient_identity_checked ?? false,
  };
}

/** @throws DomainError validation_failed for a note in which there is nothing to see */
export function declineOf(body: DeclineBody): DeclineCommand {
  const note = body.note ?? '';
  if (note !== '' && !hasVisibleText(note)) throw invalid('note', 'Please write something.');
  return {
    pharmacistId: body.pharmacist_id.trim(),
    pharmacyName: body.pharmacy_name.trim(),
    items: itemsOf(body.items),
    reason: body.reason_code,
    note: note === '' ? null : note.trim(),
  };
}

/** @throws DomainError validation_failed for a reason in which there is nothing to see */
export function reasonOf({ reason }: UndoBody): string {
  if (!hasVisibleText(reason)) throw invalid('reason', 'Please say why.');
  return reason.trim();
}

/** Who undoes a supply, and with what code; without them an administrator. */
export function undoerOf({ pharmacist_id: pharmacistId, code }: UndoBody) {
  return { pharmacistId: pharmacistId?.trim() ?? null, code: code ?? '' };
}

function itemsOf(items: readonly string[] | null | undefined): readonly string[] | null {
  return items ? items.map((id) => id.toLowerCase()) : null;
}
