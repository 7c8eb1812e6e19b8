import type { ReceiptAnswer, TakingAnswer } from './responses.js';

const RECEIPT_ID = '8c2f4e61-7d0b-4a35-9f1e-2b6d8a4c7e10';
const CREDIT_NOTE_ID = 'd41b7a93-5e2c-4c68-8a07-91f3b0e6d2c5';

export const RECEIPTS: ReceiptAnswer[] = [
  {
    id: RECEIPT_ID,
    kind: 'tax_invoice',
    number: 'TI-000123',
    amount: 8000,
    currency: 'aud',
    issued_at: '2026-11-28T14:32:16.000Z',
    refund_id: null,
    pdf_url:
      'https://api.clinic.example/api/v1/orders/c5b4a392-81f0-4e6d-9c2b-7a6958473625/receipts/8c2f4e61-7d0b-4a35-9f1e-2b6d8a4c7e10/pdf/',
  },
  {
    id: CREDIT_NOTE_ID,
    kind: 'credit_note',
    number: 'CN-000045',
    amount: 4000,
    currency: 'aud',
    issued_at: '2026-11-29T02:10:41.000Z',
    refund_id: '5b9e0c37-1f64-4d82-b3a8-6c7e2d91f0a4',
    pdf_url:
      'https://api.clinic.example/api/v1/orders/c5b4a392-81f0-4e6d-9c2b-7a6958473625/receipts/d41b7a93-5e2c-4c68-8a07-91f3b0e6d2c5/pdf/',
  },
];

export const TAKINGS: TakingAnswer[] = [
  {
    date: '2026-11-28',
    clinic: '2f6c9d14-8b3e-4a57-9c0d-7e1f5a2b6d38',
    provider: 'stripe',
    method: 'card',
    currency: 'aud',
    payments: 3,
    captured: '240.00',
    refunded: '40.00',
    fees: '4.98',
    disputes: '0.00',
    net: '195.02',
  },
];
