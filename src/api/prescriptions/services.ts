import type { VerifiedPrescription } from '../../domain/prescriptions/verification.js';
import type { printPaper, requestCancel, requestResend } from '../../usecases/prescriptions/change-prescription.js';
import type { checkPrescription } from '../../usecases/prescriptions/check-prescription.js';
import type { declineSupply } from '../../usecases/prescriptions/decline-supply.js';
import type { dispense } from '../../usecases/prescriptions/dispense.js';
import type { readPublishedCertificates } from '../../usecases/prescriptions/published-certificates.js';
import type {
  downloadPrescription,
  listDrafts,
  listPrescriptions,
  readEmailLogs,
  readPrescription,
  readPrescriptionHistory,
} from '../../usecases/prescriptions/read-prescriptions.js';
import type {
  changeDraft,
  deleteDraft,
  draftPrescription,
  issueDraft,
  requestPrescription,
} from '../../usecases/prescriptions/request-prescription.js';
import type { undoSupply } from '../../usecases/prescriptions/undo-supply.js';
import type { verifyPrescription } from '../../usecases/prescriptions/verify-prescription.js';

declare module '../http/services.js' {
  interface Services {
    readonly prescriptions: PrescriptionServices;
    readonly prescriptionVerification: VerificationServices;
  }
}

export interface PrescriptionServices {
  readonly check: ReturnType<typeof checkPrescription>;
  readonly request: ReturnType<typeof requestPrescription>;
  readonly draft: ReturnType<typeof draftPrescription>;
  readonly changeDraft: ReturnType<typeof changeDraft>;
  readonly deleteDraft: ReturnType<typeof deleteDraft>;
  readonly issueDraft: ReturnType<typeof issueDraft>;
  readonly list: ReturnType<typeof listPrescriptions>;
  readonly listDrafts: ReturnType<typeof listDrafts>;
  readonly read: ReturnType<typeof readPrescription>;
  readonly history: ReturnType<typeof readPrescriptionHistory>;
  readonly emailLogs: ReturnType<typeof readEmailLogs>;
  readonly download: ReturnType<typeof downloadPrescription>;
  readonly paper: ReturnType<typeof printPaper>;
  readonly cancel: ReturnType<typeof requestCancel>;
  readonly resend: ReturnType<typeof requestResend>;
  readonly dispense: ReturnType<typeof dispense>;
  readonly undoSupply: ReturnType<typeof undoSupply>;
  readonly decline: ReturnType<typeof declineSupply>;
}

/** The page on which a prescription is looked up, as complete HTML. `number` is what was typed. */
export type VerificationPage =
  | { readonly state: 'asking' | 'not_found' | 'rate_limited' | 'unavailable'; readonly number: string }
  | { readonly state: 'found'; readonly number: string; readonly found: VerifiedPrescription };

/** What anybody who holds a prescription can ask. */
export interface VerificationServices {
  readonly verify: ReturnType<typeof verifyPrescription>;
  readonly certificates: ReturnType<typeof readPublishedCertificates>;
  readonly page: (page: VerificationPage) => string;
}
