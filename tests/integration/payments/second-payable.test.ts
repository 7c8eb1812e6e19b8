import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { Currency } from '../../../src/domain/money.js';
import type { PaymentStatus } from '../../../src/domain/payments/payment-status.js';
import type { PaidOutcome } from '../../../src/domain/payments/settlement.js';
import type { PayableKind } from '../../../src/domain/subjects.js';
import type {
  CapturedFor,
  LockedPayable,
  Payable,
  Payables,
  PaymentChange,
} from '../../../src/usecases/payments/payable.js';
import type { PaymentDeps } from '../../../src/usecases/payments/payment-deps.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settleDispute } from '../../../src/usecases/payments/settle-dispute.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { startCheckout } from '../../../src/usecases/payments/start-checkout.js';
import { returned, taken } from '../../support/disputes.js';
import { Steps } from '../../support/steps.js';

// Something else than an appointment is paid for: nothing of payments may know the difference.

/** A kind that only this test knows: the type has it in its place, the value is its own. */
const INVOICE = 'invoice' as string as PayableKind;

interface Invoice {
  readonly id: string;
  readonly clinicId: string;
  readonly patientId: string;
  paymentStatus: PaymentStatus;
  state: 'open' | 'paid' | 'withdrawn' | 'refused';
  /** What payments have said of it, in order. */
  readonly changes: string[];
}

/** Invoices that live in memory: the only thing that knows them is this port. */
class Invoices implements Payable {
  readonly all = new Map<string, Invoice>();

  async lock(_scope: unknown, id: string): Promise<LockedPayable | null> {
    const invoice = this.all.get(id);
    if (!invoice) return null;
    const { clinicId, patientId, paymentStatus } = invoice;
    const change = async ({ audit, steps }: PaymentChange) => {
      for (const step of steps) invoice.paymentStatus = step;
      invoice.changes.push(audit);
    };
    return {
      id,
      kind: INVOICE,
      clinicId,
      patientId,
      paymentStatus,
      isPending: invoice.state === 'open',
      due: () => ({
        amount: 12_000,
        currency: 'aud' satisfies Currency,
        payBy: new Date(Date.now() + 3_600_000),
        successUrl: 'https://clinic.invalid/invoice/paid',
        cancelUrl: 'https://clinic.invalid/invoice/cancelled',
      }),
      refusal: (sentence) => new Error(sentence ?? `the invoice is ${invoice.state}`) as never,
      paid: async (payment) => this.paid(invoice, payment),
      refunded: change,
      disputed: change,
      unpayable: async () => {
        invoice.state = 'refused';
        return 'Nobody takes money for this invoice.';
      },
    };
  }

  private paid(invoice: Invoice, payment: CapturedFor): PaidOutcome {
    assert.equal(payment.amount, 12_000);
    const late = invoice.state !== 'open';
    invoice.paymentStatus = late ? 'refund_pending' : 'paid';
    if (!late) invoice.state = 'paid';
    invoice.changes.push(late ? 'late' : 'paid');
    return late ? 'refunding' : 'confirmed';
  }
}

let steps: Steps;
const invoices = new Invoices();
const deps = (): PaymentDeps<Invoice | undefined> => ({
  ...steps.deps,
  payables: { [INVOICE]: invoices } as Payables,
  readSubject: async (_scope, id) => invoices.all.get(id),
});

before(async () => {
  steps = await Steps.open();
  // All that the database has to learn of a second kind: its migration would say the same.
  await steps.sql(`alter table subjects drop constraint subjects_kind_check,
    add constraint subjects_kind_check check (kind in ('appointment', 'clinic', 'invoice'))`);
});
after(() => steps.close());

async function draw(): Promise<Invoice> {
  const invoice: Invoice = {
    id: randomUUID(),
    clinicId: steps.clinicId,
    patientId: await steps.person('patient'),
    paymentStatus: 'unpaid',
    state: 'open',
    changes: [],
  };
  const subject = "insert into subjects (id, kind, clinic_id) values ($1, 'invoice', $2)";
  await steps.sql(subject, [invoice.id, invoice.clinicId]);
  invoices.all.set(invoice.id, invoice);
  return invoice;
}

async function opened() {
  const invoice = await draw();
  const order = await checkout(invoice);
  return { invoice, order };
}

async function checkout(invoice: Invoice): Promise<string> {
  const orderId = randomUUID();
  await startCheckout(deps())({ actor: SYSTEM, subjectId: invoice.id, subjectKind: INVOICE, command: { orderId } });
  return orderId;
}

const settle = (invoice: Invoice, orderId: string) =>
  settlePayment(deps())({ subjectId: invoice.id, orderId, eventIds: [] });
const one = async (text: string, ...values: unknown[]) => (await steps.sql(text, values))[0] ?? {};
const statusOf = async (order: string) => (await one('select status from orders where id = $1', order)).status;
const refundOf = (order: string) => one('select * from refunds where order_id = $1', order);

async function paid() {
  const { invoice, order } = await opened();
  steps.bank.paid(order);
  assert.equal((await settle(invoice, order)).outcome, 'confirmed');
  return { invoice, order };
}

async function disputed(invoice: Invoice, order: string) {
  const { provider_payment_id: paymentId } = await one('select * from payments where order_id = $1', order);
  const dispute = {
    disputeId: `dp_${order}`,
    paymentId: String(paymentId),
    amount: 12_000,
    currency: 'aud',
    state: 'open' as 'open' | 'won' | 'lost',
    reason: 'general',
    respondBy: null,
    movements: [taken(12_000)],
  };
  const hear = (change: Partial<typeof dispute> = {}) => {
    Object.assign(dispute, change);
    steps.bank.disputes.set(dispute.disputeId, dispute);
    const input = { subjectId: invoice.id, orderId: order, provider: 'stripe', disputeId: dispute.disputeId };
    return settleDispute(deps())({ ...input, eventIds: [] });
  };
  return { dispute, hear };
}

describe('an invoice', () => {
  it('is paid over a checkout session, once', async () => {
    const { invoice, order } = await paid();
    assert.deepEqual([invoice.state, invoice.paymentStatus, await statusOf(order)], ['paid', 'paid', 'paid']);
    assert.equal((await settle(invoice, order)).outcome, 'known');
    assert.deepEqual(invoice.changes, ['paid']);
    const audit = await one(
      "select details from audit_events where entity_id = $1 and action = 'order.created'",
      order,
    );
    assert.equal((audit.details as Record<string, unknown>).invoice, invoice.id);
  });

  it('that was withdrawn before its money came is refunded', async () => {
    const { invoice, order } = await opened();
    invoice.state = 'withdrawn';
    steps.bank.paid(order);
    assert.equal((await settle(invoice, order)).outcome, 'refunding');
    const { id } = await refundOf(order);
    const input = { subjectId: invoice.id, refundId: String(id), eventIds: [] };
    assert.equal((await sendRefund(deps())(input)).status, 'succeeded');
    assert.deepEqual(invoice.changes, ['late', 'refund.settled']);
    assert.deepEqual([invoice.paymentStatus, await statusOf(order)], ['refunded', 'refunded']);
  });

  it('that is paid twice gets the second payment back, and stays paid', async () => {
    const { invoice, order } = await paid();
    await steps.sql("update orders set status = 'expired' where id = $1", [order]);
    invoice.state = 'open';
    const second = await checkout(invoice);
    steps.bank.paid(second);
    assert.equal((await settle(invoice, second)).outcome, 'surplus');
    const { reason } = await refundOf(second);
    assert.deepEqual([reason, invoice.paymentStatus], ['duplicate_payment', 'paid']);
  });

  it('that is paid with another amount is shown to a person, and stays unpaid', async () => {
    const { invoice, order } = await opened();
    steps.bank.paid(order, { amount: 1 });
    assert.equal((await settle(invoice, order)).outcome, 'mismatch');
    assert.deepEqual([invoice.paymentStatus, await steps.attention(invoice.id)], ['unpaid', ['payment_mismatch']]);
  });

  it('whose payment is disputed is shown so, and is paid again when the dispute is won', async () => {
    const { invoice, order } = await paid();
    const { dispute, hear } = await disputed(invoice, order);
    await hear();
    assert.deepEqual([invoice.paymentStatus, await statusOf(order)], ['disputed', 'disputed']);
    assert.deepEqual(await steps.attention(invoice.id), ['dispute']);
    await hear({ state: 'won', movements: [...dispute.movements, returned(12_000)] });
    assert.deepEqual([invoice.paymentStatus, await statusOf(order)], ['paid', 'paid']);
    assert.deepEqual(await steps.attention(invoice.id), []);
    assert.deepEqual(invoice.changes, ['paid', 'dispute.opened', 'dispute.won']);
  });

  it('that no provider takes money for ends with the sentence of its own kind', async () => {
    const invoice = await draw();
    steps.bank.failures.push('refused for good', 'refused for good');
    await assert.rejects(checkout(invoice), {
      code: 'provider_refused',
      message: 'Nobody takes money for this invoice.',
    });
    assert.equal(invoice.state as string, 'refused');
  });
});
