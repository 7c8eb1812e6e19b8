import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WebhookRefused } from '../../src/adapters/payments/port.js';
import { paymentProviders } from '../../src/composition/payment-providers.js';
import { SYSTEM } from '../../src/domain/actor.js';
import { deskSession } from '../../src/domain/payments/orders.js';
import type { Lack } from './contract.js';
import {
  type BankLine,
  opened,
  type ProviderContender,
  type ProviderHarness,
  paid,
  refused,
  wish,
  wishBack,
} from './provider-harness.js';
import { testSettings } from './settings.js';
import { Steps } from './steps.js';

const TERMS = { currency: 'aud' as const, price: 8000 };
/** Of our own row: what the desk itself makes of a refund is what counts here. */
const ANY_AMOUNT = 1_000_000;

/** The desk on a real database, wired as the product does it: the reception's book is its bank. */
async function openHarness(): Promise<ProviderHarness> {
  const settings = testSettings({
    DATABASE_URL: 'postgres://unused.invalid/',
    TEMPORAL_ADDRESS: 'unused.invalid:1',
    PAYMENTS_ENABLED: 'false',
  });
  const steps = await Steps.open();
  const provider = paymentProviders(settings, steps.unitOfWork, steps.now).providers('desk');
  const orderOf = (session: string) => session.replace(/^desk_/, '');

  const order: ProviderHarness['order'] = async (change) => {
    const held = await steps.hold();
    const request = wish(TERMS, { ...change, subjectKind: 'appointment', subjectId: held.id });
    await steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.orders.insert({
        id: request.orderId,
        clinicId: steps.clinicId,
        subjectId: held.id,
        subjectKind: 'appointment',
        patientId: held.patient,
        provider: 'desk',
        amount: request.amount,
        currency: TERMS.currency,
        expiresAt: new Date(request.expiresAtSeconds * 1000),
        createdAt: steps.now(),
        request,
      }),
    );
    return request;
  };

  const press: ProviderHarness['press'] = async (session, { amount, currency }) => {
    await steps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const found = await scope.orders.find(orderOf(session));
      assert.ok(found, 'the desk takes money for an order');
      await scope.desk.take({
        clinicId: found.clinicId,
        orderId: found.id,
        method: 'terminal',
        amount: amount ?? found.amount,
        currency: (currency as typeof TERMS.currency | undefined) ?? found.currency,
        note: null,
        recordedBy: null,
        recordedAt: steps.now(),
      });
    });
  };

  const refundOf: ProviderHarness['refundOf'] = async (one, amount) => {
    const request = wishBack(one, amount);
    await steps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const known = await scope.payments.findByProviderId('desk', one.paymentId);
      const payment =
        known ??
        (await scope.payments.capture(
          {
            id: randomUUID(),
            clinicId: steps.clinicId,
            orderId: request.orderId,
            provider: 'desk',
            providerPaymentId: one.paymentId,
            amount: ANY_AMOUNT,
            currency: TERMS.currency,
            fee: null,
            purpose: 'appointment',
            method: one.method,
            capturedAt: steps.now(),
          },
          [],
        ));
      assert.ok(payment);
      await scope.payments.requestRefund({
        id: request.refundId,
        clinicId: steps.clinicId,
        orderId: request.orderId,
        paymentId: payment.id,
        amount,
        currency: TERMS.currency,
        reason: request.reason,
        operationId: request.refundId,
        createdAt: steps.now(),
      });
    });
    return request;
  };

  return {
    ...TERMS,
    provider,
    gateway: null,
    order,
    refundOf,
    press,
    tryPress: (session, act) =>
      press(session, act).then(
        () => true,
        () => false,
      ),
    // Nobody hands money over by itself.
    refundsBecome: async () => undefined,
    async settleRefund(id, status) {
      assert.equal(status, 'succeeded');
      await steps.unitOfWork.withScope(SYSTEM, async (scope) => {
        const entry = await scope.desk.find(id);
        assert.equal(await scope.desk.payOut(entry?.refundId ?? '', null, steps.now()), true);
      });
    },
    async bank(session) {
      const rows = await steps.sql('select id, kind, amount, currency from desk_entries where order_id = $1', [
        orderOf(session),
      ]);
      return rows.map(
        (row) =>
          ({
            id: row.id,
            type: row.kind === 'taken' ? 'charge' : 'refund',
            session_id: session,
            amount: row.amount,
            currency: row.currency,
            status: row.kind === 'to_pay_out' ? 'pending' : 'succeeded',
          }) as BankLine,
      );
    },
    checkoutsOf: async (orderId) => [deskSession(orderId)],
    calm: async () => undefined,
    close: () => steps.close(),
  };
}

const NO_PAGE: Lack<ProviderHarness> = {
  because: 'nobody pays at a desk on their own: there is no page, and what is not taken never will be',
  proof: async (h) => {
    const state = await opened(h);
    assert.deepEqual([state.url, state.state], [null, 'open']);
    assert.equal((await h.provider.closeCheckout(state.sessionId)).state, 'closed');
    assert.deepEqual(await h.bank(state.sessionId), []);
  },
};

const OWN_BOOK: Lack<ProviderHarness> = {
  because: 'its bank is our own database: nobody is out of reach, sends notices or has opinions of its own',
  proof: async (h) => {
    await h.provider.ping();
    assert.throws(() => h.provider.readWebhook(Buffer.from('{}'), 'signature'), WebhookRefused);
    await assert.rejects(h.provider.lookUpDispute('any'), refused);
  },
};

const IN_HAND: Lack<ProviderHarness> = {
  because: 'a refund is paid out by hand: it waits until somebody has, and cannot fail',
  proof: async (h) => {
    const one = await paid(h);
    const request = await h.refundOf(one, 100);
    const { providerRefundId, status } = await h.provider.refund(request, `${request.refundId}:1`);
    assert.equal(status, 'pending');
    await h.settleRefund(providerRefundId, 'succeeded');
    assert.equal((await h.provider.lookUpRefund(providerRefundId)).status, 'succeeded');
  },
};

export const DESK: ProviderContender = {
  name: 'desk',
  lacks: {
    page: NO_PAGE,
    retold: NO_PAGE,
    close: NO_PAGE,
    keyed: NO_PAGE,
    'refunds decided elsewhere': IN_HAND,
    network: OWN_BOOK,
    'stored failures': OWN_BOOK,
    'pages of lists': OWN_BOOK,
    disputes: OWN_BOOK,
    webhooks: OWN_BOOK,
    'dated webhooks': OWN_BOOK,
    'news of failure': OWN_BOOK,
  },
  open: openHarness,
};
