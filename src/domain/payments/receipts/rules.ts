import type { Billing, Region } from './billing.js';

/** What a document is. Numbers run per clinic and kind. */
export const RECEIPT_KINDS = ['receipt', 'tax_invoice', 'invoice', 'credit_note'] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/**
 * How a consultation is taxed. `vatable`: the price includes tax at the rule's rate; `exempt` and `free`: no tax, and the
 * law wants that said; `none`: the document says nothing of tax.
 */
export type TaxClass = 'vatable' | 'exempt' | 'free' | 'none';

/** What the law of one region asks of a document, from one day to another. */
export interface ReceiptRule {
  readonly region: Region;
  /** Null: for registered sellers and others alike. */
  readonly registered: boolean | null;
  /** First day, `YYYY-MM-DD` in the clinic's zone. */
  readonly effectiveFrom: string;
  /** Last day; null while it is in force. */
  readonly effectiveTo: string | null;
  readonly source: string;
  readonly kind: Exclude<ReceiptKind, 'credit_note'>;
  readonly title: string;
  /** Stands before the seller's number. */
  readonly taxIdLabel: string;
  readonly taxName: string | null;
  readonly ratePercent: number;
  readonly consultation: TaxClass;
  readonly notes: readonly string[];
}

/** For every place whose rules are not certain here: a plain receipt that claims nothing about tax. */
const PLAIN: ReceiptRule = {
  region: 'other',
  registered: null,
  effectiveFrom: '0001-01-01',
  effectiveTo: null,
  source: 'no claim is made',
  kind: 'receipt',
  title: 'Receipt',
  taxIdLabel: 'Tax ID',
  taxName: null,
  ratePercent: 0,
  consultation: 'none',
  notes: [],
};

/** GST has been in force since this day. */
const GST_SINCE = '2000-07-01';
/** The invoice is the Philippines' primary document from this day on. */
const EOPT_SINCE = '2024-04-27';

/** A change of law is a new row, and an end for the old one. Documents keep the row they were issued under. */
export const RECEIPT_RULES: readonly ReceiptRule[] = [
  {
    region: 'au',
    registered: true,
    effectiveFrom: GST_SINCE,
    effectiveTo: null,
    source: 'GST Act 1999 s 29-70 (tax invoices), s 38-7 (medical services are GST-free)',
    kind: 'tax_invoice',
    title: 'Tax invoice',
    taxIdLabel: 'ABN',
    taxName: 'GST',
    ratePercent: 10,
    consultation: 'free',
    notes: ['Medical services are GST-free.'],
  },
  {
    region: 'au',
    registered: false,
    effectiveFrom: GST_SINCE,
    effectiveTo: null,
    source: 'GST Act 1999 s 29-70: only a registered seller issues tax invoices',
    kind: 'receipt',
    title: 'Receipt',
    taxIdLabel: 'ABN',
    taxName: 'GST',
    ratePercent: 0,
    consultation: 'none',
    notes: ['No GST has been charged.'],
  },
  {
    region: 'ph',
    registered: true,
    effectiveFrom: EOPT_SINCE,
    effectiveTo: null,
    source: 'EOPT Act, RR 7-2024, RR 11-2024; NIRC s 109: services rendered by professionals are not exempt',
    kind: 'invoice',
    title: 'Invoice',
    taxIdLabel: 'VAT Registered TIN',
    taxName: 'VAT',
    ratePercent: 12,
    consultation: 'vatable',
    notes: [],
  },
  {
    region: 'ph',
    registered: false,
    effectiveFrom: EOPT_SINCE,
    effectiveTo: null,
    source: 'EOPT Act, RR 7-2024, RR 11-2024',
    kind: 'invoice',
    title: 'Invoice',
    taxIdLabel: 'Non-VAT Registered TIN',
    taxName: 'VAT',
    ratePercent: 0,
    consultation: 'exempt',
    notes: ['VAT-exempt.'],
  },
  {
    region: 'ng',
    registered: null,
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
    source: 'Nigeria Tax Act 2025: no VAT on health services (whether exempt or zero-rated is not certain: not said)',
    kind: 'receipt',
    title: 'Receipt',
    taxIdLabel: 'TIN',
    taxName: 'VAT',
    ratePercent: 0,
    consultation: 'none',
    notes: ['No VAT is charged on health services.'],
  },
];

/**
 * The rule for a seller on a day of the clinic's own calendar. A tax invoice or invoice without its seller's tax
 * number would be none, so without one it stays a plain receipt.
 */
export function ruleFor(billing: Billing, day: string): ReceiptRule {
  const rule = RECEIPT_RULES.find(
    (row) =>
      row.region === billing.region &&
      (row.registered === null || row.registered === billing.taxRegistered) &&
      row.effectiveFrom <= day &&
      (row.effectiveTo === null || day <= row.effectiveTo),
  );
  if (!rule || (rule.kind !== 'receipt' && billing.taxId === null)) return PLAIN;
  return rule;
}

/** What money that is for no consultation gets: it says that it was received, and nothing of tax. */
export function plainRule(billing: Billing, day: string): ReceiptRule {
  const { taxIdLabel, kind } = ruleFor(billing, day);
  // Beside an invoice a receipt is a supplementary document (RR 7-2024).
  const notes = kind === 'invoice' ? ['This document is not valid for claim of input tax.'] : [];
  return { ...PLAIN, taxIdLabel, notes };
}
