import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { GatewayName } from '../../../src/domain/payments/orders.js';
import { WEBHOOK_SILENCE } from '../../../src/domain/payments/webhook-silence.js';
import type { Logger } from '../../../src/observability/logger.js';
import { readWebhookSilence } from '../../../src/usecases/operations/read-webhook-silence.js';
import { watchWebhooks } from '../../../src/usecases/operations/watch-webhooks.js';
import { closeCheckouts } from '../../../src/usecases/payments/close-checkouts.js';
import { settlePayment } from '../../../src/usecases/payments/settle-payment.js';
import { Steps } from '../../support/steps.js';

const MINUTE = 60_000;
const { afterMs, lookBackMs } = WEBHOOK_SILENCE;

let steps: Steps;
let lines: string[];
let gateway: GatewayName;
beforeEach(async () => {
  steps = await Steps.open();
  [lines, gateway] = [[], 'stripe'];
});
afterEach(() => steps.close());

/** A minute of maintenance: the providers that are silent afterwards. */
async function watch(): Promise<unknown[]> {
  const write = (level: string) => (text: string) => lines.push(`${level}: ${text}`);
  const logger = { error: write('error'), info: write('info') } as unknown as Logger;
  const deps = { ...steps.deps, payments: { gateways: [gateway] } };
  await watchWebhooks({ ...deps, logger, silence: WEBHOOK_SILENCE })();
  const open = await steps.sql("select context from attention where code = 'webhook_silence' and resolved_at is null");
  return open.map((row) => (row.context as { provider: string }).provider);
}

async function expired(): Promise<void> {
  const visit = await steps.payable();
  await closeCheckouts(steps.deps)({ subjectId: visit.id });
  await asOther();
}

async function paid(): Promise<string> {
  const { id, order } = await steps.payable();
  steps.bank.paid(order);
  await settlePayment(steps.deps)({ subjectId: id, orderId: order, eventIds: [] });
  await asOther();
  return order;
}

/** The scripted bank is one provider: what it did was done at the one that is looked at. */
async function asOther(): Promise<void> {
  await steps.sql('update orders set provider = $1', [gateway]);
}

/** A webhook about this order; by default about one of our form that we do not have. */
async function told(orderId: string = randomUUID()): Promise<void> {
  const what = { about: 'checkout', change: 'paid', label: 'charge.success' } as const;
  const event = { provider: gateway, eventId: randomUUID(), ...what };
  await steps.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.providerEvents.take({ ...event, objectId: 'x', orderId, paymentId: null }, steps.now()),
  );
}

const silence = () =>
  readWebhookSilence({ unitOfWork: steps.unitOfWork, payments: { gateways: [gateway] }, now: steps.now })();

describe('webhooks that do not come', () => {
  it('raise one alarm, after a while, which is over with the next webhook', async () => {
    for (const end of [expired, expired, paid]) await end();
    assert.deepEqual(await watch(), [], 'they may be on their way');
    assert.deepEqual([...(await silence())], [['stripe', 0]]);
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), ['stripe']);
    steps.aheadMs += MINUTE;
    assert.deepEqual(await watch(), ['stripe']);
    assert.deepEqual(lines, ['error: no webhook has come for payment pages that ended']);
    const seconds = (await silence()).get('stripe') ?? 0;
    assert.ok(Math.abs(seconds - (afterMs + MINUTE) / 1000) < 10, `${seconds} s`);
    const audit = await steps.sql("select details->>'code' as code from audit_events where entity = 'attention'");
    assert.deepEqual(audit, [{ code: 'webhook_silence' }]);
    await told();
    assert.deepEqual(await watch(), []);
    assert.deepEqual([...(await silence())], [['stripe', 0]]);
    assert.equal(lines.at(-1), 'info: webhooks come again');
  });

  it('raise another when it happens again', async () => {
    for (const _ of [1, 2, 3]) await expired();
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), ['stripe']);
    await told();
    assert.deepEqual(await watch(), []);
    steps.aheadMs += MINUTE;
    assert.deepEqual(await watch(), [], 'what was missed before is no alarm any more');
    for (const _ of [1, 2]) await expired();
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), [], 'two of these');
    await expired();
    assert.deepEqual(await watch(), ['stripe']);
  });

  it('are not due while pages are open, were told of, or are too few or too old', async () => {
    for (const _ of [1, 2, 3]) await steps.payable();
    for (const _ of [1, 2]) await expired();
    for (const _ of [1, 2, 3]) await told(await paid());
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), []);
    steps.aheadMs += lookBackMs;
    await expired();
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), []);
  });

  it('are due at Paystack only for money', async () => {
    gateway = 'paystack';
    for (const _ of [1, 2, 3]) await expired();
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), []);
    for (const _ of [1, 2, 3]) await paid();
    steps.aheadMs += afterMs;
    assert.deepEqual(await watch(), ['paystack']);
  });
});
