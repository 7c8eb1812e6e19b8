import { randomUUID } from 'node:crypto';
import { localDay } from '../../domain/days.js';
import { notFound } from '../../domain/errors.js';
import { parseBilling, postalLines } from '../../domain/receipt/billing.js';
import {
  buildCreditNote,
  buildReceipt,
  numberText,
  type ReceiptContent,
  receiptRule,
} from '../../domain/receipt/receipt.js';
import type { PaymentFacts, StoredReceipt } from '../../models/repositories/receipts.js';
import type { Scope } from '../../models/unit-of-work.js';

/**
 * The numbered document of a captured payment, issued in the caller's transaction. A repeat, also a concurrent one, gets
 * the first one's document. @throws DomainError not_found
 */
export async function issueReceipt(scope: Scope, paymentId: string, now: Date): Promise<StoredReceipt> {
  await scope.receipts.lock(paymentId);
  return (await scope.receipts.findFor(paymentId, null)) ?? (await issue(scope, paymentId, now));
}

/**
 * The credit note of a refund, after its payment's own document; null while the money has not gone back. It stays when
 * a refund that had succeeded fails afterwards: the clinic still owes what it says.
 * @throws DomainError not_found
 */
export async function issueCreditNote(scope: Scope, refundId: string, now: Date): Promise<StoredReceipt | null> {
  const refund = await scope.payments.findRefund(refundId);
  if (!refund) throw notFound('Refund');
  const original = await issueReceipt(scope, refund.payment_id, now);
  const known = await scope.receipts.findFor(refund.payment_id, refundId);
  const paidOut = refund.status === 'succeeded' || refund.status === 'settled_by_hand';
  if (known || !paidOut) return known;
  const { facts, zone } = await payment(scope, refund.payment_id);
  const number = await scope.receipts.nextNumber(facts.clinic_id, 'credit_note');
  const content = buildCreditNote(
    original.content,
    {
      amount: refund.amount,
      reference: refund.provider_refund_id ?? refund.id,
      paidOutByHand: refund.status === 'settled_by_hand',
      refundedOn: localDay(refund.settled_at ?? now, zone),
      issuedOn: localDay(now, zone),
    },
    numberText('credit_note', number),
  );
  return store(scope, facts, { paymentId: refund.payment_id, refundId, number, amount: refund.amount, content }, now);
}

async function issue(scope: Scope, paymentId: string, now: Date): Promise<StoredReceipt> {
  const { facts, zone, clinic } = await payment(scope, paymentId);
  const patient = await scope.users.findById(facts.patient_id);
  const document = patient && (await scope.users.patientDocument(patient.id));
  const content = {
    billing: parseBilling(clinic.billing, clinic.name),
    clinicPhone: clinic.phone,
    buyer: patient && {
      name: `${patient.firstName} ${patient.lastName}`,
      address: postalLines(document?.address ?? null),
    },
    payment: {
      amount: facts.amount,
      currency: facts.currency,
      provider: facts.provider,
      method: facts.method,
      reference: facts.provider_payment_id,
      paidOn: localDay(facts.captured_at, zone),
      purpose: facts.purpose,
    },
    consultationOn: localDay(facts.starts_at, zone),
    issuedOn: localDay(now, zone),
  };
  const { kind } = receiptRule(content);
  const number = await scope.receipts.nextNumber(facts.clinic_id, kind);
  const printed = buildReceipt(content, numberText(kind, number));
  return store(scope, facts, { paymentId, refundId: null, number, amount: facts.amount, content: printed }, now);
}

async function payment(scope: Scope, paymentId: string) {
  const facts = await scope.receipts.facts(paymentId);
  const clinic = facts && (await scope.clinics.find(facts.clinic_id));
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
    clinic_id: facts.clinic_id,
    appointment_id: facts.appointment_id,
    order_id: facts.order_id,
    payment_id: draft.paymentId,
    refund_id: draft.refundId,
    kind: content.kind,
    number: draft.number,
    number_text: content.number,
    amount: draft.amount,
    currency: content.currency,
    issued_at: now,
    content,
  };
  await scope.receipts.insert(receipt);
  const { id, kind, number_text: number, amount, currency, refund_id: refund } = receipt;
  await scope.audit.record(
    {
      action: 'receipt.issued',
      entity: 'receipt',
      entityId: id,
      clinicId: facts.clinic_id,
      patientId: facts.patient_id,
      details: { order: facts.order_id, payment: draft.paymentId, refund, kind, number, amount, currency },
    },
    now,
  );
  return receipt;
}
