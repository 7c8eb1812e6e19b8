import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { DomainError, type ErrorCode } from '../../../src/domain/errors.js';
import { HOUR_MS } from '../../../src/domain/instants.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { cancelForClinic } from '../../../src/usecases/appointments/cancel-appointment.js';
import { moneyOf } from '../../../src/usecases/payments/money-of.js';
import { sendRefund } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { startCheckout } from '../../../src/usecases/payments/start-checkout.js';
import { decideAbsence } from '../../../src/usecases/support/decide-absence.js';
import { approveRefund, issueRefund, rejectRefund } from '../../../src/usecases/support/refund-by-staff.js';
import { resolveAttention } from '../../../src/usecases/support/resolve-attention.js';
import { retryRefund } from '../../../src/usecases/support/retry-refund.js';
import { POLICY, Steps } from '../../support/steps.js';

let steps: Steps;
let approver: UserActor;
before(async () => {
  steps = await Steps.open();
  // Every account of this rig is called Test Person.
  approver = await staff();
});
after(() => steps.close());

const refusedWith = (code: ErrorCode) => (error: unknown) => error instanceof DomainError && error.code === code;
const fromUi = (claims = 'Kim') => ({ kind: 'temporal_ui', claims }) as const;
const asked = (id: string, command: object, actor: object) =>
  ({
    appointmentId: id,
    operationId: `${id}/${randomUUID()}`,
    actor,
    command: { reason: 'a complaint', ...command },
  }) as never;

async function staff(): Promise<UserActor> {
  const userId = await steps.person('admin');
  const { admin: permissions } = ROLE_PERMISSIONS;
  return {
    kind: 'user',
    membershipId: null,
    userId,
    role: 'admin',
    permissions,
    clinicIds: [steps.clinicId],
    sessionId: randomUUID(),
  };
}

/** Paid 80.00, where more than 50.00 needs a second person. */
async function booked(): Promise<{ id: string; order: string }> {
  const [{ id }, order] = [await steps.hold({ policy: { ...POLICY, refundApprovalAbove: 5000 } }), randomUUID()];
  await startCheckout(steps.deps)({
    subjectKind: 'appointment',
    subjectId: id,
    actor: SYSTEM,
    command: { orderId: order },
  });
  steps.bank.paid(order);
  await settlePayment(steps.deps)({ subjectId: id, orderId: order, eventIds: [] });
  return { id, order };
}

/** A second payment of the same appointment, of a wrong amount. */
async function alsoPaid(id: string, amount: number): Promise<string> {
  const rows = await steps.sql(
    `insert into payments (id, clinic_id, order_id, provider, provider_payment_id, amount, currency, purpose, captured_at)
     select gen_random_uuid(), clinic_id, order_id, provider, 'pi_' || gen_random_uuid(), $2, currency, 'mismatch', now()
       from payments where order_id in (select id from orders where subject_id = $1) returning id`,
    [id, amount],
  );
  return String(rows[0]?.id);
}

const requests = async (id: string) =>
  (
    await steps.sql(
      "select id from refund_requests where payment_id in (select p.id from payments p join orders o on o.id = p.order_id where o.subject_id = $1) and state = 'open' order by requested_at",
      [id],
    )
  ).map((row) => String(row.id));
const refunds = (id: string) =>
  steps.sql(
    'select id, amount, status, reason from refunds where order_id in (select id from orders where subject_id = $1) order by created_at, id',
    [id],
  );
const money = (id: string) =>
  steps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const row = await scope.appointments.find(id);
    assert.ok(row);
    return moneyOf(scope, { id, isPending: row.status === 'pending' });
  });
const approve = (id: string, refundRequestId: string | undefined, actor: object = approver) =>
  approveRefund(steps.deps)(asked(id, { refundRequestId }, actor));

describe('a refund that was asked for in the Temporal UI', () => {
  it('is approved by anybody but a person whose name was typed there, and the audit says who it claimed to be', async () => {
    const { id } = await booked();
    await issueRefund(steps.deps)(asked(id, { amount: 6000 }, fromUi('test PERSON')));
    const [request] = await requests(id);
    await assert.rejects(approve(id, request), /under a name like yours/);
    assert.deepEqual([await refunds(id), await requests(id)], [[], [request]], 'nothing was changed');
    await rejectOwn(id, request);
    await issueRefund(steps.deps)(asked(id, { amount: 6000 }, fromUi('Kim')));
    const [other] = await requests(id);
    await approve(id, other);
    const audit = await steps.sql(
      "select details->>'askedBy' as by from audit_events where action = 'refund.approved' and entity_id = $1",
      [other],
    );
    assert.equal(audit[0]?.by, 'temporal-ui (claims Kim)');
    assert.deepEqual(
      (await refunds(id)).map(({ amount, status }) => [amount, status]),
      [[6000, 'requested']],
    );
  });

  const rejectOwn = (id: string, refundRequestId: string | undefined) =>
    rejectRefund(steps.deps)(asked(id, { refundRequestId }, fromUi()));
});

describe('two refunds that wait for a second person', () => {
  it('have an entry each: deciding on one leaves the other', async () => {
    const { id } = await booked();
    const paymentId = await alsoPaid(id, 7000);
    await issueRefund(steps.deps)(asked(id, { amount: 6000 }, fromUi()));
    const both = await issueRefund(steps.deps)(asked(id, { paymentId }, fromUi()));
    assert.deepEqual(both.attention, ['refund_approval'], 'shown once among the codes');
    const [first, second] = await requests(id);
    assert.deepEqual(
      both.page?.refundRequests.map((one) => one.id),
      [first, second],
    );
    const facts = both.page?.entries.map((entry) => entry.facts.join('; ')) ?? [];
    assert.ok(facts[0]?.includes(`${first}`) && facts[1]?.includes(`${second}`), facts.join('\n'));
    const left = await approve(id, second);
    assert.deepEqual([left.attention, await requests(id)], [['refund_approval'], [first]]);
    const none = await rejectRefund(steps.deps)(asked(id, { refundRequestId: first }, fromUi()));
    assert.deepEqual(none.attention, []);
  });
});

describe('a cancel for the clinic from the Temporal UI', () => {
  it('below the limit gives the money back at once', async () => {
    const { id } = await steps.payable();
    const [order] = await steps.sql('select id from orders where subject_id = $1', [id]);
    steps.bank.paid(String(order?.id));
    await settlePayment(steps.deps)({ subjectId: id, orderId: String(order?.id), eventIds: [] });
    const after = await cancelForClinic(steps.deps)(asked(id, {}, fromUi()));
    assert.deepEqual([after.paymentStatus, after.attention], ['refund_pending', []]);
  });

  it('above the limit frees the slot at once, and the money waits for a second person, who can only let it go', async () => {
    const { id } = await booked();
    const after = await cancelForClinic(steps.deps)(asked(id, {}, fromUi()));
    assert.deepEqual(
      [after.status, after.paymentStatus, after.attention],
      ['cancelled_by_clinic', 'paid', ['refund_approval']],
    );
    assert.deepEqual(await refunds(id), []);
    const { kept, awaiting, percentBack } = await money(id);
    assert.deepEqual([kept, awaiting, percentBack], [[], [{ amount: 8000, currency: 'aud' }], 100]);
    const [request] = await requests(id);
    assert.deepEqual(
      after.page?.refundRequests.map(({ owed }) => owed),
      [true],
    );
    const refused = rejectRefund(steps.deps)(asked(id, { refundRequestId: request }, fromUi()));
    await assert.rejects(refused, /the patient is owed this/);
    const approved = await approve(id, request);
    assert.deepEqual([approved.paymentStatus, approved.attention], ['refund_pending', []]);
    const [refund] = await refunds(id);
    assert.deepEqual([refund?.amount, refund?.reason], [8000, 'cancelled_by_clinic']);
    await sendRefund(steps.deps)({ subjectId: id, refundId: String(refund?.id), eventIds: [] });
    assert.equal((await steps.row(id)).payment_status, 'refunded');
  });

  it('takes the place of a refund that was asked for before', async () => {
    const { id } = await booked();
    await issueRefund(steps.deps)(asked(id, { amount: 6000 }, approver));
    const after = await cancelForClinic(steps.deps)(asked(id, {}, fromUi()));
    assert.deepEqual(after.attention, ['refund_approval']);
    assert.deepEqual(
      after.page?.refundRequests.map(({ amount, owed }) => [amount, owed]),
      [[8000, true]],
    );
  });

  it('counts what staff gave back before, and is not limited by API', async () => {
    const { id } = await booked();
    await issueRefund(steps.deps)(asked(id, { amount: 4000 }, fromUi()));
    const [refund] = await refunds(id);
    await sendRefund(steps.deps)({ subjectId: id, refundId: String(refund?.id), eventIds: [] });
    assert.deepEqual((await cancelForClinic(steps.deps)(asked(id, {}, fromUi()))).attention, ['refund_approval']);
    const other = await booked();
    const byApi = await cancelForClinic(steps.deps)(asked(other.id, {}, approver));
    assert.deepEqual([byApi.paymentStatus, byApi.attention], ['refund_pending', []]);
  });

  it('so does a visit that is decided to be the doctor’s absence', async () => {
    const { id } = await booked();
    steps.aheadMs = Number((await steps.row(id)).ends_at) + HOUR_MS - Date.now();
    try {
      const after = await decideAbsence(steps.deps)(asked(id, { outcome: 'doctor_absent' }, fromUi()));
      assert.deepEqual([after.status, after.attention], ['cancelled_by_doctor', ['refund_approval']]);
    } finally {
      steps.aheadMs = 0;
    }
  });
});

describe('failed refunds', () => {
  async function failed(...amounts: readonly number[]): Promise<{ id: string; ids: readonly string[] }> {
    const { id } = await booked();
    steps.bank.refundsBecome = 'failed';
    try {
      for (const amount of amounts) {
        await steps.sql(
          "update appointments set payment_status = 'refund_pending' where id = $1 and payment_status = 'refund_failed'",
          [id],
        );
        await steps.sql(
          "update appointments set payment_status = 'partially_refunded' where id = $1 and payment_status = 'refund_pending'",
          [id],
        );
        await issueRefund(steps.deps)(asked(id, { amount }, SYSTEM));
        const refundId = String((await refunds(id)).at(-1)?.id);
        await sendRefund(steps.deps)({ subjectId: id, refundId, eventIds: [] });
      }
    } finally {
      steps.bank.refundsBecome = 'succeeded';
    }
    return { id, ids: (await refunds(id)).map((row) => String(row.id)) };
  }
  const settle = (id: string, actor: object) =>
    resolveAttention(steps.deps)(asked(id, { code: 'refund_failed' }, actor));

  it('above the limit are said to be paid by hand only by somebody who is signed in', async () => {
    const { id } = await failed(3000, 2001);
    await assert.rejects(settle(id, fromUi()), refusedWith('forbidden'));
    assert.deepEqual(await steps.attention(id), ['refund_failed']);
    await settle(id, approver);
    assert.deepEqual(
      (await refunds(id)).map(({ status }) => status),
      ['settled_by_hand', 'settled_by_hand'],
    );
    const small = await failed(3000);
    assert.deepEqual((await settle(small.id, fromUi())).attention, []);
  });

  it('stay on the list until the last of them is sent again', async () => {
    const { id, ids } = await failed(1000, 2000);
    const retry = (refundId: string | undefined) => retryRefund(steps.deps)(asked(id, { refundId }, fromUi()));
    assert.deepEqual((await retry(ids[0])).attention, ['refund_failed']);
    assert.deepEqual((await retry(ids[1])).attention, []);
  });
});
