import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type PaymentProvider, ProviderRefused } from '../../../src/adapters/payments/port.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let accountDisabled = false;

/** The real provider, except that it may refuse to open any page. */
function strict(provider: PaymentProvider): PaymentProvider {
  const createCheckout: PaymentProvider['createCheckout'] = (request, key) =>
    accountDisabled
      ? Promise.reject(new ProviderRefused('account_invalid', true))
      : provider.createCheckout(request, key);
  return Object.create(provider, { createCheckout: { value: createCheckout } });
}

before(async () => {
  stage = await Stage.open({}, (deps) => {
    const { providers } = deps.payments;
    return { ...deps, payments: { ...deps.payments, providers: (name) => strict(providers(name)) } };
  });
});
after(() => stage.close());

test('a payment that the provider refuses for good: 422, the slot is free at once, and everybody is notified', async (t) => {
  const cases = [
    ['a price below its minimum', async () => stage.policy({ feeNew: 30 }), 'amount_too_small'],
    [
      'an account that it has disabled',
      async () => {
        accountDisabled = true;
      },
      'account_invalid',
    ],
  ] as const;
  for (const [what, prepare, reason] of cases) {
    await t.test(what, async () => {
      await prepare();
      const visit = await stage.hold(HOUR);
      const refused = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
      assert.deepEqual([refused.status, refused.body.code], [422, 'provider_refused'], JSON.stringify(refused.body));
      assert.equal(refused.headers.get('retry-after'), null);
      assert.equal((await stage.row(visit)).status, 'payment_expired');
      const other = await stage.signIn('patient');
      const booked = await other.post('/api/v1/appointments/', { availability_id: visit.slot });
      assert.equal(booked.status, 201, 'somebody else can have the slot');
      assert.deepEqual(await stage.attention(visit), ['payment_refused']);
      const [entry] = await stage.sql('select context from attention where subject_id = $1', [visit.id]);
      assert.equal((entry?.context as { reason: string } | undefined)?.reason, reason);
      await stage.told(visit, ['payment_expired'], ['booking_held']);
      const mail = (await stage.mails(visit)).find(({ kind }) => kind === 'payment_expired');
      assert.match(String(mail?.text), /refuses to take this payment/);
      const again = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
      assert.deepEqual([again.status, again.body.code], [409, 'invalid_transition']);
      assert.equal((await visit.api.get(visit.path)).body.payment_status, 'unpaid');
      accountDisabled = false;
      await stage.policy({});
    });
  }
});
