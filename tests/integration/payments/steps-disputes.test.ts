import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type DisputeState, ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { DomainError } from '../../../src/domain/errors.js';
import { completeAppointment } from '../../../src/usecases/appointments/complete-appointment.js';
import { settleDispute } from '../../../src/usecases/payments/settle-dispute.js';
import { asked, disputes, FEE, returned, taken } from '../../support/disputes.js';
import { Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

const { booked, one, books, disputed, hear, orderStatus, paymentStatus, attention, send, cancel } = disputes(
  () => steps,
);

describe('a dispute', () => {
  it('that is open takes the money out of the books and asks a person, once', async () => {
    const visit = await booked();
    const told = await disputed(visit);
    await hear(visit, told);
    const snapshot = await hear(visit, told);
    assert.deepEqual([snapshot.paymentStatus, snapshot.attention], ['disputed', ['dispute']]);
    assert.equal(await orderStatus(visit), 'disputed');
    assert.deepEqual(await books(visit), { patient: -8000, disputes: 8000, fees: FEE, provider: -FEE });
    const row = await one('select * from disputes where order_id = $1', visit.order);
    assert.deepEqual([row.state, row.amount, row.movements, row.closed_at], ['open', 8000, 1, null]);
    const flag = await one("select context from attention where subject_id = $1 and code = 'dispute'", visit.id);
    assert.equal((flag.context as Record<string, unknown>).respondBy, '2027-01-01T00:00:00.000Z');
    const audits = await steps.sql("select 1 from audit_events where entity_id = $1 and action = 'dispute.opened'", [
      visit.id,
    ]);
    assert.equal(audits.length, 1);
  });

  it('that is won gives everything back but the fee', async () => {
    const visit = await booked();
    const told = await disputed(visit);
    await hear(visit, told);
    const won = { ...told, state: 'won', movements: [...told.movements, returned()] } as const;
    const snapshot = await hear(visit, won);
    assert.deepEqual([snapshot.paymentStatus, snapshot.attention], ['paid', []]);
    assert.equal(await orderStatus(visit), 'paid');
    assert.deepEqual(await books(visit), { patient: -8000, provider: 8000 - FEE, fees: FEE });
    const row = await one('select state, closed_at from disputes where order_id = $1', visit.order);
    assert.ok(row.state === 'won' && row.closed_at);
  });

  it('that is won after the visit leaves its order completed', async () => {
    const visit = await booked();
    const told = await disputed(visit);
    await hear(visit, told);
    steps.aheadMs = 1_000 * 3_600_000;
    await completeAppointment(steps.deps)(asked(visit.id, { mode: 'video', notes: null }));
    steps.aheadMs = 0;
    assert.equal(await orderStatus(visit), 'disputed');
    await hear(visit, { ...told, state: 'won', movements: [...told.movements, returned()] });
    assert.equal(await orderStatus(visit), 'completed');
  });

  it('that is lost is written off and stays visible', async () => {
    const visit = await booked();
    const told = await disputed(visit);
    await hear(visit, told);
    const snapshot = await hear(visit, { ...told, state: 'lost' });
    assert.deepEqual([snapshot.paymentStatus, snapshot.attention], ['disputed', ['dispute_lost']]);
    assert.equal(await orderStatus(visit), 'disputed');
    assert.deepEqual(await books(visit), { patient: -8000, losses: 8000, fees: FEE, provider: -FEE });
  });

  it('ends the same in whatever order and number its news comes', async () => {
    const last = { won: ['paid', 'paid', []], lost: ['disputed', 'disputed', ['dispute_lost']] } as const;
    for (const state of ['won', 'lost'] as const) {
      for (const order of [[0, 1], [1, 0], [1, 1], [1], [0, 1, 0, 1]]) {
        const visit = await booked();
        const open = await disputed(visit);
        const closed = {
          ...open,
          state,
          movements: state === 'won' ? [...open.movements, returned()] : open.movements,
        };
        for (const which of order) await hear(visit, which === 0 ? open : closed);
        const seen = [await paymentStatus(visit), await orderStatus(visit), await attention(visit)];
        assert.deepEqual(seen, last[state], `${state} ${order}`);
        assert.equal((await books(visit)).disputes, undefined);
        assert.equal((await books(visit)).provider, state === 'won' ? 8000 - FEE : -FEE);
      }
    }
  });

  it('can be lost after it was won, and won after it was lost', async () => {
    const visit = await booked();
    const open = await disputed(visit);
    const won: DisputeState = { ...open, state: 'won', movements: [...open.movements, returned()] };
    const lost: DisputeState = { ...won, state: 'lost', movements: [...won.movements, taken()] };
    const again: DisputeState = { ...lost, state: 'won', movements: [...lost.movements, returned()] };
    await hear(visit, won);
    await hear(visit, lost);
    assert.deepEqual([await paymentStatus(visit), await attention(visit)], ['disputed', ['dispute_lost']]);
    assert.deepEqual(await books(visit), { patient: -8000, losses: 8000, fees: 2 * FEE, provider: -2 * FEE });
    await hear(visit, won);
    assert.equal(await paymentStatus(visit), 'disputed', 'an answer that was overtaken');
    await hear(visit, again);
    assert.deepEqual(
      [await paymentStatus(visit), await orderStatus(visit), await attention(visit)],
      ['paid', 'paid', []],
    );
    assert.deepEqual(await books(visit), { patient: -8000, fees: 2 * FEE, provider: 8000 - 2 * FEE });
    await hear(visit, { ...again, state: 'open', movements: [...again.movements, taken()] });
    assert.deepEqual([await paymentStatus(visit), await attention(visit)], ['disputed', ['dispute']], 'opened anew');
  });

  it('that was only an inquiry moves no money', async () => {
    const visit = await booked();
    await hear(visit, await disputed(visit, { movements: [] }));
    assert.equal(await paymentStatus(visit), 'disputed');
    await hear(visit, await disputed(visit, { movements: [], state: 'won' }));
    assert.equal(await paymentStatus(visit), 'paid');
    assert.deepEqual(await books(visit), { patient: -8000, provider: 8000 });
  });

  it('of money that went back already is shown, and takes it a second time', async () => {
    const visit = await booked();
    await cancel(visit);
    assert.equal(await send(visit), 'succeeded');
    const open = await disputed(visit);
    await hear(visit, open);
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refunded', 'refunded']);
    assert.deepEqual(await attention(visit), ['dispute']);
    await hear(visit, { ...open, state: 'lost' });
    assert.deepEqual([await paymentStatus(visit), await orderStatus(visit)], ['refunded', 'refunded']);
    assert.deepEqual(await books(visit), { losses: 8000, fees: FEE, provider: -8000 - FEE });
  });

  it('of a second payment leaves appointment and order alone', async () => {
    const visit = await booked();
    const surplus = `pi_${randomUUID()}`;
    await steps.sql(
      `insert into payments (id, clinic_id, order_id, provider, provider_payment_id, amount, currency, purpose, captured_at)
       select $1, clinic_id, id, 'stripe', $2, 8000, 'aud', 'surplus', now() from orders where id = $3`,
      [randomUUID(), surplus, visit.order],
    );
    await hear(visit, { ...(await disputed(visit)), paymentId: surplus });
    assert.deepEqual(
      [await paymentStatus(visit), await orderStatus(visit), await attention(visit)],
      ['paid', 'paid', ['dispute']],
    );
  });

  it('of a payment or provider that we do not know stays in the inbox, as it does while the provider is away', async () => {
    const visit = await booked();
    const told = await disputed(visit);
    const event = `evt_${visit.id}`;
    await steps.sql(
      `insert into provider_events (provider, event_id, about, change, label, object_id, order_id, received_at)
       values ('stripe', $1, 'dispute', 'updated', 'charge.dispute.created', $2, $3, now())`,
      [event, told.disputeId, visit.order],
    );
    const processed = async () =>
      (await one('select processed_at, outcome from provider_events where event_id = $1', event)).outcome;
    const notFound = (error: unknown) => error instanceof DomainError && error.code === 'not_found';
    await assert.rejects(hear(visit, { ...told, paymentId: 'pi_unknown' }, [event]), notFound);
    await assert.rejects(hear({ ...visit, order: randomUUID() }, told, [event]), notFound);
    const input = { subjectId: visit.id, orderId: visit.order, disputeId: told.disputeId, eventIds: [event] };
    await assert.rejects(settleDispute(steps.deps)({ ...input, provider: 'barter' }), notFound);
    steps.bank.failures.push('away');
    await assert.rejects(hear(visit, told, [event]), ProviderUnavailable);
    assert.equal(await processed(), null);
    await hear(visit, told, [event]);
    assert.equal(await processed(), 'dispute_open');
  });
});
