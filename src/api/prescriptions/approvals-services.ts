import type { addApproval, listApprovals, withdrawApproval } from '../../usecases/prescriptions/approvals.js';

declare module '../http/services.js' {
  interface Services {
    readonly approvals: ApprovalServices;
  }
}

export interface ApprovalServices {
  readonly list: ReturnType<typeof listApprovals>;
  readonly add: ReturnType<typeof addApproval>;
  readonly withdraw: ReturnType<typeof withdrawApproval>;
}
