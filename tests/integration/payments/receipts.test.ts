import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { FakeMailer } from '../../../src/adapters/email/fake.js';
import type { PrintableCharacters, ReceiptPrinter } from '../../../src/adapters/pdf/port.js';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import { HOUR_MS } from '../../../src/domain/instants.js';
import type { MessageInput } from '../../../src/domain/messaging/message-input.js';
import { createLogger } from '../../../src/observability/logger.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { deliverMessage } from '../../../src/usecases/messaging/deliver-message.js';
import { ensureReceipts } from '../../../src/usecases/payments/receipts/ensure-receipts.js';
import { issueCreditNote, issueReceipt } from '../../../src/usecases/payments/receipts/issue-receipt.js';
import { mailedReceipt } from '../../../src/usecases/payments/receipts/mailed-receipt.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { Steps } from '../../support/steps.js';

const BILLING = { legalName: 'Clinic Pty Ltd', taxId: '18123456789', region: 'au', taxRegistered: true };

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

interface Paid {
  readonly id: string;
  readonly order: string;
  readonly payment: string;
}

async function paid(): Promise<Paid> {
  const { id, order } = await steps.payable();
  steps.bank.paid(order);
  const settled = await settlePayment(steps.deps)({ subjectId: id, orderId: order, eventIds: [] });
  assert.equal(settled.outcome, 'confirmed');
  const [payment] = await steps.sql('select id from payments where order_id = $1', [order]);
  return { id, order, payment: String(payment?.id) };
}

/** Cancelled by the clinic, and the money sent back unless `status` says otherwise. */
async function refunded(status: 'succeeded' | 'pending' = 'succeeded'): Promise<Paid & { readonly refund: string }> {
  const visit = await paid();
  const command = { to: 'cancelled_by_clinic' as const, reason: 'ill' };
  const operationId = `${visit.id}/cancel`;
  await cancelAppointment(steps.deps)({ appointmentId: visit.id, operationId, actor: SYSTEM, command } as never);
  const [refund] = await steps.sql(
    'select id from refunds where order_id in (select id from orders where subject_id = $1)',
    [visit.id],
  );
  steps.bank.refundsBecome = status;
  await sendRefund(steps.deps)({ subjectId: visit.id, refundId: String(refund?.id), eventIds: [] });
  steps.bank.refundsBecome = 'succeeded';
  return { ...visit, refund: String(refund?.id) };
}

/** As if there were a font for every character but the faces. */
const characters: PrintableCharacters = { missing: (text) => text.match(/\p{Extended_Pictographic}/gu) ?? [] };
const issuing = () => ({ characters, now: steps.now });
const issue = (payment: string) =>
  steps.unitOfWork.withScope(SYSTEM, (scope) => issueReceipt(issuing(), scope, payment));
const credit = (refund: string) =>
  steps.unitOfWork.withScope(SYSTEM, (scope) => issueCreditNote(issuing(), scope, refund));
const numbers = async (kind: string) =>
  (await steps.sql('select number from receipts where kind = $1 order by number', [kind])).map(({ number }) => number);
const bill = (billing: object) => steps.sql('update clinics set billing = $1', [billing]);

describe('numbers', () => {
  it('have no gap: not under 20 at once, and not after those that were taken back', async () => {
    const visits: Paid[] = [];
    for (let visit = 0; visit < 20; visit += 1) visits.push(await paid());
    const failing = visits.map(({ payment }) =>
      steps.unitOfWork.withScope(SYSTEM, async (scope) => {
        await issueReceipt(issuing(), scope, payment);
        throw new Error('taken back');
      }),
    );
    const results = await Promise.allSettled([...failing, ...visits.map(({ payment }) => issue(payment))]);
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 20);
    const issued = await numbers('receipt');
    assert.deepEqual(
      issued,
      [...issued.keys()].map((index) => index + 1),
    );
    assert.equal(issued.length, 20);
    const [counter] = await steps.sql("select last from receipt_counters where kind = 'receipt'");
    assert.equal(counter?.last, 20);
  });

  it('run for each kind, and on after the clinic registers for tax', async () => {
    const before = (await numbers('receipt')).length;
    await bill(BILLING);
    const first = await issue((await paid()).payment);
    assert.deepEqual([first.kind, first.number, first.numberText], ['tax_invoice', 1, 'TI-000001']);
    await bill({});
    assert.equal((await issue((await paid()).payment)).number, before + 1);
  });
});

describe('a receipt', () => {
  it('is issued once per payment, however often and however concurrently', async () => {
    const { payment, id } = await paid();
    const all = await Promise.all(Array.from({ length: 12 }, () => issue(payment)));
    assert.equal(new Set(all.map((receipt) => receipt.id)).size, 1);
    assert.deepEqual((await issue(payment)).content, all[0]?.content);
    const audit = "select 1 from audit_events where action = 'receipt.issued' and entity_id = $1";
    assert.equal((await steps.sql(audit, [all[0]?.id])).length, 1);
    assert.equal(
      (await steps.sql('select 1 from receipts where order_id in (select id from orders where subject_id = $1)', [id]))
        .length,
      1,
    );
  });

  it('says for ever what it said on its day, and nothing of it stands in the clear', async () => {
    await bill({ ...BILLING, legalName: 'Old Name' });
    const { payment } = await paid();
    const first = await issue(payment);
    await bill({ ...BILLING, legalName: 'New Name' });
    assert.equal((await issue(payment)).content.seller.name, 'Old Name');
    assert.deepEqual([first.content.buyer.name, first.content.currency, first.amount], ['Test Person', 'aud', 8000]);
    const [row] = await steps.sql('select receipts::text as text from receipts where id = $1', [first.id]);
    assert.ok(!/Old Name|Test Person|Consultation/.test(String(row?.text)));
    await bill({});
  });

  it('has the clinic’s own address where none was typed for documents', async () => {
    const address = { line1: '1 Harbour Road', suburb: 'Sydney', state: 'NSW', postcode: '2000' };
    await steps.sql("update clinics set billing = '{}', addresses = $1", [JSON.stringify([address])]);
    assert.deepEqual((await issue((await paid()).payment)).content.seller.address, [
      '1 Harbour Road',
      'Sydney NSW 2000',
    ]);
    await bill({ address: 'PO Box 1' });
    assert.deepEqual((await issue((await paid()).payment)).content.seller.address, ['PO Box 1']);
    await steps.sql("update clinics set billing = '{}', addresses = '[]'");
  });

  it('cannot be changed or removed', async () => {
    const { id } = await issue((await paid()).payment);
    for (const text of ['update receipts set amount = 1', 'delete from receipts', 'truncate receipts']) {
      await assert.rejects(steps.sql(text), { code: '42501' }, text);
    }
    await assert.rejects(
      steps.sql(
        "insert into receipts select uuidv7(), clinic_id, order_id, payment_id, refund_id, kind, number + 999, 'X', amount, currency, content_sealed, issued_at from receipts where id = $1",
        [id],
      ),
      { code: '23505' },
    );
  });

  it('names the patient in Latin letters below another script, and instead of what no font has', async () => {
    const named = async (firstName: string, latin: string | null) => {
      const visit = await paid();
      const [row] = await steps.sql('select patient_id from appointments where id = $1', [visit.id]);
      const patient = String(row?.patient_id);
      await steps.unitOfWork.withScope(SYSTEM, async (scope) => {
        const user = await scope.users.findById(patient);
        assert.ok(user);
        await scope.users.updateAccount(patient, { ...user, firstName, lastName: 'X' }, steps.now());
        const document = { ...(await scope.users.patientDocument(patient)), latinName: latin };
        await scope.users.savePatientDocument(patient, document, steps.now());
      });
      const { name, latinName } = (await issue(visit.payment)).content.buyer;
      const open = "select context from attention where code = 'name_unprintable' and about = $1";
      return { name, latinName, entries: await steps.sql(open, [`patient/${patient}`]), patient };
    };
    const beside = await named('علي', 'Ali X');
    assert.deepEqual([beside.name, beside.latinName, beside.entries], ['علي X', 'Ali X', []]);
    const instead = await named('Sam 😀', 'Sam X');
    assert.deepEqual([instead.name, instead.latinName, instead.entries], ['Sam X', null, []]);
    const flagged = await named('Sam 😀', null);
    assert.deepEqual([flagged.name, flagged.latinName], ['Sam X', null]);
    const [{ context } = { context: null }] = flagged.entries;
    assert.deepEqual(Object.keys(context as object).sort(), ['parts', 'patient', 'receipt']);
    assert.deepEqual((context as { parts: unknown }).parts, ['name']);
    assert.equal((await named('😀', null)).name, 'X');
  });

  it('opens one entry for a patient, however many documents', async () => {
    const { id, payment } = await paid();
    const [row] = await steps.sql('select patient_id from appointments where id = $1', [id]);
    const patient = String(row?.patient_id);
    await steps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const document = { ...(await scope.users.patientDocument(patient)), address: '1 😀 Street' };
      await scope.users.savePatientDocument(patient, document, steps.now());
    });
    await issue(payment);
    await steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.attention.openUnprintable(
        steps.clinicId,
        { kind: 'patient', id: patient },
        { receipt: 'X', parts: [] },
        steps.now(),
      ),
    );
    const count = "select context->>'parts' as parts from attention where code = 'name_unprintable' and about = $1";
    assert.deepEqual(await steps.sql(count, [`patient/${patient}`]), [{ parts: '["address"]' }]);
  });

  it('is not for a payment that nobody knows', async () => {
    await assert.rejects(issue(randomUUID()), { code: 'not_found' });
    await assert.rejects(credit(randomUUID()), { code: 'not_found' });
  });
});

describe('a credit note', () => {
  it('comes after the receipt of its payment, once', async () => {
    const { refund, payment } = await refunded();
    const notes = await Promise.all(Array.from({ length: 8 }, () => credit(refund)));
    assert.equal(new Set(notes.map((note) => note?.id)).size, 1);
    const [note, original] = [notes[0], await issue(payment)];
    assert.deepEqual([note?.kind, note?.amount, note?.refundId], ['credit_note', 8000, refund]);
    assert.match(note?.content.facts[0]?.value ?? '', new RegExp(`^${original.numberText} of `));
    assert.deepEqual(await numbers('credit_note'), [1]);
  });

  it('waits until the money has gone back, and stays when it comes back', async () => {
    const { refund } = await refunded('pending');
    assert.equal(await credit(refund), null);
    await steps.sql("update refunds set status = 'settled_by_hand', settled_at = now() where id = $1", [refund]);
    const note = await credit(refund);
    assert.equal(note?.content.facts[2]?.value, 'The clinic, by hand');
    await steps.sql("update refunds set status = 'failed' where id = $1", [refund]);
    assert.equal((await credit(refund))?.id, note?.id);
  });
});

describe('maintenance', () => {
  it('issues what is lacking of a window, oldest first, and no more than asked', async () => {
    const ensure = ensureReceipts({ ...steps.deps, characters });
    const all = { from: new Date(0), to: new Date(Date.now() + HOUR_MS) };
    await ensure(all, 1000);
    assert.equal(await ensure(all, 1000), 0);
    const [first, second] = [await paid(), await refunded()];
    await steps.sql("update payments set captured_at = captured_at - interval '3 days' where id = $1", [first.payment]);
    const recent = { from: new Date(Date.now() - HOUR_MS), to: all.to };
    assert.equal(await ensure({ ...recent, to: recent.from }, 10), 0);
    assert.equal(await ensure(recent, 1), 1);
    assert.equal(await ensure(recent, 10), 1);
    const kinds = await steps.sql('select kind from receipts where order_id = $1 order by kind', [second.order]);
    assert.deepEqual(kinds, [{ kind: 'credit_note' }, { kind: 'receipt' }]);
    assert.equal(await ensure(all, 10), 1);
  });
});

describe('a mail about money', () => {
  const mailer = new FakeMailer();
  const print: ReceiptPrinter['print'] = async ({ number }) => Buffer.from(number);
  const deliver = (
    printer: ReceiptPrinter,
    input: Pick<MessageInput, 'appointmentId' | 'kind'> & Partial<MessageInput>,
  ) =>
    deliverMessage({
      unitOfWork: steps.unitOfWork,
      mailer,
      sms: { send: async () => undefined } as never,
      renderer: createMessageRenderer(),
      printer,
      characters,
      logger: createLogger('silent', 'test'),
      organizer: { name: 'Clinic', email: 'clinic@keepwell.invalid' },
      appUrl: 'https://clinic.invalid',
      payLinks: { linkTo: (id) => `https://clinic.invalid/pay/${id}`, read: () => null },
      now: steps.now,
    })({ version: 0, occurrence: '', ...input });

  it('carries the receipt with the confirmation, and says so', async () => {
    const { id, payment } = await paid();
    await deliver({ print }, { appointmentId: id, kind: 'booking_confirmed' });
    const { numberText: number } = await issue(payment);
    const sent = mailer.sent.at(-1);
    assert.deepEqual(sent?.attachments, [
      { filename: `receipt-${number}.pdf`, contentType: 'application/pdf', content: Buffer.from(number) },
    ]);
    assert.ok(sent?.text.includes(`Receipt ${number} is attached.`));
    assert.ok(sent?.calendar);
  });

  it('carries the credit note with the news of a refund', async () => {
    const { id, refund } = await refunded();
    await deliver({ print }, { appointmentId: id, kind: 'refunded', refundId: refund, occurrence: refund });
    const { numberText: number = '' } = (await credit(refund)) ?? {};
    assert.equal(mailer.sent.at(-1)?.attachments?.[0]?.filename, `credit-note-${number}.pdf`);
    assert.ok(mailer.sent.at(-1)?.text.includes(`Credit note ${number} is attached.`));
  });

  it('carries none where nothing was paid, or that is no receipt’s', async () => {
    const free = await steps.hold({ paymentsEnabled: false });
    await deliver({ print }, { appointmentId: free.id, kind: 'booking_confirmed' });
    assert.equal(mailer.sent.at(-1)?.attachments, undefined);
    const { id } = await paid();
    await deliver({ print }, { appointmentId: id, kind: 'payment_late', lateOutcome: 'rebooked' });
    assert.equal(mailer.sent.at(-1)?.attachments, undefined);
  });

  it('is not kept back for good by a receipt that cannot be printed', async () => {
    const { id, payment } = await paid();
    const broken = { print: () => Promise.reject(new Error('no font')) };
    const sent = mailer.sent.length;
    const confirm = () => deliver(broken, { appointmentId: id, kind: 'booking_confirmed' });
    await assert.rejects(confirm(), /no font/);
    await assert.rejects(confirm(), /no font/);
    assert.equal(mailer.sent.length, sent);
    assert.equal((await confirm()).email, 'sent');
    assert.equal(mailer.sent.length, sent + 1);
    assert.deepEqual(
      [mailer.sent.at(-1)?.attachments, /attached/.test(mailer.sent.at(-1)?.text ?? '')],
      [undefined, false],
    );
    assert.equal((await issue(payment)).paymentId, payment, 'it can still be downloaded');
  });

  it('goes at once without what is refused for good, and waits out an outage', async () => {
    const about = {
      appointmentId: randomUUID(),
      kind: 'refunded',
      refundId: randomUUID(),
      version: 0,
      occurrence: '',
    } as const;
    const deps = {
      unitOfWork: steps.unitOfWork,
      printer: { print },
      characters,
      logger: createLogger('silent', 'test'),
      now: steps.now,
    };
    assert.equal(await mailedReceipt(deps)(about, 1), null);
    const outage = { withScope: () => Promise.reject(new DomainError('unavailable', 'The database is away.')) };
    for (const attempt of [1, 100]) {
      await assert.rejects(mailedReceipt({ ...deps, unitOfWork: outage })(about, attempt), { code: 'unavailable' });
    }
  });
});
