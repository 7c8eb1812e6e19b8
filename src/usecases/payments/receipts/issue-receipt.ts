import { randomUUID } from 'node:crypto';
import type { PrintableCharacters } from '../../../adapters/pdf/port.js';
import { localDay } from '../../../domain/days.js';
import { notFound } from '../../../domain/errors.js';
import { postalLines } from '../../../domain/identity/public.js';
import {
  buildCreditNote,
  buildReceipt,
  numberText,
  type ReceiptContent,
  receiptRule,
} from '../../../domain/payments/receipts/receipt.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { PaymentFacts, StoredReceipt } from '../../../models/repositories/payments/receipts.js';
import type { PaymentsScope } from '../../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import { billingOf } from './billing-of.js';
import { flagUnprintable } from './flag-unprintable.js';

type Scope = ClinicsScope & IdentityScope & PaymentsScope & SupportScope;

export interface IssueDeps {
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/**
 * The numbered document of a captured payment, issued in the caller's transaction. A repeat, also a concurrent one, gets
 * the first one's document. @throws DomainError not_found
 */
export async function issueReceipt(deps: IssueDeps, scope: Scope, paymentId: string): Promise<StoredReceipt> {
  await scope.receipts.lock(paymentId);
  return (await scope.receipts.findFor(paymentId, null)) ?? (await issue(deps, scope, paymentId));
}

/**
 * The credit note of a refund, after its payment's own document; null while the money has not gone back. It stays when
 * a refund that had succeeded fails afterwards: the clinic still owes what it says.
 * @throws DomainError not_found
 */
export async function issueCreditNote(deps: IssueDeps, scope: Scope, refundId: string): Promise<StoredReceipt | null> {
  const now = deps.now();
  const refund = await scope.payments.findRefund(refundId);
  if (!refund) throw notFound('Refund');
  const original = await issueReceipt(deps, scope, refund.paymentId);
  const known = await scope.receipts.findFor(refund.paymentId, refundId);
  const paidOut = refund.status === 'succeeded' || refund.status === 'settled_by_hand';
  if (known || !paidOut) return known;
  const { facts, zone } = await payment(scope, refund.paymentId);
  const number = await scope.receipts.nextNumber(facts.clinicId, 'credit_note');
  const content = buildCreditNote(
    original.content,
    {
      amount: refund.amount,
      reference: refund.providerRefundId ?? refund.id,
      paidOutByHand: refund.status === 'settled_by_hand',
      refundedOn: localDay(refund.settledAt ?? now, zone),
      issuedOn: localDay(now, zone),
    },
    numberText('credit_note', number),
  );
  return store(scope, facts, { paymentId: refund.paymentId, refundId, number, amount: refund.amount, content }, now);
}

async function issue(deps: IssueDeps, scope: Scope, paymentId: string): Promise<StoredReceipt> {
  const now = deps.now();
  const missing = (text: string) => deps.characters.missing(text);
  const { facts, zone, clinic } = await payment(scope, paymentId);
  const patient = await scope.users.findEver(facts.patientId);
  const profile = patient && (await scope.users.patientDocument(patient.id));
  const content = {
    billing: billingOf(clinic),
    clinicPhone: clinic.phone,
    buyer: patient && {
      name: `${patient.firstName} ${patient.lastName}`,
      latinName: profile?.latinName ?? null,
      address: postalLines(profile?.address ?? null),
    },
    payment: {
      amount: facts.amount,
      currency: facts.currency,
      provider: facts.provider,
      method: facts.method,
      reference: facts.providerPaymentId,
      paidOn: localDay(facts.capturedAt, zone),
      purpose: facts.purpose,
    },
    consultationOn: localDay(facts.startsAt, zone),
    issuedOn: localDay(now, zone),
  };
  const { kind } = receiptRule(content);
  const number = await scope.receipts.nextNumber(facts.clinicId, kind);
  const printed = buildReceipt(content, numberText(kind, number), missing);
  const document = { number: printed.number, clinicId: facts.clinicId, patientId: facts.patientId };
  await flagUnprintable(scope, { ...document, facts: content }, missing, now);
  return store(scope, facts, { paymentId, refundId: null, number, amount: facts.amount, content: printed }, now);
}

async function payment(scope: Scope, paymentId: string) {
  const facts = await scope.receipts.facts(paymentId);
  const clinic = facts && (await scope.clinics.find(facts.clinicId));
  if (!facts || !clinic) throw notFound('Payment');
  return { facts, clinic, zone: clinic.timezone };
}

interface Draft {
  readonly paymentId: string;
  readonly refundId: string | null;
  readonly number: number;
  readonly amount: number;
  readonly content: ReceiptContent;
}

async function store(scope: Scope, facts: PaymentFacts, draft: Draft, now: Date): Promise<StoredReceipt> {
  const { content } = draft;
  const receipt: StoredReceipt = {
    id: randomUUID(),
    clinicId: facts.clinicId,
    orderId: facts.orderId,
    paymentId: draft.paymentId,
    refundId: draft.refundId,
    kind: content.kind,
    number: draft.number,
    numberText: content.number,
    amount: draft.amount,
    currency: content.currency,
    issuedAt: now,
    content,
  };
  await scope.receipts.insert(receipt);
  const { id, kind, numberText: number, amount, currency, refundId: refund } = receipt;
  await scope.audit.record(
    {
      action: 'receipt.issued',
      entity: 'receipt',
      entityId: id,
      clinicId: facts.clinicId,
      patientId: facts.patientId,
      details: { order: facts.orderId, payment: draft.paymentId, refund, kind, number, amount, currency },
    },
    now,
  );
  return receipt;
}
