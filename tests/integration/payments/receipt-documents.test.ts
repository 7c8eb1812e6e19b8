import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { createReceiptPrinter } from '../../../src/adapters/pdf/receipt-pdf.js';
import { readPdf } from '../../support/pdf-text.js';
import { receiptContent } from '../../support/receipt-content.js';

const AT = '2026-11-21T03:00:00.000Z';
/** Each has letters of the others, in other places and other ligatures. */
const NAMES = ['Sam Zimmer', 'Zoë Samm', 'fflag Office', 'علي محمد', 'محمد لا علي', '田中 𠮷', 'कि कु क्षि', 'Ωμέγα Sam'];

const content = (name: string) => receiptContent({ legalName: `${name} Clinic` }, { buyer: { name, address: [name] } });

/** What a process prints that has printed nothing before. */
function printedAlone(name: string): Buffer {
  const script = `
    import { createReceiptPrinter } from './src/adapters/pdf/receipt-pdf.ts';
    import { receiptContent } from './tests/support/receipt-content.ts';
    const name = ${JSON.stringify(name)};
    const content = receiptContent({ legalName: name + ' Clinic' }, { buyer: { name, address: [name] } });
    process.stdout.write((await createReceiptPrinter().print(content, new Date('${AT}'))).toString('base64'));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  return Buffer.from(execFileSync(process.execPath, args, { encoding: 'latin1' }), 'base64');
}

/** A fixed shuffle: order `seed` of these. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const rank = (index: number) => ((index + 1) * (7919 + seed * 104_729)) % 65_537;
  return items
    .map((item, index) => ({ item, rank: rank(index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

describe('documents of one process', () => {
  it('are those that a fresh process prints, whatever was printed before and at the same time', async () => {
    const printer = createReceiptPrinter();
    const expected = new Map(NAMES.map((name) => [name, printedAlone(name)]));
    for (const seed of [1, 2, 3, 4, 5]) {
      for (const name of shuffled(NAMES, seed)) {
        const pdf = await printer.print(content(name), new Date(AT));
        assert.ok(expected.get(name)?.equals(pdf), `${name} in order ${seed}`);
      }
      const together = await Promise.all(NAMES.map((name) => printer.print(content(name), new Date(AT))));
      for (const [at, pdf] of together.entries()) {
        assert.ok(expected.get(NAMES[at] ?? '')?.equals(pdf), `${NAMES[at]} with others`);
      }
    }
  });

  it('say the name that they are for, after one with the same letters', async () => {
    const printer = createReceiptPrinter();
    await printer.print(content('SZ ae'), new Date(AT));
    const { lines } = readPdf(await printer.print(content('Sam Zimmer'), new Date(AT)));
    assert.ok(lines.includes('Sam Zimmer'), JSON.stringify(lines));
  });
});
