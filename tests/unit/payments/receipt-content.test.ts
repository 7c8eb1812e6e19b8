import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressLines, postalLines } from '../../../src/domain/identity/postal-address.js';
import { parseBilling } from '../../../src/domain/payments/receipts/billing.js';
import {
  buildCreditNote,
  buildReceipt,
  fileName,
  numberText,
  type ReceiptFacts,
  splitInclusive,
} from '../../../src/domain/payments/receipts/receipt.js';
import { RECEIPT_KINDS, RECEIPT_RULES, ruleFor } from '../../../src/domain/payments/receipts/rules.js';
import { oneLine } from '../../../src/domain/text.js';

const AU = {
  legalName: 'Clinic Pty Ltd',
  address: '1 Road\nSydney',
  taxId: '18123456789',
  region: 'au',
  taxRegistered: true,
};
const PH = { legalName: 'Clinic, Inc.', taxId: '123-456-789-00000', region: 'ph', taxRegistered: true };

function facts(billing: Record<string, unknown>, payment: Partial<ReceiptFacts['payment']> = {}): ReceiptFacts {
  return {
    billing: parseBilling(billing, 'The Clinic'),
    clinicPhone: '+61255500199',
    buyer: { name: 'Łó Ñandú', address: ['2 Street'] },
    payment: {
      amount: 8000,
      currency: 'aud',
      provider: 'stripe',
      method: 'card',
      reference: 'pi_1',
      paidOn: '2026-11-21',
      purpose: 'appointment',
      ...payment,
    },
    consultationOn: '2026-11-24',
    issuedOn: '2026-11-21',
  };
}

const build = (billing: Record<string, unknown>, payment: Partial<ReceiptFacts['payment']> = {}) =>
  buildReceipt(facts(billing, payment), 'X-1', () => []);

describe('what a clinic says of itself', () => {
  it('is the plainest true thing where nothing was typed', () => {
    assert.deepEqual(parseBilling({}, 'The Clinic'), {
      legalName: 'The Clinic',
      latinName: null,
      address: [],
      taxId: null,
      region: 'other',
      taxRegistered: false,
      permit: null,
    });
    const odd = parseBilling(
      { legalName: 7, address: ['x'], taxId: ' ', region: 'atlantis', taxRegistered: 'yes' },
      ' ',
    );
    assert.deepEqual(odd, { ...parseBilling({}, 'Clinic') });
  });

  it('is printed without what would break a line, and bounded', () => {
    assert.equal(oneLine('  A\u0000B\t\u202eC\n D  '), 'A B C D');
    assert.equal(oneLine('\u0007'), null);
    assert.equal([...(oneLine('😀'.repeat(500)) ?? '')].length, 120);
    assert.deepEqual(addressLines(' 1 Road \r\n\n Town \u2028Land'), ['1 Road', 'Town', 'Land']);
    assert.equal(addressLines('x\n'.repeat(50)).length, 6);
    assert.ok(addressLines('y'.repeat(1000)).every((line) => line.length <= 80 && line.endsWith('…')));
  });

  it('reads an address in one text and in its parts', () => {
    assert.deepEqual(postalLines(null), []);
    assert.deepEqual(postalLines('1 Road\nTown'), ['1 Road', 'Town']);
    const parts = {
      line1: '1 Road',
      line2: null,
      suburb: 'Newtown',
      state: 'NSW',
      postcode: '2042',
      country: 'Australia',
    };
    assert.deepEqual(postalLines(parts), ['1 Road', 'Newtown NSW 2042', 'Australia']);
    assert.deepEqual(postalLines({ line1: '1 Road', suburb: 'Newtown', state: 'NSW', postcode: '2042' }).length, 2);
  });
});

describe('the rules of receipts', () => {
  const kindOn = (billing: Record<string, unknown>, day: string) => ruleFor(parseBilling(billing, 'C'), day).kind;

  it('follow region, registration and day', () => {
    assert.equal(kindOn(AU, '2026-11-21'), 'tax_invoice');
    assert.equal(kindOn({ ...AU, taxRegistered: false }, '2026-11-21'), 'receipt');
    assert.equal(kindOn(PH, '2024-04-26'), 'receipt');
    assert.equal(kindOn(PH, '2024-04-27'), 'invoice');
    assert.equal(kindOn({ ...PH, taxRegistered: false }, '2026-11-21'), 'invoice');
    for (const region of ['ng', 'uk', 'eu', 'us', 'nowhere']) {
      assert.equal(kindOn({ taxId: '1', region, taxRegistered: true }, '2026-11-21'), 'receipt');
    }
  });

  it('name a tax only with the number of who charges it', () => {
    for (const billing of [AU, PH]) assert.equal(kindOn({ ...billing, taxId: '' }, '2026-11-21'), 'receipt');
  });

  it('never apply two at a time, and each has its source', () => {
    for (const [at, rule] of RECEIPT_RULES.entries()) {
      assert.ok(rule.source.length > 10);
      assert.ok(rule.effectiveTo === null || rule.effectiveFrom <= rule.effectiveTo);
      const twins = RECEIPT_RULES.slice(at + 1).filter(
        (other) =>
          other.region === rule.region &&
          (other.registered === null || rule.registered === null || other.registered === rule.registered) &&
          other.effectiveFrom <= (rule.effectiveTo ?? '9999') &&
          rule.effectiveFrom <= (other.effectiveTo ?? '9999'),
      );
      assert.deepEqual(twins, []);
    }
  });
});

describe('the tax inside an amount', () => {
  it('is what domain rules work out: 1,500.00 with 12 % is 1,339.29 and 160.71', () => {
    assert.deepEqual(splitInclusive(150_000, 12), { net: 133_929, tax: 16_071 });
    assert.deepEqual(splitInclusive(757_900, 12), { net: 676_696, tax: 81_204 });
    assert.deepEqual(splitInclusive(8_000, 0), { net: 8_000, tax: 0 });
  });

  it('rounds half up, and the parts always make the whole', () => {
    // 1 / 1.12 = 0.893; 21 / 2 = 10.5 exactly half.
    assert.deepEqual(splitInclusive(1, 12), { net: 1, tax: 0 });
    assert.deepEqual(splitInclusive(21, 100), { net: 11, tax: 10 });
    for (const amount of [1, 2, 3, 99, 101, 12_345, 2_147_483_647]) {
      for (const rate of [0, 5, 7, 10, 12, 20]) {
        const { net, tax } = splitInclusive(amount, rate);
        assert.equal(net + tax, amount);
        assert.ok(Math.abs(net - (amount * 100) / (100 + rate)) <= 0.5);
      }
    }
  });
});

describe('a receipt', () => {
  it('in Australia is a tax invoice without GST, with the ABN', () => {
    const invoice = build(AU);
    assert.deepEqual(
      [invoice.kind, invoice.title, invoice.total],
      ['tax_invoice', 'Tax invoice', { label: 'Total paid', value: 8000 }],
    );
    assert.deepEqual(invoice.seller, {
      name: 'Clinic Pty Ltd',
      latinName: null,
      address: ['1 Road', 'Sydney'],
      details: ['ABN 18123456789', 'Phone +61255500199'],
    });
    assert.deepEqual(
      invoice.summary.map(({ label, value }) => `${label} ${value}`),
      ['GST-free amount 8000', 'GST included 0'],
    );
    assert.match(invoice.notes.join(), /GST-free/);
  });

  it('in the Philippines is an invoice with the whole split, or VAT-exempt', () => {
    const money = { amount: 150_000, currency: 'php', provider: 'desk', method: 'cash' } as const;
    const vat = build({ ...PH, permit: 'Permit 1; INV-000001 to INV-000999' }, money);
    assert.deepEqual(
      vat.summary.map(({ label, value }) => `${label} ${value}`),
      ['VATable sales 133929', 'VAT-exempt sales 0', 'Zero-rated sales 0', 'VAT (12%) 16071'],
    );
    assert.deepEqual(vat.notes, ['Permit 1; INV-000001 to INV-000999']);
    assert.equal(vat.seller.details[0], 'VAT Registered TIN 123-456-789-00000');
    const exempt = build({ ...PH, taxRegistered: false }, money);
    assert.deepEqual(exempt.summary, [{ label: 'VAT-exempt sales', value: 150_000 }]);
    assert.equal(exempt.seller.details[0], 'Non-VAT Registered TIN 123-456-789-00000');
  });

  it('elsewhere says nothing of tax', () => {
    const plain = build({ region: 'uk', taxId: 'GB1', taxRegistered: true });
    assert.deepEqual([plain.kind, plain.title, plain.summary, plain.notes], ['receipt', 'Receipt', [], []]);
    assert.match(build({ region: 'ng', taxId: '1' }).notes.join(), /No VAT/);
  });

  it('tells of a consultation, its date and how it was paid, and nothing else of the visit', () => {
    const receipt = build({});
    assert.deepEqual(receipt.lines, [
      { description: 'Consultation', date: '24 November 2026', quantity: 1, unitPrice: 8000, amount: 8000 },
    ]);
    assert.deepEqual(
      receipt.facts.map(({ value }) => value),
      ['21 November 2026', 'Card (Stripe)', 'pi_1'],
    );
    const paidBy = (payment: Partial<ReceiptFacts['payment']>) => build({}, payment).facts[1]?.value;
    assert.equal(paidBy({ method: 'au_becs_debit' }), 'Au becs debit (Stripe)');
    assert.equal(paidBy({ provider: 'desk', method: 'transfer' }), 'Bank transfer (at the reception)');
    assert.equal(paidBy({ provider: 'desk', method: null }), 'At the reception');
    assert.equal(paidBy({ provider: 'waived', method: null }), 'Payment');
    assert.equal(paidBy({ provider: 'waived', method: 'card' }), 'Card');
  });

  it('for money that is for no consultation claims nothing about tax', () => {
    const twice = build(AU, { purpose: 'surplus' });
    assert.deepEqual(
      [twice.kind, twice.summary, twice.lines[0]?.description],
      ['receipt', [], 'Payment received twice'],
    );
    assert.equal(twice.seller.details[0], 'ABN 18123456789');
    const odd = build(PH, { purpose: 'mismatch' });
    assert.deepEqual([odd.kind, odd.lines[0]?.description], ['receipt', 'Payment received']);
    assert.deepEqual(odd.notes, ['This document is not valid for claim of input tax.']);
  });

  it('has a buyer even when the person is no longer kept', () => {
    assert.deepEqual(buildReceipt({ ...facts({}), buyer: null }, 'X-1', () => []).buyer, {
      name: 'Patient',
      latinName: null,
      address: [],
    });
    assert.equal(buildReceipt({ ...facts({}), clinicPhone: null }, 'X-1', () => []).seller.details.length, 0);
  });
});

describe('a credit note', () => {
  const refund = {
    amount: 4000,
    reference: 're_1',
    paidOutByHand: false,
    refundedOn: '2026-11-22',
    issuedOn: '2026-11-23',
  };

  it('names what it takes back, under the rule of that document', () => {
    const original = build(PH, { amount: 150_000, currency: 'php' });
    const note = buildCreditNote(original, { ...refund, amount: 75_000 }, 'CN-1');
    assert.deepEqual(
      [note.kind, note.title, note.number, note.issuedOn],
      ['credit_note', 'Credit note', 'CN-1', '2026-11-23'],
    );
    assert.deepEqual(note.total, { label: 'Total refunded', value: 75_000 });
    assert.deepEqual(
      note.facts.map(({ label, value }) => `${label}: ${value}`),
      [
        'For invoice: X-1 of 21 November 2026',
        'Refunded on: 22 November 2026',
        'Refunded by: The way it was paid',
        'Refund reference: re_1',
      ],
    );
    assert.equal(note.lines[0]?.description, 'Refund: Consultation');
    assert.deepEqual(
      note.summary.map(({ value }) => value),
      [66_964, 0, 0, 8_036],
    );
    assert.deepEqual([note.seller, note.buyer], [original.seller, original.buyer]);
  });

  it('says when the clinic paid it out by hand', () => {
    const note = buildCreditNote(build({}), { ...refund, paidOutByHand: true }, 'CN-1');
    assert.equal(note.facts[2]?.value, 'The clinic, by hand');
  });
});

it('no two kinds of document share a number', () => {
  assert.equal(numberText('invoice', 123), 'INV-000123');
  assert.equal(numberText('credit_note', 1_234_567), 'CN-1234567');
  assert.equal(new Set(RECEIPT_KINDS.map((kind) => numberText(kind, 1))).size, RECEIPT_KINDS.length);
  assert.equal(fileName({ kind: 'tax_invoice', number: 'TI-000007' }), 'tax-invoice-TI-000007.pdf');
});
