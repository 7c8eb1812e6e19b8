import { checkIdentifier, practiceProblem } from '../../identity/public.js';
import { hasVisibleText } from '../../text.js';
import type { LawRefusal } from './facts.js';
import { asking, type Case, isOfKind, itemField, refusal, refusedBy } from './judged.js';
import type { Register } from './rules.js';

/** How a registration is called on paper. */
export const REGISTER_LABELS: Readonly<Record<Register, string>> = {
  ahpra_registration: 'Registration',
  mdcn_folio: 'MDCN folio',
  prc_licence: 'PRC licence',
};

/** What is missing of the patient. */
export function patientProblems(judged: Case): readonly LawRefusal[] {
  const { name, address, birthDate } = judged.facts.patient;
  const missing = [
    ...(hasVisibleText(name) ? [] : [['patient_name', 'name', 'patient.name'] as const]),
    ...(address.length > 0 ? [] : [['patient_address', 'address', 'patient_profile.address'] as const]),
    ...(birthDate !== null ? [] : [['patient_birth_date', 'date of birth', 'patient_profile.date_of_birth'] as const]),
  ];
  return missing.flatMap(([rule, what, field]) =>
    refusedBy('patient_details', asking(judged, rule), `The patient’s ${what} is missing.`, field),
  );
}

/** What is missing of the prescriber on paper: it stands under `prescriber_number`, whichever detail it is. */
export function prescriberProblems(judged: Case): readonly LawRefusal[] {
  const { law, facts } = judged;
  const { prescriber } = facts;
  const missing = [
    ...(prescriber.address.length > 0 ? [] : [['prescriber_address', 'practice address', 'clinic.address'] as const]),
    ...(prescriber.phone ? [] : [['prescriber_phone', 'phone number', 'clinic.phone'] as const]),
    ...(qualificationsOf(judged)
      ? []
      : [['prescriber_qualifications', 'qualifications', 'doctor_profile.qualifications'] as const]),
    ...(prescriber.taxReceiptNumber
      ? []
      : [['prescriber_tax_receipt', 'PTR number', 'doctor_profile.ptr_number'] as const]),
    ...(prescriber.dangerousDrugsLicence
      ? []
      : [['prescriber_dangerous_drugs_licence', 'S2 licence', 'doctor_profile.s2_licence'] as const]),
  ];
  const registrations = law('prescriber_registration').filter(
    ({ value }) => !checkIdentifier(value, prescriber.registrationNumber ?? '').ok,
  );
  const numbers = law('prescriber_number').filter(({ value }) => value.includes(facts.scheme));
  return [
    ...missing.flatMap(([rule, what, field]) =>
      refusedBy('prescriber_number', asking(judged, rule), `The prescriber’s ${what} is missing.`, field),
    ),
    ...refusedBy(
      'prescriber_number',
      registrations,
      'The prescriber’s registration number is missing or has another form.',
      'doctor_profile.medical_registration_number',
    ),
    ...(isPrescriberNumber(prescriber.prescriberNumber)
      ? []
      : refusedBy(
          'prescriber_number',
          numbers,
          'The prescriber number is missing, or does not have 7 digits.',
          'doctor_profile.prescriber_number',
        )),
  ];
}

/** A wrong check digit is let through: its rule has one public source only. */
function isPrescriberNumber(number: string | null): boolean {
  const check = checkIdentifier('prescriber_number', number ?? '');
  return check.ok || check.problem === 'check_digit';
}

/** Professions by the letters that an Ahpra registration begins with: a designation, where no qualifications are given. */
const DESIGNATIONS: Readonly<Record<string, string>> = {
  MED: 'Medical practitioner',
  DEN: 'Dental practitioner',
  NMW: 'Nurse practitioner or midwife',
  OPT: 'Optometrist',
  POD: 'Podiatrist',
};

/** Qualifications, or the designation that the registration tells; null where neither is known. */
export function qualificationsOf({ facts }: Case): string | null {
  const { qualifications, registrationNumber, region } = facts.prescriber;
  if (qualifications !== null && hasVisibleText(qualifications)) return qualifications.trim();
  return region === 'au' ? (DESIGNATIONS[registrationNumber?.slice(0, 3).toUpperCase() ?? ''] ?? null) : null;
}

/** Who may not prescribe this, or not to this patient. */
export function standingProblems(judged: Case): readonly LawRefusal[] {
  const { facts, items } = judged;
  const { prescriber, patient, now, policy } = facts;
  const problem = practiceProblem(prescriber.standing, now, { required: policy.requireVerifiedDoctors });
  const isSelf = prescriber.id === patient.id;
  return [
    ...(problem === null
      ? []
      : [
          {
            rule: 'prescriber_verification',
            message: problem,
            source: 'The latest check of the registration',
          } as const,
        ]),
    ...(isSelf
      ? refusedBy(
          'self_prescribing',
          asking(judged, 'self_prescribing'),
          'Nobody prescribes for themselves.',
          'patient',
        )
      : []),
    ...(hasAuthority(judged)
      ? []
      : asking(judged, 'prescriber_authority').flatMap((row) =>
          items
            .filter((item) => isOfKind(item, row.value))
            .map((item) =>
              refusal(
                's8_authority_to_prescribe',
                [row],
                `${item.drug.name} is a controlled medicine, and no authority of this doctor to prescribe it is on record.`,
                itemField(item, 'medicine'),
              ),
            ),
        )),
  ];
}

function hasAuthority({ facts }: Case): boolean {
  const { schedule8, expiresOn } = facts.prescriber.authority;
  return schedule8 && (expiresOn === null || expiresOn >= facts.writtenOn);
}

/** A prescription follows a consultation that has begun and is not long over, and one that was more than chat. */
export function consultationProblems(judged: Case): readonly LawRefusal[] {
  const { visit, now, policy } = judged.facts;
  const rows = asking(judged, 'consultation');
  const missing = (sentence: string, field: string) => refusedBy('consultation_missing', rows, sentence, field);
  if (visit === null || !visit.hasBegun) {
    return missing('No consultation of this doctor with this patient has begun.', 'appointment');
  }
  if (visit.endedAt !== null && now.getTime() - visit.endedAt.getTime() > policy.prescribeWithinMs) {
    return missing('The consultation ended too long ago: see the patient again before you prescribe.', 'appointment');
  }
  if (visit.mode === null) {
    return missing('Say how the patient was seen: by video, by phone, in person or by chat.', 'consultation_mode');
  }
  if (visit.mode !== 'chat' || hasVisibleText(visit.chatOnlyReason ?? '')) return [];
  const sentence = 'Chat alone is no consultation: speak with the patient, or give the reason why chat is enough.';
  return refusedBy('chat_only', asking(judged, 'chat_reason'), sentence, 'chat_only_reason');
}
