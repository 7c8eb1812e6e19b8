import type { ShownApproval } from '../../usecases/prescriptions/approvals.js';
import type { ApprovalView } from './approvals-responses.js';

export function approvalView(approval: ShownApproval): ApprovalView {
  return {
    id: approval.id,
    access_path: approval.accessPath,
    approval_ref: approval.approvalRef,
    doctor: approval.doctorId,
    patient: approval.patientId,
    category: approval.category,
    dose_form: approval.doseForm,
    indication: approval.indication,
    approved_on: approval.approvedOn,
    expires_on: approval.expiresOn,
    withdrawn_on: approval.withdrawnOn,
    reason: approval.reason,
    active: approval.isActive,
    created_at: approval.recordedAt.toISOString(),
  };
}
