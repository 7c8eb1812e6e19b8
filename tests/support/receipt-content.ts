import { parseBilling } from '../../src/domain/payments/receipts/billing.js';
import {
  buildReceipt,
  type MissingCharacters,
  type ReceiptContent,
  type ReceiptFacts,
} from '../../src/domain/payments/receipts/receipt.js';

/** A receipt whose only peculiarity is what a test says. */
export function receiptContent(
  billing: Record<string, unknown> = {},
  more: Partial<ReceiptFacts> = {},
  number = 'RCT-000001',
  missing: MissingCharacters = () => [],
): ReceiptContent {
  const facts: ReceiptFacts = {
    billing: parseBilling(billing, 'The Clinic'),
    clinicPhone: null,
    buyer: { name: 'Sam Zimmer', address: ['2 Street'] },
    payment: {
      amount: 8000,
      currency: 'aud',
      provider: 'stripe',
      method: 'card',
      reference: 'pi_1',
      paidOn: '2026-11-21',
      purpose: 'appointment',
    },
    consultationOn: '2026-11-24',
    issuedOn: '2026-11-21',
    ...more,
  };
  return buildReceipt(facts, number, missing);
}
