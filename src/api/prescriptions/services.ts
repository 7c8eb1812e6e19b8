import type { printPaper, requestCancel, requestResend } from '../../usecases/prescriptions/change-prescription.js';
import type { checkPrescription } from '../../usecases/prescriptions/check-prescription.js';
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

declare module '../http/services.js' {
  interface Services {
    readonly prescriptions: PrescriptionServices;
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
}
