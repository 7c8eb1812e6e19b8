import { DomainError } from '../../domain/errors.js';
import { canonicalContent } from '../../domain/prescriptions/content.js';
import { unprintable } from '../../domain/prescriptions/printable.js';
import { ARCHIVED, type OpenDocument, openDocument } from './document.js';
import { FontLibrary } from './fonts/font-library.js';
import { TextLayout } from './fonts/text-layout.js';
import type { PrescriptionPrint, PrescriptionPrinter } from './port.js';
import { printItem } from './prescription-item.js';
import { PrescriptionSheet } from './prescription-sheet.js';

/** Printer of prescriptions, by the same fonts as receipts. @throws Error when a font file is missing */
export function createPrescriptionPrinter(fonts = new FontLibrary()): PrescriptionPrinter {
  const layout = new TextLayout(fonts);
  return {
    async print(prescription) {
      const { content, form } = prescription;
      const fields = unprintable(content, (text) => fonts.missing(text));
      const [first] = fields;
      if (first) throw new DomainError('validation_failed', first.message, { field: first.field, fields });
      const facts = {
        title: `Prescription ${content.number}`,
        author: content.prescriber.name,
        createdAt: new Date(content.issuedAt),
      };
      const document = await openDocument(layout, facts, ARCHIVED);
      if (form === 'patient_copy') attach(document, prescription);
      draw(new PrescriptionSheet(document.sheet, prescription), prescription);
      return document.end();
    },
  };
}

/** What was signed, and the signature over it. */
function attach({ sheet }: OpenDocument, { content, jws }: PrescriptionPrint): void {
  const at = new Date(content.issuedAt);
  const json = canonicalContent(content);
  const files = [
    { name: 'prescription.json', type: 'application/json', text: json, description: 'What was prescribed' },
    { name: 'prescription.json.jws', type: 'application/jose', text: jws, description: 'The signature over it' },
  ];
  for (const { name, type, text, description } of files) {
    const dates = { creationDate: at, modifiedDate: at };
    // Its types do not know `relationship` yet, which PDF/A-3 asks for.
    const options = { ...dates, name, type, description, relationship: 'Data' };
    sheet.doc.file(Buffer.from(text, 'utf8'), options);
  }
}

function draw(page: PrescriptionSheet, prescription: PrescriptionPrint): void {
  const { content, form } = prescription;
  const isPaper = form !== 'patient_copy';
  page.heading();
  page.notice();
  page.people();
  content.items.forEach((item, at) => {
    printItem(page, item, { place: at + 1, handwriting: isPaper && content.handwriting });
  });
  page.remarks();
  if (isPaper) page.signature();
  page.verification();
  page.footers();
}
