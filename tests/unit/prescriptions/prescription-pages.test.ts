import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DomainError } from '../../../src/domain/errors.js';
import { medicineOf, type PrintedItem } from '../../../src/domain/prescriptions/content.js';
import { readPdf, readTagged } from '../../support/pdf-text.js';
import { aContent } from '../../support/prescriptions/a-content.js';
import { aSchedule8Content } from '../../support/prescriptions/a-schedule-8-content.js';
import { pageContents } from '../../support/prescriptions/pdf-streams.js';
import { printed } from '../../support/prescriptions/printed.js';

const squeezed = (text: string) => text.replace(/\s/g, '');
/** So many characters, of which no two stretches are alike: what is cut out is missed. */
const longText = (length: number, salt: string) =>
  Array.from({ length }, (_, at) => `${salt}${at} `)
    .join('')
    .slice(0, length);

function itemsOf(count: number, directions: (at: number) => string): readonly PrintedItem[] {
  const [item] = aSchedule8Content().items;
  assert.ok(item?.drug);
  const { drug } = item;
  return Array.from({ length: count }, (_, at) => ({
    ...item,
    drug: { ...drug, name: `Medicine ${at} 5 mg tablet` },
    directions: directions(at),
  }));
}

describe('a long prescription', () => {
  const content = aSchedule8Content({
    items: itemsOf(10, (at) => longText(1000, `word${at}x`)),
    patient: {
      ...aContent().patient,
      name: longText(200, 'Name'),
      address: [longText(150, 'Street'), longText(100, 'Town')],
    },
    noteToPharmacist: longText(1000, 'note'),
    marks: [longText(300, 'mark'), 'State approval number 1'],
  });

  it('goes on over pages, loses nothing, and writes nothing beyond their edges', async () => {
    for (const form of ['patient_copy', 'original'] as const) {
      const pdf = await printed(content, form);
      const all = squeezed(
        readTagged(pdf)
          .elements.map(({ text }) => text)
          .join(''),
      );
      const texts = content.items.flatMap((item) => [item.directions, medicineOf(item).name]);
      for (const text of [...texts, content.patient.name, ...content.patient.address, content.noteToPharmacist ?? '']) {
        assert.ok(all.includes(squeezed(text)), `it does not say: ${text.slice(0, 40)}`);
      }
      assert.ok(all.includes('10itemsonthisprescription'));
      assert.equal(readPdf(pdf).unknown, 0);
      for (const { x, y } of placesOf(pdf)) {
        assert.ok(x >= 50 && x <= 545, `text at ${x} points from the left`);
        assert.ok(y >= 50 && y <= 792, `text at ${y} points from the foot`);
      }
    }
  });

  it('says on each page whose it is, which page of how many, and on each further one the whole name', async () => {
    const { pages } = readTagged(await printed(content));
    assert.ok(pages.length >= 4, `${pages.length} pages`);
    for (const [at, { decoration }] of pages.entries()) {
      const text = squeezed(decoration.join(''));
      assert.ok(text.includes('COPY'), 'the faint mark');
      assert.ok(text.includes(`Page${at + 1}of${pages.length}`), text);
      assert.ok(text.includes('PrescriptionRX2026000124'));
      assert.ok(text.includes('born17May1980'));
      assert.ok(text.includes(squeezed(content.patient.name).slice(0, 40)));
      if (at > 0) assert.ok(text.includes(squeezed(content.patient.name)));
    }
    const [only, ...more] = readTagged(await printed(aContent())).pages;
    assert.deepEqual(more, []);
    assert.ok(only?.decoration.includes('Page 1 of 1'));
  });

  it('keeps a word without blanks, and lines that were typed', async () => {
    const directions = `${'x'.repeat(300)}\nSecond line\r\n\tThird line`;
    const pdf = await printed(aContent({ items: itemsOf(1, () => directions) }));
    const { elements } = readTagged(pdf);
    const said = elements.find(({ text }) => text.startsWith('xxx'))?.text ?? '';
    assert.equal(squeezed(said), squeezed(directions));
    assert.ok(readPdf(pdf).lines.includes('Second line'));
  });
});

describe('a text that the fonts do not have', () => {
  const missing = '\u{13080}';
  const [item] = aContent().items;
  assert.ok(item?.drug);
  const refused = [
    ['patient', { patient: { ...aContent().patient, name: `Testilda ${missing}` } }],
    ['patient', { patient: { ...aContent().patient, address: [missing] } }],
    ['doctor', { prescriber: { ...aContent().prescriber, name: missing } }],
    ['clinic_name', { clinic: { ...aContent().clinic, name: missing } }],
    ['prescribed_drugs.0.dosage_instructions', { items: [{ ...item, directions: `One ${missing}` }] }],
    ['prescribed_drugs.0.drug', { items: [{ ...item, drug: { ...item.drug, brandName: missing } }] }],
    ['note_to_pharmacist', { noteToPharmacist: missing }],
    // Not missing in a font, but printed as something else than was signed.
    ['prescribed_drugs.0.dosage_instructions', { items: [{ ...item, directions: 'One of \u202e12 mg\u202c' }] }],
    ['patient', { patient: { ...aContent().patient, name: 'Testilda\nPatientova' } }],
  ] as const;
  for (const [field, changes] of refused) {
    it(`is refused on ${field} with a request for Latin letters, and never printed as boxes (${Object.keys(changes)})`, async () => {
      const refusal = await printed(aContent(changes)).catch((error: unknown) => error);
      assert.ok(refusal instanceof DomainError);
      assert.equal(refusal.code, 'validation_failed');
      assert.match(refusal.message, /Latin letters/);
      assert.deepEqual(refusal.details.fields, [{ field, message: refusal.message }]);
    });
  }

  it('is none of those of many scripts, which are printed in their own letters', async () => {
    const names = ['Ọlá Ñandú-Žižková', '王小明', 'Нина Петрова', 'مريم العلي', 'अनिता शर्मा', 'Nguyễn Thị Hồng'];
    for (const name of names) {
      const pdf = await printed(aContent({ patient: { ...aContent().patient, name } }));
      assert.equal(readPdf(pdf).unknown, 0, name);
    }
  });
});

/** Where each line that is read out begins, in points from the lower left corner. */
function placesOf(pdf: Buffer): readonly { readonly x: number; readonly y: number }[] {
  const read = pageContents(pdf)
    .join('\n')
    .replace(/\/Artifact BMC[\s\S]*?^EMC$/gm, '');
  return [...read.matchAll(/^1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm$/gm)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}
