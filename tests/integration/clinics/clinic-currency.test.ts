import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { PaystackProvider } from '../../../src/adapters/payments/paystack.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { changePaymentSettings } from '../../../src/usecases/clinics/payment-settings.js';
import type { PaymentDeps } from '../../../src/usecases/payments/payment-deps.js';
import { POLICY, Steps } from '../../support/steps.js';

let steps: Steps;
before(async () => {
  steps = await Steps.open();
});
after(() => steps.close());

it('a clinic’s currency is one that a provider of the installation takes, or that nobody has to pay', async () => {
  const paystack = new PaystackProvider({ secretKey: 'sk_test_x', apiBase: undefined });
  const change = async (gateways: PaymentDeps['gateways'], currency: 'ngn' | 'aud') => {
    const userId = await steps.person('admin');
    const clinicIds = [steps.clinicId];
    const permissions = ROLE_PERMISSIONS.admin;
    return changePaymentSettings({
      unitOfWork: steps.unitOfWork,
      payments: { gateways, providers: () => paystack },
      policy: POLICY,
      characters: { missing: () => [] },
      now: steps.now,
    })(
      { kind: 'user', membershipId: null, userId, role: 'admin', permissions, clinicIds, sessionId: randomUUID() },
      steps.clinicId,
      {
        currency,
      },
    );
  };
  assert.equal((await change(['paystack'], 'ngn')).currency, 'ngn');
  await assert.rejects(change(['paystack'], 'aud'), { message: /No payment provider .* takes aud/ });
  assert.equal((await change([], 'aud')).currency, 'aud');
});
