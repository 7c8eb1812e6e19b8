import { type Day, longDay } from '../../days.js';
import type { Currency } from '../../money.js';
import { oneLine } from '../../text.js';
import type { ProviderName } from '../orders.js';
import type { Billing } from './billing.js';
import { type NameOnDocument, nameOnDocument } from './names.js';
import { plainRule, type ReceiptKind, type ReceiptRule, ruleFor, type TaxClass } from './rules.js';

/** One row of the table. Amounts in minor units, as paid: tax included. */
export interface ReceiptLine {
  readonly description: string;
  readonly date: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly amount: number;
}

/** A label with a text, or with an amount in minor units. */
export interface Labelled<T extends string | number> {
  readonly label: string;
  readonly value: T;
}

/** How the amounts are taxed: kept, so that a credit note years later is taxed as what it corrects. */
export interface TaxTreatment {
  readonly taxClass: TaxClass;
  readonly name: string | null;
  readonly ratePercent: number;
}

interface Party {
  readonly name: string;
  /** The name in Latin letters, below one in another script. */
  readonly latinName?: string | null;
  readonly address: readonly string[];
}

/**
 * Everything that is printed, in the words of the day of issue; stored sealed and never changed. It tells nothing of
 * anybody's health: a consultation, its date, its price. A new `version` comes with a printer that knows both.
 */
export interface ReceiptContent {
  readonly version: 1;
  readonly kind: ReceiptKind;
  readonly title: string;
  readonly number: string;
  readonly issuedOn: Day;
  readonly currency: Currency;
  readonly seller: Party & { readonly details: readonly string[] };
  readonly buyer: Party;
  readonly lines: readonly ReceiptLine[];
  readonly tax: TaxTreatment;
  readonly summary: readonly Labelled<number>[];
  readonly total: Labelled<number>;
  /** How the money moved, and on a credit note what it corrects. */
  readonly facts: readonly Labelled<string>[];
  readonly notes: readonly string[];
}

export interface ReceiptFacts {
  readonly billing: Billing;
  readonly clinicPhone: string | null;
  /** Null when the person's name is no longer kept. */
  readonly buyer: {
    readonly name: string;
    readonly latinName?: string | null;
    readonly address: readonly string[];
  } | null;
  readonly payment: {
    /** Minor units. */
    readonly amount: number;
    readonly currency: Currency;
    readonly provider: ProviderName;
    readonly method: string | null;
    /** The provider's name for it. */
    readonly reference: string;
    readonly paidOn: Day;
    /** Only the price of the appointment pays for a consultation; other money just came in. */
    readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  };
  readonly consultationOn: Day;
  readonly issuedOn: Day;
}

export interface RefundFacts {
  /** Minor units. */
  readonly amount: number;
  readonly reference: string;
  readonly paidOutByHand: boolean;
  readonly refundedOn: Day;
  readonly issuedOn: Day;
}

/** The characters of a text that documents cannot show; none when all can be printed. */
export type MissingCharacters = (text: string) => readonly string[];

const PREFIX: Readonly<Record<ReceiptKind, string>> = {
  receipt: 'RCT',
  tax_invoice: 'TI',
  invoice: 'INV',
  credit_note: 'CN',
};

/** `7` -> `INV-000007`; one prefix per kind, so that no two documents of a clinic are called the same. */
export function numberText(kind: ReceiptKind, number: number): string {
  return `${PREFIX[kind]}-${number.toString().padStart(6, '0')}`;
}

/** The tax inside an amount, each part rounded half up to the minor unit: `150000` at 12 -> 133929 and 16071. */
export function splitInclusive(amount: number, ratePercent: number): { readonly net: number; readonly tax: number } {
  const whole = 100 + ratePercent;
  const net = Math.floor((amount * 200 + whole) / (2 * whole));
  return { net, tax: amount - net };
}

/** The rule that a payment's document is issued under. */
export function receiptRule(facts: Pick<ReceiptFacts, 'billing' | 'issuedOn' | 'payment'>): ReceiptRule {
  const rule = facts.payment.purpose === 'appointment' ? ruleFor : plainRule;
  return rule(facts.billing, facts.issuedOn);
}

export function buildReceipt(facts: ReceiptFacts, number: string, missing: MissingCharacters): ReceiptContent {
  const rule = receiptRule(facts);
  const { billing, payment, issuedOn } = facts;
  const tax = { taxClass: rule.consultation, name: rule.taxName, ratePercent: rule.ratePercent };
  const line = lineOf(facts);
  return {
    version: 1,
    kind: rule.kind,
    title: rule.title,
    number,
    issuedOn,
    currency: payment.currency,
    seller: {
      ...sellerName(billing, missing),
      address: billing.address,
      details: sellerDetails(billing, rule, facts.clinicPhone),
    },
    buyer: { ...buyerName(facts.buyer, missing), address: facts.buyer?.address ?? [] },
    lines: [{ ...line, quantity: 1, unitPrice: payment.amount, amount: payment.amount }],
    tax,
    summary: summaryOf(payment.amount, tax),
    total: { label: 'Total paid', value: payment.amount },
    facts: [
      { label: 'Paid on', value: longDay(payment.paidOn) },
      { label: 'Paid by', value: meansOf(payment.provider, payment.method) },
      { label: 'Payment reference', value: oneLine(payment.reference) ?? '' },
    ],
    notes: billing.permit ? [...rule.notes, billing.permit] : rule.notes,
  };
}

/** A clinic as its documents name it. */
export interface ClinicOnDocument extends NameOnDocument {
  readonly address: readonly string[];
  /** Its tax number and phone, with their labels. */
  readonly details: readonly string[];
}

/** A clinic as a document of this day names it, also one that is not about money that was taken. */
export function clinicOnDocument(
  { billing, clinicPhone, issuedOn }: Pick<ReceiptFacts, 'billing' | 'clinicPhone' | 'issuedOn'>,
  missing: MissingCharacters,
): ClinicOnDocument {
  const details = sellerDetails(billing, ruleFor(billing, issuedOn), clinicPhone);
  return { ...sellerName(billing, missing), address: billing.address, details };
}

function sellerName(billing: Billing, missing: MissingCharacters): NameOnDocument {
  const { legalName: name, latinName } = billing;
  return nameOnDocument({ name, latinName }, missing(name), 'Clinic');
}

function buyerName(buyer: ReceiptFacts['buyer'], missing: MissingCharacters): NameOnDocument {
  const name = buyer?.name ?? null;
  return nameOnDocument({ name, latinName: buyer?.latinName ?? null }, missing(name ?? ''), 'Patient');
}

/** A part of a document of which characters are left out. */
export type DocumentPart = 'name' | 'address' | 'details';

/** What a document leaves out of each party. A name that a Latin one stands for leaves out nothing. */
export function unprintableParts(
  { buyer, billing, clinicPhone }: ReceiptFacts,
  missing: MissingCharacters,
): { readonly buyer: readonly DocumentPart[]; readonly seller: readonly DocumentPart[] } {
  const lacks = (...texts: readonly (string | null | undefined)[]) =>
    texts.some((text) => missing(text ?? '').length > 0);
  const parts = (name: boolean, address: boolean, details: boolean): readonly DocumentPart[] => [
    ...(name ? (['name'] as const) : []),
    ...(address ? (['address'] as const) : []),
    ...(details ? (['details'] as const) : []),
  ];
  return {
    buyer: parts(!buyer?.latinName && lacks(buyer?.name), lacks(...(buyer?.address ?? [])), false),
    seller: parts(
      !billing.latinName && lacks(billing.legalName),
      lacks(...billing.address),
      lacks(billing.taxId, billing.permit, clinicPhone),
    ),
  };
}

/** Takes back all or a part of what `original` says, between the same two parties and under the same rule. */
export function buildCreditNote(original: ReceiptContent, refund: RefundFacts, number: string): ReceiptContent {
  const { amount } = refund;
  return {
    ...original,
    kind: 'credit_note',
    title: 'Credit note',
    number,
    issuedOn: refund.issuedOn,
    lines: original.lines.map((line) => ({
      ...line,
      description: `Refund: ${line.description}`,
      quantity: 1,
      unitPrice: amount,
      amount,
    })),
    summary: summaryOf(amount, original.tax),
    total: { label: 'Total refunded', value: amount },
    facts: [
      { label: `For ${original.title.toLowerCase()}`, value: `${original.number} of ${longDay(original.issuedOn)}` },
      { label: 'Refunded on', value: longDay(refund.refundedOn) },
      { label: 'Refunded by', value: refund.paidOutByHand ? 'The clinic, by hand' : 'The way it was paid' },
      { label: 'Refund reference', value: oneLine(refund.reference) ?? '' },
    ],
  };
}

/** `tax-invoice-TI-000007.pdf` */
export function fileName(content: Pick<ReceiptContent, 'kind' | 'number'>): string {
  return `${content.kind.replaceAll('_', '-')}-${content.number}.pdf`;
}

function lineOf({ payment, consultationOn }: ReceiptFacts): Pick<ReceiptLine, 'description' | 'date'> {
  if (payment.purpose === 'appointment') return { description: 'Consultation', date: longDay(consultationOn) };
  const description = payment.purpose === 'surplus' ? 'Payment received twice' : 'Payment received';
  return { description, date: longDay(payment.paidOn) };
}

function sellerDetails(billing: Billing, rule: ReceiptRule, phone: string | null): readonly string[] {
  const taxId = billing.taxId === null ? [] : [`${rule.taxIdLabel} ${billing.taxId}`];
  const tel = oneLine(phone, 40);
  return tel === null ? taxId : [...taxId, `Phone ${tel}`];
}

function summaryOf(amount: number, { taxClass, name, ratePercent }: TaxTreatment): readonly Labelled<number>[] {
  switch (taxClass) {
    case 'none':
      return [];
    case 'free':
      return [
        { label: `${name}-free amount`, value: amount },
        { label: `${name} included`, value: 0 },
      ];
    case 'exempt':
      return [{ label: `${name}-exempt sales`, value: amount }];
    case 'vatable': {
      const { net, tax } = splitInclusive(amount, ratePercent);
      // The whole split, also where a part of it is zero (RR 7-2024).
      return [
        { label: `${name}able sales`, value: net },
        { label: `${name}-exempt sales`, value: 0 },
        { label: 'Zero-rated sales', value: 0 },
        { label: `${name} (${ratePercent}%)`, value: tax },
      ];
    }
  }
}

const METHODS: Readonly<Record<string, string>> = {
  card: 'Card',
  cash: 'Cash',
  terminal: 'Card terminal',
  transfer: 'Bank transfer',
  bank_transfer: 'Bank transfer',
};

const THROUGH: Readonly<Record<ProviderName, string | null>> = {
  stripe: 'Stripe',
  paystack: 'Paystack',
  desk: 'at the reception',
  waived: null,
};

/** `Card (Stripe)`, `Cash (at the reception)`; a provider's word that is not known here is shown as it is. */
function meansOf(provider: ProviderName, method: string | null): string {
  const through = THROUGH[provider];
  const known = method === null ? null : (METHODS[method] ?? oneLine(method.replaceAll('_', ' '), 40));
  const means = known === null ? null : known.charAt(0).toUpperCase() + known.slice(1);
  if (means === null) return through === null ? 'Payment' : through.charAt(0).toUpperCase() + through.slice(1);
  return through === null ? means : `${means} (${through})`;
}
