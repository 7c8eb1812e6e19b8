import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalContent, medicineOf, type PrescriptionContent } from '../../../src/domain/prescriptions/content.js';
import { readPdf, readTagged } from '../../support/pdf-text.js';
import { aContent } from '../../support/prescriptions/a-content.js';
import { aSchedule8Content } from '../../support/prescriptions/a-schedule-8-content.js';
import { embeddedFiles } from '../../support/prescriptions/embedded-files.js';
import { JWS, printed, VERIFY_URL } from '../../support/prescriptions/printed.js';
import { readQrCode } from '../../support/prescriptions/qr-picture.js';

/** All that is read out, without the blanks at which lines end. */
const heard = (pdf: Buffer) =>
  readTagged(pdf)
    .elements.map(({ text }) => text)
    .join('')
    .replace(/\s/g, '');
const squeezed = (text: string) => text.replace(/\s/g, '');

function assertSays(pdf: Buffer, ...texts: readonly string[]): void {
  const all = heard(pdf);
  for (const text of texts) assert.ok(all.includes(squeezed(text)), `it does not say: ${text}`);
}

/** Everything that a content says in words. */
function wordsOf({ clinic, prescriber, patient, items, ...content }: PrescriptionContent): readonly string[] {
  const identifiers = [...prescriber.identifiers, ...patient.identifiers].map(
    ({ label, value }) => `${label} ${value}`,
  );
  const drugs = items.flatMap((item) => {
    const drug = medicineOf(item);
    return [
      ...[drug.name, drug.activeIngredient, drug.strength, drug.form, drug.route ?? ''],
      ...[drug.brandName ?? '', drug.manufacturer ?? '', drug.pbsCode ?? '', item.directions],
      ...[item.quantityText, item.repeatsText, item.authorityCode ?? '', item.streamlinedCode ?? ''],
    ];
  });
  return [
    ...[clinic.name, ...clinic.address, clinic.phone ?? '', prescriber.name, prescriber.qualifications ?? ''],
    ...[patient.name, ...patient.address, ...identifiers, ...drugs, ...content.marks],
    ...[content.number, content.noteToPharmacist ?? '', content.supersedes ?? ''],
  ];
}

describe('a printed prescription', () => {
  it('says all that its content says, in every form', async () => {
    for (const content of [aContent(), aSchedule8Content()]) {
      for (const form of ['patient_copy', 'original', 'reprint'] as const) {
        const pdf = await printed(content, form);
        assertSays(pdf, ...wordsOf(content));
        assert.equal(readPdf(pdf).unknown, 0);
      }
    }
    const pdf = await printed(aSchedule8Content());
    assertSays(
      pdf,
      ...['PBS', 'Schedule 8', 'Born 17 May 1980', 'Issued 20 November 2026', 'Last day of supply: 19 May 2027'],
      ...['Interval between supplies', 'At least 14 days', 'Brand substitution not permitted', 'One item'],
      ...['Authority approval number A1234567', 'Streamlined authority code 6042'],
      'It stands in the place of prescription RX2026000100',
    );
  });

  it('says plainly what it is good for', async () => {
    assertSays(await printed(aContent()), 'Copy for the patient – not valid for dispensing');
    assertSays(await printed(aContent(), 'original'), 'Original – valid only when signed by hand', 'Date signed');
    assertSays(await printed(aContent(), 'reprint'), 'Reprint', 'only if nothing was supplied on the original');
    const marks = async (form: 'patient_copy' | 'original' | 'reprint') =>
      readTagged(await printed(aContent(), form)).pages.map(({ decoration }) => decoration[0]);
    assert.deepEqual(await marks('patient_copy'), ['COPY']);
    assert.deepEqual(await marks('reprint'), ['REPRINT']);
    assert.notDeepEqual(await marks('original'), ['COPY']);
    assert.ok(!heard(await printed(aContent())).includes('Signatureof'));
  });

  it('has lines for handwriting where the state wants them, on paper alone', async () => {
    const label = squeezed('In the prescriber’s handwriting');
    const has = async (...how: Parameters<typeof printed>) => heard(await printed(...how)).includes(label);
    assert.equal(await has(aSchedule8Content(), 'original'), true);
    assert.equal(await has(aSchedule8Content(), 'reprint'), true);
    assert.equal(await has(aSchedule8Content(), 'patient_copy'), false);
    assert.equal(await has(aSchedule8Content({ handwriting: false }), 'original'), false);
  });

  it('is read out in order, by headings, with a text for the code; nothing is drawn outside of it', async () => {
    const { elements, pages } = readTagged(await printed(aSchedule8Content(), 'original'));
    const order = ['Prescription', 'Patient', 'Prescriber', 'Oxycodone hydrochloride 5 mg tablet', 'Directions'];
    const places = [...order, 'Note to the pharmacist', 'Date signed'].map((text) =>
      elements.findIndex((one) => one.text === text),
    );
    assert.ok(!places.includes(-1), String(places));
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
    );
    assert.deepEqual(
      elements.filter(({ type }) => type.startsWith('H')).map(({ type, text }) => `${type} ${text}`),
      ['H1 Prescription', 'H2 Oxycodone hydrochloride 5 mg tablet'],
    );
    assert.deepEqual(
      elements.filter(({ type }) => type === 'Figure').map(({ text }) => text),
      [`QR code that opens the page on which this prescription is verified: ${VERIFY_URL}`],
    );
    assert.deepEqual(
      pages.flatMap(({ unmarked }) => unmarked),
      [],
    );
  });

  it('has a code that a reader reads, and number and code for typing', async () => {
    const pdf = await printed(aContent());
    assert.equal(readQrCode(pdf), VERIFY_URL);
    assertSays(pdf, 'open https://clinic.example/verify/', 'RX2026000123', 'Code 7K3MQ-9XV2D');
  });

  it('carries its content and the signature over it, the patient’s copy alone', async () => {
    const content = aSchedule8Content();
    const files = embeddedFiles(await printed(content));
    assert.deepEqual([...files.keys()], ['prescription.json', 'prescription.json.jws']);
    assert.equal(files.get('prescription.json')?.toString('utf8'), canonicalContent(content));
    assert.equal(files.get('prescription.json.jws')?.toString('utf8'), JWS);
    assert.equal(embeddedFiles(await printed(content, 'original')).size, 0);
  });

  it('gives the same bytes for the same prescription, and others for another', async () => {
    const [one, again, other] = [
      await printed(aContent()),
      await printed(aContent()),
      await printed(aContent({ number: 'RX2026000125' })),
    ];
    assert.ok(one.equals(again));
    assert.ok(!one.equals(other));
  });

  it('says of itself that it is PDF/A-3a, in English, and shows its title', async () => {
    const text = (await printed(aContent())).toString('latin1');
    for (const part of ['<pdfaid:part>3</pdfaid:part>', '<pdfaid:conformance>A</pdfaid:conformance>']) {
      assert.ok(text.includes(part), part);
    }
    for (const part of ['/Lang (en)', '/DisplayDocTitle true', '/Marked true', '(Prescription RX2026000123)']) {
      assert.ok(text.includes(part), part);
    }
    // Titles and names of files are shown in lists and windows.
    assert.ok(!/Title[^>]*amoxicillin/i.test(text));
  });
});
