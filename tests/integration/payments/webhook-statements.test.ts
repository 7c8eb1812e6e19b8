import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { ProviderEvent } from '../../../src/adapters/payments/port.js';
import type { PaymentEvent } from '../../../src/domain/payments/payment-event.js';
import { ProviderEventRepository } from '../../../src/models/repositories/payments/provider-events.js';
import { sqlOf } from '../../../src/models/sql.js';
import { createLogger } from '../../../src/observability/logger.js';
import { lookUpPayment } from '../../../src/usecases/payments/settle-payment.js';
import { takeWebhook } from '../../../src/usecases/payments/webhooks/take-webhook.js';
import { statementsOf } from '../../support/statements.js';
import { Steps } from '../../support/steps.js';

// What one webhook costs the database, from the signed POST to the booked appointment with payment, ledger, history and
// audit. The opening and the end of a transaction are not counted: they say nothing of what is read or written.

const MOST = 12;

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

it(`a webhook books its appointment with at most ${MOST} statements`, async () => {
  const { id, order } = await steps.payable();
  steps.bank.paid(order);
  const event: ProviderEvent = {
    eventId: `evt_${randomUUID()}`,
    about: 'checkout',
    change: 'completed',
    label: 'checkout.session.completed',
    objectId: [...steps.bank.checkouts.values()].find(({ orderId }) => orderId === order)?.sessionId ?? '',
    orderId: order,
    paymentId: null,
  };
  const dispatched: PaymentEvent[] = [];
  const receive = takeWebhook({
    ...steps.deps,
    inbox: new ProviderEventRepository(sqlOf(steps.pool)),
    dispatch: (one) => dispatched.push(one),
    countUnreadable: () => assert.fail('it is readable'),
    logger: createLogger('error', 'steps'),
  });
  const statements = await statementsOf(steps.pool, async () => {
    await receive('stripe', Buffer.from(JSON.stringify(event)), 'good');
    const [{ subjectId = '', orderId = '', eventId = '' } = {}] = dispatched;
    const input = { subjectId, orderId, eventIds: [String(eventId)] };
    assert.equal((await lookUpPayment(steps.deps)(input))?.outcome, 'confirmed');
  });
  const list = statements.map((text, at) => `${at + 1}. ${text.slice(0, 120)}`).join('\n');
  assert.ok(statements.length > 0 && statements.length <= MOST, `${statements.length} statements:\n${list}`);

  const count = async (text: string, ...values: unknown[]) => (await steps.sql(text, values)).length;
  assert.equal(await count("select 1 from appointments where id = $1 and status = 'booked'", id), 1);
  assert.equal(await count('select 1 from payments where order_id = $1', order), 1);
  assert.equal(await count("select 1 from ledger_entries where order_id = $1 and kind = 'captured'", order), 2);
  assert.equal(await count("select 1 from status_history where appointment_id = $1 and move = 'confirm'", id), 1);
  const audited =
    "select 1 from audit_events where action in ('payment.captured', 'appointment.confirmed') and entity_id = any($1)";
  assert.equal(await count(audited, [id, order]), 2);
  assert.equal(
    await count('select 1 from provider_events where event_id = $1 and processed_at is not null', event.eventId),
    1,
  );
});
