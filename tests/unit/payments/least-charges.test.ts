import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultPolicy } from '../../../src/composition/default-policy.js';
import { SettingsError } from '../../../src/config/load.js';
import { CURRENCIES } from '../../../src/domain/money.js';
import { feeRefusal, isChargeable } from '../../../src/domain/payments/least-charges.js';
import { testSettings } from '../../support/settings.js';

const settings = (env: Readonly<Record<string, string>>) =>
  testSettings({
    DATABASE_URL: 'postgres://127.0.0.1:1/nowhere',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    STRIPE_SECRET_KEY: 'sk_test_of_the_test',
    STRIPE_WEBHOOK_SECRET: 'whsec_of_the_test',
    ...env,
  });

describe('a fee below what the payment provider charges', () => {
  it('is refused in every currency, 0.00 is not, nor is what can only be paid at the desk', () => {
    for (const currency of CURRENCIES) {
      assert.match(feeRefusal(1, currency, ['stripe']) ?? '', /at least \d+\.\d\d [A-Z]{3}/, currency);
      assert.equal(feeRefusal(0, currency, ['stripe']), null);
      assert.equal(feeRefusal(1, currency, []), null);
    }
    assert.equal(feeRefusal(30, 'gbp', ['stripe']), null);
    assert.ok(feeRefusal(30, 'aud', ['stripe']));
    assert.equal(feeRefusal(1, 'aud', ['paystack']), null, 'it takes no Australian dollars: nothing is asked of it');
  });

  it('is judged by the provider that charges least', () => {
    assert.equal(feeRefusal(60, 'usd', ['paystack', 'stripe']), null);
    assert.ok(feeRefusal(60, 'usd', ['paystack']));
    assert.deepEqual([isChargeable('stripe', 60, 'usd'), isChargeable('paystack', 60, 'usd')], [true, false]);
    assert.deepEqual([isChargeable('paystack', 4_999, 'ngn'), isChargeable('paystack', 5_000, 'ngn')], [false, true]);
  });

  it('stops the process at its start, in one line that names the setting', () => {
    for (const name of ['POLICY_FEE_NEW', 'POLICY_FEE_RETURNING']) {
      assert.throws(
        () => defaultPolicy(settings({ [name]: '0.30' })),
        (error: unknown) => {
          assert.ok(error instanceof SettingsError);
          assert.match(error.message, new RegExp(`^${name} must be 0\\.00 or at least 0\\.50 AUD`));
          return true;
        },
      );
      for (const fee of ['0.00', '0.50']) assert.ok(defaultPolicy(settings({ [name]: fee })));
      assert.ok(defaultPolicy(settings({ [name]: '0.30', PAYMENTS_ENABLED: 'false' })));
      assert.ok(defaultPolicy(settings({ [name]: '0.30', CURRENCY: 'gbp' })));
    }
  });
});
