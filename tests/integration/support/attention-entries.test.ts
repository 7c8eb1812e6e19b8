import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ProviderEvent } from '../../../src/adapters/payments/port.js';
import type { AppointmentWorkflows } from '../../../src/adapters/temporal/port.js';
import { type About, finding } from '../../../src/domain/payments/findings.js';
import { WEBHOOK_SILENCE } from '../../../src/domain/payments/webhook-silence.js';
import { ProviderEventRepository } from '../../../src/models/repositories/payments/provider-events.js';
import { sqlOf } from '../../../src/models/sql.js';
import { createLogger } from '../../../src/observability/logger.js';
import { watchWebhooks } from '../../../src/usecases/operations/watch-webhooks.js';
import { closeCheckouts } from '../../../src/usecases/payments/close-checkouts.js';
import { resolveFinding } from '../../../src/usecases/payments/reconciliation/resolve-finding.js';
import { takeWebhook } from '../../../src/usecases/payments/webhooks/take-webhook.js';
import { flagAttention } from '../../../src/usecases/support/flag-attention.js';
import { Steps } from '../../support/steps.js';

const AT_ONCE = 24;

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const inParallel = (one: (n: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, n) => one(n)));

function openEntries(code: string): Promise<Record<string, unknown>[]> {
  return steps.sql('select subject_id, context from attention where code = $1 and resolved_at is null', [code]);
}

/** How often the audit says that an entry of this code was opened. */
async function openings(code: string): Promise<number> {
  const opened = "select 1 from audit_events where action = 'attention.opened' and details->>'code' = $1";
  return (await steps.sql(opened, [code])).length;
}

const woken: string[] = [];
const engine = {
  refreshOrResume: async (id: string) => {
    woken.push(id);
  },
} as unknown as AppointmentWorkflows;

/** A reconciliation's finding that a person has to look at. */
function flagFinding(about: About): Promise<unknown> {
  const characters = { missing: () => [] };
  const deps = { ...steps.deps, characters, engine, home: steps.clinicId, report: randomUUID() };
  return resolveFinding(deps, {
    finding: finding('charge_unmatched', about, 'flagged', { expected: null, found: null }),
  });
}

describe(`${AT_ONCE} transactions that open the same entry at the same moment open one`, () => {
  it('about an appointment', async () => {
    const { id } = await steps.hold();
    await inParallel((n) =>
      flagAttention(steps.deps)({ appointmentId: id, code: n % 2 ? 'step_failed' : 'overrun', open: true }),
    );
    assert.deepEqual((await steps.attention(id)).sort(), ['overrun', 'step_failed']);
    assert.deepEqual([await openings('step_failed'), await openings('overrun')], [1, 1]);
  });

  it('about what a reconciliation found on an appointment', async () => {
    const { id: appointmentId } = await steps.hold();
    const owner = {
      clinicId: steps.clinicId,
      subjectId: appointmentId,
      subjectKind: 'appointment',
      orderId: null,
    } as const;
    await inParallel(() => flagFinding({ provider: 'stripe', objectId: 'ch_1', owner }));
    assert.equal((await openEntries('reconciliation')).length, 1);
    assert.equal(await openings('reconciliation'), 1);
    assert.deepEqual(woken, [appointmentId], 'the run that shows it, also of an appointment that was over');
  });

  it('about money that no order explains, reported by webhooks and by reconciliations', async () => {
    const event = (): ProviderEvent => ({
      eventId: `evt_${randomUUID()}`,
      label: 'charge.dispute.created',
      about: 'dispute',
      change: 'updated',
      objectId: 'dp_stranger',
      orderId: randomUUID(),
      paymentId: null,
    });
    const inbox = new ProviderEventRepository(sqlOf(steps.pool));
    const take = takeWebhook({
      ...steps.deps,
      inbox,
      dispatch: () => undefined,
      countUnreadable: () => assert.fail('it can be read'),
      logger: createLogger('error', 'test'),
    });
    await inParallel((n) =>
      n % 2
        ? take('stripe', Buffer.from(JSON.stringify(event())), 'good')
        : flagFinding({ provider: 'stripe', objectId: 'dp_stranger', owner: null }),
    );
    const open = await openEntries('unmatched_payment');
    assert.deepEqual(
      open.map(({ subject_id, context }) => [subject_id, (context as { objectId?: string }).objectId]),
      [[steps.clinicId, 'dp_stranger']],
    );
    assert.equal(await openings('unmatched_payment'), 1);
    assert.equal(steps.shown.length, 1, 'one workflow shows it');
    await flagFinding({ provider: 'stripe', objectId: 'dp_other', owner: null });
    assert.equal((await openEntries('unmatched_payment')).length, 2, 'another object has an entry of its own');
  });

  it('about a provider whose webhooks do not come', async () => {
    for (const _ of [1, 2, 3]) {
      const { id } = await steps.payable();
      await closeCheckouts(steps.deps)({ subjectId: id });
    }
    await steps.sql('delete from provider_events');
    steps.aheadMs += WEBHOOK_SILENCE.afterMs;
    const watch = watchWebhooks({
      ...steps.deps,
      payments: { gateways: ['stripe'] },
      silence: WEBHOOK_SILENCE,
      logger: createLogger('error', 'test'),
    });
    await inParallel(() => watch());
    assert.equal((await openEntries('webhook_silence')).length, 1);
    assert.equal(await openings('webhook_silence'), 1);
  });
});

it('an entry that was resolved can be opened again, and both stay on record', async () => {
  const about = { provider: 'stripe', objectId: 'dp_again', owner: null } as const;
  await flagFinding(about);
  await steps.sql("update attention set resolved_at = now() where context->>'objectId' = 'dp_again'");
  await steps.unitOfWork.withScope({ kind: 'system', label: 'test' }, (scope) =>
    scope.attention.openUnmatched(steps.clinicId, { provider: 'stripe', id: 'dp_again' }, steps.now()),
  );
  const rows = await steps.sql("select 1 from attention where context->>'objectId' = 'dp_again'");
  assert.equal(rows.length, 2);
});
