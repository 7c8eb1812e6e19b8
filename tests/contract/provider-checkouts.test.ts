import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  keySpent,
  open,
  opened,
  type ProviderCase,
  type ProviderHarness,
  paid,
  refused,
} from '../support/provider-harness.js';
import { everyProvider } from '../support/providers.js';

const stateOf = async (h: ProviderHarness, session: string) => (await h.provider.lookUpCheckout(session)).state;

const CASES: readonly ProviderCase[] = [
  {
    name: 'opens a checkout for our order, and looks it up',
    needs: [],
    run: async (h) => {
      const request = await h.order();
      const made = await open(h, request);
      assert.deepEqual([made.orderId, made.amount, made.currency], [request.orderId, request.amount, request.currency]);
      assert.equal(made.state, h.price === 0 ? 'paid' : 'open');
      const seen = await h.provider.lookUpCheckout(made.sessionId);
      assert.deepEqual([seen.sessionId, seen.orderId, seen.state], [made.sessionId, made.orderId, made.state]);
      if (h.price > 0) assert.deepEqual([made.paymentId ?? seen.paymentId, seen.fee, seen.method], [null, null, null]);
      assert.ok(h.provider.takes(h.currency));
    },
  },
  {
    name: 'opens a page that a browser can show',
    needs: ['page'],
    run: async (h) => {
      const { url } = await opened(h);
      const page = await fetch(String(url));
      assert.equal(page.status, 200);
      assert.match(await page.text(), /<button/);
    },
  },
  {
    name: 'answers the same key and request with the same checkout',
    needs: ['retold'],
    run: async (h) => {
      const request = await h.order();
      const made = await open(h, request);
      assert.deepEqual(await open(h, request), made);
      assert.equal((await h.provider.findCheckout(request.orderId, new Date()))?.sessionId, made.sessionId);
    },
  },
  {
    name: 'opens one checkout, however many ask for it at once',
    needs: [],
    run: async (h) => {
      const request = await h.order();
      const answers = await Promise.allSettled(Array.from({ length: 5 }, () => open(h, request)));
      const sessions = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.sessionId] : []));
      assert.deepEqual([...new Set(sessions)], await h.checkoutsOf(request.orderId));
    },
  },
  {
    name: 'refuses the same key with another amount, and keeps the first',
    needs: ['keyed'],
    run: async (h) => {
      const request = await h.order();
      const { sessionId } = await open(h, request);
      await assert.rejects(open(h, { ...request, amount: request.amount + 100 }), keySpent);
      assert.deepEqual(await h.checkoutsOf(request.orderId), [sessionId]);
      assert.equal((await h.provider.lookUpCheckout(sessionId)).amount, request.amount);
      const other = await open(h, { ...request, amount: request.amount + 100 }, 2);
      assert.equal((await h.provider.lookUpCheckout(other.sessionId)).amount, request.amount + 100);
    },
  },
  {
    name: 'says which currencies it takes',
    needs: ['network'],
    run: async (h) =>
      assert.deepEqual(
        [h.currency, 'xxx'].map((one) => h.provider.takes(one)),
        [true, false],
      ),
  },
  {
    name: 'knows no checkout that was never opened',
    needs: [],
    run: async (h) => assert.rejects(h.provider.lookUpCheckout('nobody'), refused),
  },
  {
    name: 'says that it was paid, how, how much of what, and what was kept of it',
    needs: ['money'],
    run: async (h) => {
      const { sessionId, orderId } = await opened(h);
      await h.press(sessionId, { outcome: 'paid' });
      const state = await h.provider.lookUpCheckout(sessionId);
      assert.deepEqual(
        [state.state, state.orderId, state.amount, state.currency],
        ['paid', orderId, h.price, h.currency],
      );
      assert.ok(state.paymentId && state.method);
      if (h.gateway) assert.ok(state.fee && state.fee > 0 && state.fee < h.price, `a fee of ${state.fee}`);
      assert.deepEqual(await h.provider.lookUpCheckout(sessionId), state, 'and says so again');
      const [line, ...rest] = await h.bank(sessionId);
      assert.deepEqual([line?.type, line?.amount, line?.currency, rest], ['charge', h.price, h.currency, []]);
      assert.equal(await h.tryPress(sessionId, { outcome: 'paid' }), false, 'it can be paid once');
    },
  },
  {
    name: 'tells another amount and another currency than was asked for',
    needs: ['money'],
    run: async (h) => {
      const less = await paid(h, { amount: h.price - 1 });
      assert.deepEqual([less.amount, less.currency], [h.price - 1, h.currency]);
      const foreign = await paid(h, { currency: 'usd' });
      assert.deepEqual([foreign.amount, foreign.currency], [h.price, 'usd']);
    },
  },
  {
    name: 'finds what was paid by our order, and nothing of an order that it never heard of',
    needs: ['money'],
    run: async (h) => {
      const since = new Date(Date.now() - 60_000);
      const one = await paid(h);
      const found = await h.provider.findCheckout(one.orderId ?? '', since);
      assert.deepEqual([found?.sessionId, found?.state, found?.paymentId], [one.sessionId, 'paid', one.paymentId]);
      assert.equal(await h.provider.findCheckout(randomUUID(), since), null);
    },
  },
  {
    name: 'answers a repeat after the payment with the payment',
    needs: ['money'],
    run: async (h) => {
      const request = await h.order();
      const { sessionId } = await open(h, request);
      await h.press(sessionId, { outcome: 'paid' });
      const again = await open(h, request);
      // Stripe's stored answer is the one of the opening: it names the session, and the look-up tells the rest.
      const now = await h.provider.lookUpCheckout(again.sessionId);
      assert.deepEqual([now.sessionId, now.state], [sessionId, 'paid']);
      assert.equal((await h.bank(sessionId)).length, 1);
    },
  },
  {
    name: 'stays open when a card is declined, and can be paid with another',
    needs: ['page'],
    run: async (h) => {
      const { sessionId } = await opened(h);
      for (const _ of [1, 2]) {
        await h.press(sessionId, { outcome: 'declined' });
        assert.equal(await stateOf(h, sessionId), 'open');
      }
      assert.deepEqual(await h.bank(sessionId), [], 'a declined card moves nothing');
      await h.press(sessionId, { outcome: 'paid' });
      assert.equal(await stateOf(h, sessionId), 'paid');
    },
  },
  {
    name: 'says that the bank is still at it, and then that it was paid',
    needs: ['page'],
    run: async (h) => {
      const { sessionId } = await opened(h);
      await h.press(sessionId, { outcome: 'processing' });
      const waiting = await h.provider.lookUpCheckout(sessionId);
      assert.deepEqual([waiting.state, waiting.fee, waiting.method], ['processing', null, null]);
      assert.equal((await h.provider.closeCheckout(sessionId)).state, 'processing', 'it cannot be ended now');
      await h.press(sessionId, { outcome: 'async_paid' });
      const state = await h.provider.lookUpCheckout(sessionId);
      assert.deepEqual([state.state, state.amount], ['paid', h.price]);
    },
  },
  {
    name: 'says that the bank is still at it, and then that nothing came',
    needs: ['page'],
    run: async (h) => {
      const { sessionId } = await opened(h);
      await h.press(sessionId, { outcome: 'processing' });
      await h.press(sessionId, { outcome: 'async_failed' });
      assert.ok(['open', 'closed'].includes(await stateOf(h, sessionId)));
      assert.equal((await h.provider.closeCheckout(sessionId)).state, 'closed');
      assert.deepEqual(await h.bank(sessionId), []);
    },
  },
  {
    name: 'ends an open page: nobody can pay there any more',
    needs: ['close'],
    run: async (h) => {
      const { sessionId } = await opened(h);
      assert.equal((await h.provider.closeCheckout(sessionId)).state, 'closed');
      assert.equal((await h.provider.closeCheckout(sessionId)).state, 'closed', 'ending twice does no harm');
      assert.equal(await h.tryPress(sessionId, { outcome: 'paid' }), false);
      assert.equal(await stateOf(h, sessionId), 'closed');
    },
  },
  {
    name: 'tells of money that came after all',
    needs: ['page'],
    run: async (h) => {
      const { sessionId } = await opened(h);
      await h.provider.closeCheckout(sessionId);
      await h.press(sessionId, { outcome: 'paid', late: true });
      const late = await h.provider.lookUpCheckout(sessionId);
      assert.deepEqual([late.state, late.amount], ['paid', h.price]);
      assert.equal((await h.provider.closeCheckout(sessionId)).state, 'paid');
    },
  },
  {
    name: 'does not end what is paid, but says so',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h);
      const closed = await h.provider.closeCheckout(one.sessionId);
      assert.deepEqual(
        [closed.state, closed.paymentId, closed.amount, closed.currency],
        ['paid', one.paymentId, h.price, h.currency],
      );
    },
  },
];

everyProvider('checkouts', CASES);
