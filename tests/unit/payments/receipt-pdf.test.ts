import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReceiptPrinter } from '../../../src/adapters/pdf/receipt-pdf.js';
import { parseBilling } from '../../../src/domain/payments/receipts/billing.js';
import { buildCreditNote, buildReceipt, type ReceiptFacts } from '../../../src/domain/payments/receipts/receipt.js';

const AT = new Date('2026-11-21T03:00:00Z');
const printer = createReceiptPrinter();

function content(billing: Record<string, unknown> = {}, more: Partial<ReceiptFacts> = {}) {
  const facts: ReceiptFacts = {
    billing: parseBilling(billing, 'The Clinic'),
    clinicPhone: null,
    buyer: { name: 'Łó Ñandú Ωμέγα Ọlá', address: ['2 Street', 'Łódź'] },
    payment: {
      amount: 2_147_483_647,
      currency: 'ngn',
      provider: 'paystack',
      method: 'card',
      reference: 'ref',
      paidOn: '2026-11-21',
      purpose: 'appointment',
    },
    consultationOn: '2026-11-24',
    issuedOn: '2026-11-21',
    ...more,
  };
  return buildReceipt(facts, 'RCT-000001', () => []);
}

/** Page objects stand uncompressed in the file. */
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length;

describe('a printed receipt', () => {
  it('is one page of PDF, and the same bytes every time', async () => {
    const [first, second] = [await printer.print(content(), AT), await createReceiptPrinter().print(content(), AT)];
    assert.equal(first.subarray(0, 5).toString(), '%PDF-');
    assert.equal(pages(first), 1);
    assert.ok(first.equals(second));
    assert.ok(first.length < 60_000, `${first.length} bytes`);
    assert.ok(first.includes('(D:20261121030000Z)'), 'dated by the content');
  });

  it('keeps the same bytes when others were printed between', async () => {
    const before = await printer.print(content(), AT);
    await printer.print(content({ legalName: 'ŻŹŃ ĄĘ Ἀθῆναι Київ' }), AT);
    assert.ok(before.equals(await printer.print(content(), AT)));
  });

  it('shows a credit note on one page too', async () => {
    const refund = {
      amount: 1,
      reference: 're_1',
      paidOutByHand: true,
      refundedOn: '2026-11-22',
      issuedOn: '2026-11-22',
    };
    assert.equal(pages(await printer.print(buildCreditNote(content(), refund, 'CN-000001'), AT)), 1);
  });

  it('stands the longest and oddest texts, each block whole on a page', async () => {
    const long = (text: string) => text.repeat(400);
    const address = Array.from({ length: 40 }, () => long('Weg ')).join('\n');
    for (const text of [
      long('Ż'),
      long('Wide Name '),
      long('漢字'),
      long('اسم '),
      long('😀'),
      '\ud800',
      'a\u0000b\ufffe',
    ]) {
      const billing = {
        legalName: text,
        address: `${text}\n${address}`,
        taxId: text,
        region: 'ph',
        taxRegistered: true,
        permit: text,
      };
      const { payment } = {
        payment: {
          amount: 1,
          currency: 'php',
          provider: 'desk',
          method: text,
          reference: text,
          paidOn: '2026-11-21',
          purpose: 'appointment',
        },
      } as const;
      const buyer = { name: text, address: parseBilling({ address }, '').address };
      const pdf = await printer.print(content(billing, { payment, buyer, clinicPhone: text }), AT);
      assert.ok([1, 2, 3].includes(pages(pdf) ?? 0), `${pages(pdf)} pages of ${text.slice(0, 4)}`);
    }
  });
});
