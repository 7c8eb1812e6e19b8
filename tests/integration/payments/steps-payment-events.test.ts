import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import { createLogger } from '../../../src/observability/logger.js';
import { sendRefund, settleRefundEvent } from '../../../src/usecases/payments/refund.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { takeWebhook } from '../../../src/usecases/payments/webhooks/take-webhook.js';
import { issueRefund } from '../../../src/usecases/support/refund-by-staff.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

type Visit = Awaited<ReturnType<Steps['payable']>>;

async function booked(): Promise<Visit> {
  const visit = await steps.payable();
  steps.bank.paid(visit.order);
  await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
  return visit;
}

async function ask(visit: Visit, amount: number): Promise<string> {
  const command = { reason: 'test', amount };
  const operationId = `${visit.id}/${randomUUID()}`;
  await issueRefund(steps.deps)({ appointmentId: visit.id, operationId, actor: SYSTEM, command } as never);
  const rows = await steps.sql(
    'select id from refunds where order_id in (select id from orders where subject_id = $1) order by created_at',
    [visit.id],
  );
  return String(rows.at(-1)?.id);
}

/** A refund that the bank has in hand. */
async function sent(visit: Visit, amount: number): Promise<string> {
  steps.bank.refundsBecome = 'pending';
  const refundId = await ask(visit, amount);
  await sendRefund(steps.deps)({ subjectId: visit.id, refundId, eventIds: [] });
  return refundId;
}

function decides(refundId: string, status: 'succeeded' | 'failed'): void {
  const known = steps.bank.refunds.get(refundId);
  assert.ok(known);
  steps.bank.refunds.set(refundId, { ...known, status });
}

const statuses = async (visit: Visit) =>
  (
    await steps.sql(
      'select status from refunds where order_id in (select id from orders where subject_id = $1) order by created_at',
      [visit.id],
    )
  ).map(({ status }) => status);

/** News of a refund that names only the payment, as Paystack's do; stored in the inbox, as the webhook left it. */
async function hear(visit: Visit): Promise<{ status: string | undefined; outcome: unknown }> {
  const [payment] = await steps.sql('select provider_payment_id from payments where order_id = $1', [visit.order]);
  const [eventId, objectId] = [randomUUID(), String(payment?.provider_payment_id)];
  await steps.sql(
    `insert into provider_events (provider, event_id, about, change, label, object_id, order_id)
     values ('stripe', $1, 'refund', 'updated', 'refund.processed', $2, $3)`,
    [eventId, objectId, visit.order],
  );
  const news = { provider: 'stripe', eventId, objectId, subjectId: visit.id, orderId: visit.order } as const;
  const heard = await settleRefundEvent(steps.deps)({
    subjectId: visit.id,
    eventIds: [eventId],
    event: { ...news, about: 'refund' },
  }).catch((error: unknown) => {
    assert.ok(error instanceof ProviderUnavailable);
    return { status: 'away' };
  });
  const [row] = await steps.sql('select outcome from provider_events where event_id = $1', [eventId]);
  return { status: heard?.status, outcome: row?.outcome };
}

describe('news of a refund that names only the payment', () => {
  it('settles every refund of that payment that was sent', async () => {
    const visit = await booked();
    const first = await sent(visit, 1_000);
    assert.deepEqual(await hear(visit), { status: 'pending', outcome: 'refund_pending' });
    decides(first, 'succeeded');
    assert.deepEqual(await hear(visit), { status: 'succeeded', outcome: 'refund_succeeded' });
    const second = await sent(visit, 2_000);
    decides(first, 'failed');
    assert.deepEqual(await hear(visit), { status: 'pending', outcome: 'refund_pending' });
    assert.deepEqual(await statuses(visit), ['failed', 'pending'], 'one that had succeeded, too');
    decides(second, 'succeeded');
    assert.deepEqual(await hear(visit), { status: 'succeeded', outcome: 'refund_succeeded' });
    assert.deepEqual(await statuses(visit), ['failed', 'succeeded']);
  });

  it('stays in the inbox while a refund is being sent, and when the provider is away', async () => {
    const visit = await booked();
    const first = await sent(visit, 1_000);
    decides(first, 'succeeded');
    await hear(visit);
    await ask(visit, 2_000);
    decides(first, 'failed');
    assert.deepEqual(await hear(visit), { status: 'failed', outcome: null });
    assert.deepEqual(await statuses(visit), ['failed', 'requested']);
    steps.bank.failures.push('away');
    assert.deepEqual(await hear(visit), { status: 'away', outcome: null });
  });

  it('is not answered by a look at the checkout, whose name the payment shares', async () => {
    const visit = await booked();
    const [order] = await steps.sql('select provider_session_id as session from orders where id = $1', [visit.order]);
    const inbox = [randomUUID(), randomUUID()];
    for (const [at, about] of ['refund', 'checkout'].entries()) {
      await steps.sql(
        `insert into provider_events (provider, event_id, about, change, label, object_id, order_id)
         values ('stripe', $1, $2, 'updated', 'any', $3, $4)`,
        [inbox[at], about, order?.session, visit.order],
      );
    }
    await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: [] });
    const waiting = await steps.sql(
      'select about from provider_events where event_id = any($1) and processed_at is null',
      [inbox],
    );
    assert.deepEqual(waiting, [{ about: 'refund' }]);
  });

  it('is put aside when it is of a refund that we did not make', async () => {
    const visit = await booked();
    assert.deepEqual(await hear(visit), { status: undefined, outcome: 'superseded' });
  });
});

it('a webhook of a provider that is not set up is turned away, and leaves nothing behind', async () => {
  const take = takeWebhook({
    ...steps.deps,
    inbox: { take: () => Promise.reject(new Error('it must not be stored')) },
    dispatch: () => assert.fail('nobody is told'),
    countUnreadable: () => assert.fail('it was not even read'),
    logger: createLogger('error', 'steps'),
  });
  await assert.rejects(take('paystack', Buffer.from('{}'), 'good'), (error: unknown) => {
    assert.ok(error instanceof DomainError);
    return error.code === 'not_found';
  });
});

describe('an event id that somebody typed', () => {
  const stored = async (visit: Visit, about: string, objectId: string) => {
    const eventId = `evt_${randomUUID()}`;
    await steps.sql(
      `insert into provider_events (provider, event_id, about, change, label, object_id, order_id)
       values ('stripe', $1, $2, 'updated', 'any', $3, $4)`,
      [eventId, about, objectId, visit.order],
    );
    return eventId;
  };
  const waits = async (eventId: string) => {
    const [row] = await steps.sql('select processed_at from provider_events where event_id = $1', [eventId]);
    return row?.processed_at === null;
  };

  it('of another order, or of an event about something else, takes nothing out of the inbox', async () => {
    const [visit, other] = [await steps.payable(), await steps.payable()];
    const foreign = await stored(other, 'checkout', 'cs_other');
    const dispute = await stored(visit, 'dispute', 'dp_1');
    const own = await stored(visit, 'checkout', 'cs_own');
    const settle = (eventIds: readonly string[]) =>
      settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds });
    await settle([foreign, dispute]);
    assert.deepEqual([await waits(foreign), await waits(dispute), await waits(own)], [true, true, true]);
    await settle([own]);
    assert.equal(await waits(own), false);
  });

  it('of another refund leaves that one to be looked up', async () => {
    const visit = await booked();
    const refundId = await sent(visit, 1_000);
    const real = await stored(visit, 'refund', `re_${refundId}:1`);
    const news = { provider: 'stripe', about: 'refund', subjectId: visit.id, orderId: visit.order } as const;
    const hearOf = (objectId: string) =>
      settleRefundEvent(steps.deps)({
        subjectId: visit.id,
        eventIds: [real],
        event: { ...news, eventId: real, objectId },
      }).catch((error: unknown) => assert.ok(error instanceof ProviderUnavailable));
    await hearOf('re_typed');
    assert.equal(await waits(real), true);
    decides(refundId, 'succeeded');
    await hearOf(`re_${refundId}:1`);
    assert.equal(await waits(real), false);
  });

  it('names no webhook as what settled a payment', async () => {
    const visit = await steps.payable();
    steps.bank.paid(visit.order);
    await settlePayment(steps.deps)({ subjectId: visit.id, orderId: visit.order, eventIds: ['evt_typed'] });
    const [row] = await steps.sql(
      "select context->>'settledBy' as by from status_history where appointment_id = $1 and move = 'confirm'",
      [visit.id],
    );
    assert.equal(row?.by, 'payment_lookup');
  });
});
