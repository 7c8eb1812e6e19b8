import assert from 'node:assert/strict';
import { type PaymentProvider, ProviderRefused, ProviderUnavailable } from '../../src/adapters/payments/port.js';
import {
  all,
  gatewayOf,
  give,
  keySpent,
  open,
  opened,
  type ProviderCase,
  type ProviderHarness,
  paid,
  unavailable,
} from '../support/provider-harness.js';
import { everyProvider } from '../support/providers.js';

const faults = (h: ProviderHarness, body: object) => gatewayOf(h).sandbox.drive('faults', body);

/** Every call of the port, each under a name. */
async function everyCall(
  h: ProviderHarness,
  provider: PaymentProvider,
): Promise<Record<string, () => Promise<unknown>>> {
  const one = await paid(h);
  const request = await h.order();
  const refund = await h.refundOf(one, 100);
  const window = { from: new Date(Date.now() - 60_000), to: new Date() };
  return {
    createCheckout: () => provider.createCheckout(request, `${request.orderId}:1`),
    lookUpCheckout: () => provider.lookUpCheckout(one.sessionId),
    findCheckout: () => provider.findCheckout(one.orderId ?? '', window.from),
    closeCheckout: () => provider.closeCheckout(one.sessionId),
    refund: () => provider.refund(refund, `${refund.refundId}:1`),
    lookUpRefund: () => provider.lookUpRefund('any'),
    findRefund: () => provider.findRefund(one.paymentId, refund.refundId),
    lookUpDispute: () => provider.lookUpDispute('any'),
    listCharges: () => all(provider.listCharges(window)),
    listRefunds: () => all(provider.listRefunds(window)),
    ping: () => provider.ping(),
  };
}

async function everyCallIs(
  calls: Record<string, () => Promise<unknown>>,
  what: (error: unknown) => boolean,
): Promise<void> {
  const outcomes = Object.entries(calls).map(async ([name, call]) => {
    const outcome = await call().then(
      () => 'an answer',
      (error: unknown) => (what(error) ? 'as expected' : String(error)),
    );
    assert.equal(outcome, 'as expected', name);
  });
  await Promise.all(outcomes);
}

const CASES: readonly ProviderCase[] = [
  {
    name: 'says of every call in an outage that its outcome is unknown, and carries on after it',
    needs: ['network'],
    run: async (h) => {
      const calls = await everyCall(h, h.provider);
      await faults(h, { outage: '10m' });
      // An outage answers 503 and drops connections by turns: both are the same to us.
      const unknown = (error: unknown) => error instanceof ProviderUnavailable;
      await Promise.all([everyCallIs(calls, unknown), everyCallIs(calls, unknown)]);
      await faults(h, { clear: true });
      const { lookUpRefund: _one, lookUpDispute: _other, ...known } = calls;
      for (const call of Object.values(known)) await call();
    },
  },
  {
    name: 'says the same where nobody listens',
    needs: ['network'],
    run: async (h) => everyCallIs(await everyCall(h, gatewayOf(h).nowhere()), unavailable),
  },
  {
    name: 'says no with a key that is not ours, and does not say the key',
    needs: ['network'],
    run: async (h) =>
      everyCallIs(
        await everyCall(h, gatewayOf(h).stranger()),
        (error) => error instanceof ProviderRefused && !/sk_test/.test(`${error.message} ${error.reason}`),
      ),
  },
  {
    name: 'opens no second checkout when the answer to the first was lost',
    needs: ['network'],
    run: async (h) => {
      const request = await h.order();
      await gatewayOf(h).loseAnswer();
      await assert.rejects(open(h, request), unavailable);
      await faults(h, { clear: true });
      const [session, ...more] = await h.checkoutsOf(request.orderId);
      assert.ok(session && more.length === 0, 'it was opened');
      const again = await open(h, request).catch((error: unknown) => {
        assert.ok(keySpent(error), String(error));
        return null;
      });
      if (again) assert.deepEqual([again.sessionId, again.state], [session, 'open']);
      assert.deepEqual(await h.checkoutsOf(request.orderId), [session]);
      await h.press(session, { outcome: 'paid' });
      assert.equal(
        (await h.provider.findCheckout(request.orderId, new Date()))?.state,
        'paid',
        'whatever was paid counts',
      );
    },
  },
  {
    name: 'takes up a payment that was made where the answer was lost',
    needs: ['network'],
    run: async (h) => {
      const request = await h.order();
      await gatewayOf(h).loseAnswer();
      await assert.rejects(open(h, request), unavailable);
      await faults(h, { clear: true });
      const [session = ''] = await h.checkoutsOf(request.orderId);
      await h.press(session, { outcome: 'processing' });
      assert.equal((await h.provider.lookUpCheckout((await open(h, request)).sessionId)).state, 'processing');
      await h.press(session, { outcome: 'async_paid' });
      assert.equal((await h.provider.lookUpCheckout((await open(h, request)).sessionId)).state, 'paid');
    },
  },
  {
    name: 'makes no second refund when the answer to the first was lost',
    needs: ['network'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const request = await h.refundOf(one, 100);
      await gatewayOf(h).loseAnswer();
      await assert.rejects(give(h, request), unavailable);
      await faults(h, { clear: true });
      const found = await h.provider.findRefund(one.paymentId, request.refundId);
      assert.equal((await give(h, request)).providerRefundId, found?.providerRefundId);
      assert.equal((await h.bank(one.sessionId)).filter(({ type }) => type === 'refund').length, 1);
    },
  },
  {
    name: 'does not take a lost refund of all of it for one that was made by somebody else',
    needs: ['network'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const request = await h.refundOf(one, h.price);
      await gatewayOf(h).loseAnswer();
      await assert.rejects(give(h, request), unavailable);
      await faults(h, { clear: true });
      assert.equal((await give(h, request)).status, 'pending', 'nothing is left of it, and that is our own doing');
    },
  },
  {
    name: 'says that a key is spent under which a failure is stored, and takes the next one',
    needs: ['stored failures'],
    run: async (h) => {
      const request = await h.order();
      await faults(h, { server_error: 1 });
      await assert.rejects(open(h, request), keySpent);
      await assert.rejects(open(h, request), keySpent, 'it stands for ever');
      assert.deepEqual(await h.checkoutsOf(request.orderId), []);
      assert.equal((await open(h, request, 2)).state, 'open');
      const one = await paid(h);
      const refund = await h.refundOf(one, 100);
      await faults(h, { server_error: 1 });
      for (const _ of [1, 2]) await assert.rejects(give(h, refund), keySpent);
      assert.equal(await h.provider.findRefund(one.paymentId, refund.refundId), null);
      assert.equal((await give(h, refund, 2)).status, 'succeeded');
    },
  },
  {
    name: 'ends every call within 8 seconds, though the provider acts later',
    needs: ['network'],
    run: async (h) => {
      const request = await h.order();
      const { sessionId } = await opened(h);
      await faults(h, { latency: '9s' });
      const begun = Date.now();
      await Promise.all([
        assert.rejects(open(h, request), unavailable),
        assert.rejects(h.provider.closeCheckout(sessionId), unavailable),
      ]);
      assert.ok(Date.now() - begun < 8_900, `${Date.now() - begun} ms`);
    },
  },
];

everyProvider('out of reach', CASES);
