import { parseDay } from '../../domain/days.js';
import { invalid } from '../../domain/errors.js';
import type { ApprovalDraft, Withdrawal } from '../../domain/prescriptions/law/approvals.js';
import { CANNABIS_CATEGORIES, type CannabisCategory } from '../../domain/prescriptions/law/cannabis.js';
import type { AskedDay, Uuid } from '../http/wire-formats.js';
import type { AccessPathName, CannabisCategoryNumber, CannabisDoseFormName } from './approvals-responses.js';
import type { PrescriptionText } from './prescription-texts.js';
import type { EndReason } from './requests.js';

export interface ApprovalBody {
  access_path: AccessPathName;
  /** As the authority numbers it. */
  approval_ref: PrescriptionText;
  /** Who may prescribe by it: a doctor of the clinic. */
  doctor: Uuid;
  /** For whom; not for `authorised_prescriber`, and needed for the others. */
  patient?: Uuid | null;
  category: CannabisCategoryNumber;
  dose_form: CannabisDoseFormName;
  /**
   * For what it was given.
   * @minLength 1
   * @maxLength 1000
   */
  indication: string;
  approved_on: AskedDay;
  /** Its last day. */
  expires_on: AskedDay;
}

export interface WithdrawalBody {
  /** The first day on which it does not count: one of its own days. */
  withdrawn_on: AskedDay;
  reason: EndReason;
}

/** @throws DomainError validation_failed for a day that no calendar has */
export function approvalDraftOf(body: ApprovalBody): ApprovalDraft {
  return {
    accessPath: body.access_path,
    approvalRef: body.approval_ref.trim(),
    doctorId: body.doctor.toLowerCase(),
    patientId: body.patient?.toLowerCase() ?? null,
    category: categoryOf(body.category),
    doseForm: body.dose_form,
    indication: body.indication.trim(),
    approvedOn: parseDay('approved_on', body.approved_on),
    expiresOn: parseDay('expires_on', body.expires_on),
  };
}

export function withdrawalOf({ withdrawn_on: day, reason }: WithdrawalBody): Withdrawal {
  return { withdrawnOn: parseDay('withdrawn_on', day), reason: reason.trim() };
}

function categoryOf(asked: number): CannabisCategory {
  const category = CANNABIS_CATEGORIES.find((one) => one === asked);
  if (category === undefined) throw invalid('category', 'A category is a whole number from 1 to 5.');
  return category;
}
