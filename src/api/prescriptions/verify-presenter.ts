import type { VerifiedDrug, VerifiedPrescription } from '../../domain/prescriptions/verification.js';
import type { VerificationAnswer, VerifiedDrugView } from './verify-responses.js';

export function verificationAnswer(found: VerifiedPrescription): VerificationAnswer {
  return {
    verification_result: {
      valid: found.valid,
      prescription_number: found.number,
      status: found.status,
      legal_form: found.legalForm,
      notice: found.notice,
      issued_date: found.issuedOn,
      valid_until: found.validUntil,
      doctor: found.doctor,
      medical_registration: found.medicalRegistration,
      clinic: found.clinic,
      clinic_phone: found.clinicPhone,
      patient: found.patient,
      digital_signature_valid: found.isAsSigned,
      content_sha256: found.contentSha256,
      document_sha256: found.documentSha256,
      signer: found.signer && {
        name: found.signer.name,
        issuer: found.signer.issuer,
        not_after: found.signer.notAfter.toISOString(),
      },
      remaining_repeats: found.remainingRepeats,
      superseded_by: found.supersededBy,
      drugs: found.drugs.map(drugView),
    },
  };
}

function drugView(drug: VerifiedDrug): VerifiedDrugView {
  return {
    name: drug.name,
    strength: drug.strength,
    form: drug.form,
    quantity: drug.quantity,
    quantity_text: drug.quantityText,
    dosage_instructions: drug.dosageInstructions,
    repeats: drug.repeats,
    repeat_interval_days: drug.repeatIntervalDays,
    remaining_repeats: drug.remainingRepeats,
    dispensed: drug.dispensed,
    supplies: drug.supplies.map(({ supplyNo, dispensedOn }) => ({ supply_no: supplyNo, dispensed_date: dispensedOn })),
    supply_allowed_now: drug.supplyAllowedNow,
    next_supply_from: drug.nextSupplyFrom,
  };
}
