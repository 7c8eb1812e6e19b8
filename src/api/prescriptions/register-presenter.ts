import { csvText } from '../../domain/csv-text.js';
import type { RegisterEntry } from '../../domain/prescriptions/register.js';
import type { NumberAudit } from '../../usecases/prescriptions/audit-numbers.js';
import type { ControlledRegister } from '../../usecases/prescriptions/read-register.js';
import type {
  ComplianceChecksView,
  ControlledSubstanceView,
  NumberAuditAnswer,
  RegisterAnswer,
} from './register-responses.js';

export function registerAnswer({ entries, from, to, ...of }: ControlledRegister): RegisterAnswer {
  return {
    controlled_substance_audit: entries.map(controlledView),
    regulatory_summary: {
      total_schedule_8_prescriptions: of.prescriptions,
      compliance_rate: of.complianceRate,
      audit_period: `${from} to ${to}`,
    },
  };
}

function controlledView({ number, issuedAt, supply, checks, ...entry }: RegisterEntry): ControlledSubstanceView {
  return {
    prescription_number: number,
    drug: entry.drug,
    schedule: 8,
    doctor: entry.doctor,
    patient: entry.patient,
    quantity: entry.quantity,
    authority_code: entry.authorityCode,
    prescribed_date: issuedAt.toISOString(),
    dispensed_date: supply?.dispensedOn ?? null,
    pharmacy: supply?.pharmacyName ?? null,
    pharmacist: supply?.pharmacistId ?? null,
    compliance_checks: {
      authority_verified: checks.authorityVerified,
      patient_id_checked: checks.patientIdChecked,
      dosage_within_limits: checks.dosageWithinLimits,
      prescriber_authorized: checks.prescriberAuthorized,
    },
  };
}

const COLUMNS = [
  'prescription_number',
  'drug',
  'schedule',
  'doctor',
  'patient',
  'quantity',
  'authority_code',
  'prescribed_date',
  'dispensed_date',
  'pharmacy',
  'pharmacist',
  'authority_verified',
  'patient_id_checked',
  'dosage_within_limits',
  'prescriber_authorized',
] as const satisfies readonly (keyof ControlledSubstanceView | keyof ComplianceChecksView)[];

/** The rows alone, as CSV with a heading. */
export function registerCsv({ controlled_substance_audit: rows }: RegisterAnswer): string {
  return csvText(
    COLUMNS,
    rows.map(({ compliance_checks: checks, ...row }) => ({ ...row, ...checks })),
  );
}

export function numberAuditAnswer({ missing, ...of }: NumberAudit): NumberAuditAnswer {
  return { ...of, missing: [...missing] };
}
