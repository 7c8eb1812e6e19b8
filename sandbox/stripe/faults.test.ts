import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { drive, Rig, readLedger, sessionParams, until } from '../testing.js';

describe('faults of the sandbox', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig.stop());
  afterEach(() => drive(rig.sandbox.url, 'faults', { clear: true }));

  const faults = (body: unknown): Promise<{ status: number; body: unknown }> => drive(rig.sandbox.url, 'faults', body);
  const create = (key?: string): Promise<{ id: string }> =>
    rig.stripe.checkout.sessions.create(sessionParams(), key === undefined ? {} : { idempotencyKey: key });
  const completedOf = (id: string): number =>
    rig.receiver.of('checkout.session.completed').filter((event) => (event.data.object as { id: string }).id === id)
      .length;

  it('is unreachable in an outage and holds its notices back until it ends', async () => {
    const { id } = await create();
    await faults({ outage: '1h' });
    await assert.rejects(create());
    await assert.rejects(create());
    await rig.press(id, { outcome: 'paid' });
    assert.equal((await readLedger(rig.sandbox.url)).filter((entry) => entry.session_id === id).length, 1);
    assert.equal(completedOf(id), 0);
    await faults({ outage: '0s' });
    await until('the held notice', () => completedOf(id) === 1 || undefined);
    await create();
  });

  it('ends an outage by itself', async () => {
    await faults({ outage: '300ms' });
    await until('the API', () =>
      create().then(
        () => true,
        () => undefined,
      ),
    );
  });

  it('answers late while a latency is set', async () => {
    await faults({ latency: '250ms' });
    const at = Date.now();
    await create();
    assert.ok(Date.now() - at >= 245);
  });

  it('acts and then loses the answer: the same key finds what was done', async () => {
    const params = sessionParams();
    // The client sends a dropped call once more by itself, so two answers have to be lost before it gives up.
    await faults({ lose_response: 2 });
    const before = (await rig.stripe.events.list({ limit: 1 }).catch(() => undefined))?.data.length;
    assert.equal(before, undefined);
    await faults({ lose_response: 2 });
    await assert.rejects(rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'lost' }), {
      type: 'StripeConnectionError',
    });
    const found = await rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'lost' });
    assert.equal(found.lastResponse.headers['idempotent-replayed'], 'true');
    const newest = await rig.stripe.checkout.sessions.list({ limit: 1 });
    assert.equal(newest.data[0]?.id, found.id);
  });

  it('sends a notice again until it is taken', async () => {
    const { id } = await create();
    rig.receiver.status = 503;
    await rig.press(id, { outcome: 'paid' });
    await until('two refused deliveries', () => completedOf(id) >= 2 || undefined);
    rig.receiver.status = 200;
    const refused = completedOf(id);
    await until('the one that is taken', () => completedOf(id) > refused || undefined);
    const ids = rig.receiver.of('checkout.session.completed').map((event) => event.id);
    assert.equal(new Set(ids.slice(-refused)).size, 1);
  });

  it('refuses faults that it does not know', async () => {
    assert.equal((await faults({ outage: 'soon' })).status, 400);
    assert.equal((await faults({ refund: 'maybe' })).status, 400);
    assert.equal((await faults({ gremlins: true })).status, 400);
    assert.equal((await faults({ lose_response: -1 })).status, 400);
  });
});
