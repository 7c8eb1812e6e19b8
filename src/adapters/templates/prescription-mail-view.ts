import type { PrescriptionMailContent } from '../../domain/prescriptions/mails.js';
import { oneLine, webLink } from './view-text.js';

/** The words of a mail about prescriptions, as its template sees them: every name exists, null for nothing. */
export function prescriptionMailView(content: PrescriptionMailContent) {
  const clinicName = oneLine(content.clinicName);
  return {
    reference: null,
    because: `You get this message because you are a patient of ${clinicName}. It is sent automatically.`,
    clinicName,
    clinicPhone: content.clinicPhone ? oneLine(content.clinicPhone) : null,
    firstName: oneLine(content.patientFirstName) ?? 'there',
    doctorName: oneLine(content.doctorName),
    documentUrl: webLink(content.documentUrl),
    numbers: content.numbers.length > 0 ? content.numbers.join(', ') : null,
    attached: content.isAttached,
  };
}
