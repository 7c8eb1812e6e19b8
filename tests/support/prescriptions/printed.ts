import type { PrescriptionForm } from '../../../src/adapters/pdf/port.js';
import { createPrescriptionPrinter } from '../../../src/adapters/pdf/prescription-pdf.js';
import type { PrescriptionContent } from '../../../src/domain/prescriptions/content.js';

export const VERIFY_URL = 'https://clinic.example/verify/RX2026000123?code=7K3MQ9XV2D';
export const JWS = 'eyJhbGciOiJFUzI1NiJ9..c2lnbmF0dXJl';

const printer = createPrescriptionPrinter();

/** A prescription as it comes out of the printer, unsigned. */
export function printed(content: PrescriptionContent, form: PrescriptionForm = 'patient_copy'): Promise<Buffer> {
  return printer.print({ content, form, verifyUrl: VERIFY_URL, jws: JWS });
}
