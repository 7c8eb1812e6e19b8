import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPurchaseOrderPrinter } from '../../../src/adapters/pdf/purchase-order-pdf.js';
import type { PurchaseOrder, PurchaseOrderLine } from '../../../src/domain/catalogue/purchase-orders/purchase-order.js';
import { readPdf } from '../../support/pdf-text.js';

const printer = createPurchaseOrderPrinter();
const breathe = async () => undefined;

function line(at: number, more: Partial<PurchaseOrderLine> = {}): PurchaseOrderLine {
  return {
    ...{ productId: String(at), productCode: `C-${at}`, productName: `Saltbush ${at}` },
    ...{ pack: { size: 30, unit: 'mL', text: '30 mL' }, quantity: 2, received: 0, unitPrice: 150_000, ...more },
  };
}

function order(lines: readonly PurchaseOrderLine[], more: Partial<PurchaseOrder> = {}): PurchaseOrder {
  const buyer = { name: 'The Clinic', latinName: null, address: ['1 Street', 'Sydney'], details: ['ABN 1', 'Phone 2'] };
  return {
    ...{ id: 'order', clinicId: 'clinic', numberText: 'PO-2026-000007', supplier: 'alma', supplierName: 'Alma Ltd' },
    ...{ buyer, status: 'sent', currency: 'aud', note: null, lines, orderedOn: '2026-11-30', mailedTo: null },
    ...{ createdAt: new Date('2026-11-30T00:00:00Z'), sentAt: new Date('2026-11-30T01:00:00Z'), ...more },
  };
}

const shown = async (printed: PurchaseOrder) => readPdf(await printer.print(printed, breathe));
/** Page objects stand uncompressed in the file. */
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

describe('a printed order', () => {
  it('says who orders what of whom, at which prices', async () => {
    const { lines, unknown } = await shown(
      order([line(1), line(2, { quantity: 1 })], { note: 'Before noon\nBack door' }),
    );
    const text = lines.join('\n');
    const parts = ['PO-2026-000007', 'Ordered 30 November 2026', 'The Clinic', 'ABN 1', 'Alma Ltd', 'Saltbush 2'];
    for (const part of [...parts, '1,500.00', '3,000.00', 'AUD 4,500.00', 'without GST', 'Before noon', 'Back door']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.equal(unknown, 0);
    assert.doesNotMatch(text, /Draft|Cancelled/);
  });

  it('is the same bytes every time, also after a part of it has arrived', async () => {
    const [first, second] = [order([line(1)]), order([line(1, { received: 1 })], { status: 'partly_received' })];
    assert.ok((await printer.print(first, breathe)).equals(await createPurchaseOrderPrinter().print(second, breathe)));
  });

  it('says of itself that it is a draft, or cancelled', async () => {
    assert.ok((await shown(order([line(1)], { status: 'draft' }))).lines.includes('Draft, not sent'));
    assert.ok((await shown(order([line(1)], { status: 'cancelled' }))).lines.includes('Cancelled'));
  });

  it('repeats its headings on each page that has lines, and its subtotal stands once', async () => {
    const pdf = await printer.print(order(Array.from({ length: 80 }, (_, at) => line(at))), breathe);
    const pages = pagesOf(pdf);
    const { lines } = readPdf(pdf);
    assert.ok(pages > 3, String(pages));
    assert.equal(lines.filter((text) => text === 'Unit price').length, pages);
    assert.equal(lines.filter((text) => text === 'Subtotal').length, 1);
    assert.ok(lines.includes('AUD 240,000.00'));
    assert.ok(lines.includes(`Page ${pages} of ${pages}`));
    assert.equal(lines.filter((text) => /^Saltbush \d+$/.test(text)).length, 80);
  });

  it('stands the longest and oddest texts, and loses no character', async () => {
    for (const text of [
      'Ż'.repeat(500),
      'Wide name '.repeat(50),
      '漢字'.repeat(250),
      'اسم '.repeat(120),
      '😀',
      '\ud800',
    ]) {
      const odd = line(1, { productCode: text, productName: text, pack: { size: 1, unit: 'unit', text } });
      const pdf = await printer.print(order([odd, line(2)], { supplierName: text, note: text }), breathe);
      assert.ok(pagesOf(pdf) >= 1);
    }
    const { lines } = await shown(order([line(1, { productName: 'Saltbush 😀' })]));
    assert.ok(lines.includes('Saltbush [U+1F600]'), lines.join('\n'));
  });

  it('lets others go on after each line', async () => {
    let breaths = 0;
    await printer.print(order([line(1), line(2)]), async () => {
      breaths += 1;
    });
    assert.equal(breaths, 2);
  });
});
