import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import Stripe from 'stripe';
import { PaystackProvider } from '../../../src/adapters/payments/paystack.js';
import { type ProviderEvent, WebhookRefused, WebhookUnreadable } from '../../../src/adapters/payments/port.js';
import { StripeProvider } from '../../../src/adapters/payments/stripe.js';

const SECRET = 'whsec_of_the_test';
const KEY = 'sk_test_of_the_test';

const bytes = (body: unknown) => (Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)));

function stripe(body: unknown, secretKey = KEY): ProviderEvent | null {
  const raw = bytes(body);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: raw.toString(), secret: SECRET });
  return new StripeProvider({ secretKey, webhookSecret: SECRET }).readWebhook(raw, signature);
}

function paystack(body: unknown): ProviderEvent | null {
  const raw = bytes(body);
  const signature = createHmac('sha512', KEY).update(raw).digest('hex');
  return new PaystackProvider({ secretKey: KEY }).readWebhook(raw, signature);
}

const nested = (depth: number) => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const session = { id: 'cs_1', object: 'checkout.session', metadata: null };
const completed = { id: 'evt_1', type: 'checkout.session.completed', data: { object: session } };
const charge = { id: 7, status: 'success', reference: 'shop-1', metadata: '' };
const ours = { order_id: randomUUID(), appointment_id: randomUUID() };

/** Signed, and no event: [what it is, the body]. */
const NO_JSON: readonly (readonly [string, unknown])[] = [
  ['nothing', Buffer.alloc(0)],
  ['no JSON', Buffer.from('{"id":')],
  ['half an UTF-8 character', Buffer.from([0x22, 0xc3, 0x22])],
  ['null', null],
  ['a number', Buffer.from('1e999')],
  ['text', 'evt_1'],
  ['an array', [completed]],
  ['an array of arrays without end', nested(200_000)],
  ['an empty object', {}],
];

describe('a signed body that holds no event', () => {
  const unreadableToStripe: readonly (readonly [string, unknown])[] = [
    ...NO_JSON,
    ['no id', { ...completed, id: undefined }],
    ['an id that is a number without end', Buffer.from('{"id":1e999,"type":"checkout.session.completed"}')],
    ['an id with a null byte', { ...completed, id: 'evt_\u0000' }],
    ['an id with half a surrogate pair', { ...completed, id: 'evt_\ud800' }],
    ['an id of 300 characters', { ...completed, id: 'e'.repeat(300) }],
    ['an empty id', { ...completed, id: '' }],
    ['no type', { ...completed, type: undefined }],
    ['a type that is a list', { ...completed, type: ['checkout.session.completed'] }],
    ['a type with a null byte', { ...completed, type: 'checkout.session.completed\u0000' }],
    ['no data', { ...completed, data: undefined }],
    ['null as data', { ...completed, data: null }],
    ['text as data', { ...completed, data: 'cs_1' }],
    ['no object', { ...completed, data: {} }],
    ['a list as object', { ...completed, data: { object: [session] } }],
    ['an object without an id', { ...completed, data: { object: { ...session, id: undefined } } }],
    ['an object whose id has a null byte', { ...completed, data: { object: { ...session, id: 'cs_\u0000' } } }],
    ['an object whose id is an object', { ...completed, data: { object: { ...session, id: {} } } }],
  ];
  for (const [what, body] of unreadableToStripe) {
    it(`is told apart at Stripe: ${what}`, () => assert.throws(() => stripe(body), WebhookUnreadable));
  }

  const unreadableToPaystack: readonly (readonly [string, unknown])[] = [
    ...NO_JSON,
    ['no event', { data: charge }],
    ['an event that is a number', { event: 7, data: charge }],
    ['an event with a null byte', { event: 'charge.success\u0000', data: charge }],
    ['no data', { event: 'charge.success' }],
    ['null as data', { event: 'charge.success', data: null }],
    ['a list as data', { event: 'refund.processed', data: [] }],
    ['no id', { event: 'charge.success', data: { ...charge, id: undefined } }],
    ['an id that is a fraction', { event: 'charge.success', data: { ...charge, id: 1.5 } }],
    ['no reference', { event: 'charge.success', data: { ...charge, reference: null } }],
    ['a reference with a null byte', { event: 'charge.success', data: { ...charge, reference: 'a\u0000' } }],
    ['a refund of nothing', { event: 'refund.processed', data: { status: 'processed' } }],
    ['a dispute without an id', { event: 'charge.dispute.create', data: { transaction: charge } }],
  ];
  for (const [what, body] of unreadableToPaystack) {
    it(`is told apart at Paystack: ${what}`, () => assert.throws(() => paystack(body), WebhookUnreadable));
  }

  it('is refused all the same when its signature is wrong', () => {
    const provider = new StripeProvider({ secretKey: KEY, webhookSecret: SECRET });
    assert.throws(() => provider.readWebhook(Buffer.alloc(0), 't=1,v1=00'), WebhookRefused);
    assert.throws(() => new PaystackProvider({ secretKey: KEY }).readWebhook(Buffer.from('[]'), '00'), WebhookRefused);
  });
});

describe('a signed event that is not ours', () => {
  const foreign: readonly (readonly [string, unknown, string])[] = [
    ['of a kind that moves nothing', { id: 'evt_1', type: 'customer.created' }, KEY],
    [
      'a thin event',
      { id: 'evt_1', object: 'v2.core.event', type: 'v2.core.account.updated', related_object: { id: 'acct_1' } },
      KEY,
    ],
    ['of a connected account', { ...completed, account: 'acct_other' }, KEY],
    ['of live mode under a test key', { ...completed, livemode: true }, KEY],
    ['of test mode under a live key', { ...completed, livemode: false }, 'rk_live_of_the_test'],
    ['of another account, and unreadable', { ...completed, account: 'acct_other', data: null }, KEY],
  ];
  for (const [what, body, key] of foreign) {
    it(`is about nothing at Stripe: ${what}`, () => assert.equal(stripe(body, key), null));
  }

  it('is about nothing at Paystack: of a kind that moves nothing, whatever its data', () => {
    for (const data of [undefined, null, [], { id: {} }]) {
      assert.equal(paystack({ event: 'transfer.success', data }), null);
    }
  });

  it('has no ids of ours unless both have our form', () => {
    const about = (metadata: unknown) =>
      stripe({ ...completed, livemode: false, data: { object: { ...session, metadata } } });
    for (const metadata of [
      null,
      'text',
      [ours],
      {},
      { order_id: ours.order_id },
      { ...ours, order_id: 'WC-1001' },
      { ...ours, appointment_id: '' },
      { order_id: [ours.order_id], appointment_id: { id: ours.appointment_id } },
    ]) {
      const event = about(metadata);
      assert.deepEqual([event?.about, event?.orderId], ['checkout', null], JSON.stringify(metadata));
    }
    assert.equal(about(ours)?.orderId, ours.order_id);
    assert.equal(paystack({ event: 'charge.success', data: charge })?.orderId, null);
    const own = paystack({ event: 'charge.success', data: { ...charge, reference: `${ours.order_id}-1` } });
    assert.equal(own?.orderId, ours.order_id);
  });

  it('is read whatever else is odd about it', () => {
    const object = {
      ...session,
      payment_intent: { id: 'pi_1' },
      note: '\u0000',
      deep: JSON.parse(nested(500).toString()),
    };
    assert.equal(stripe({ ...completed, data: { object } })?.paymentId, 'pi_1');
    assert.equal(
      stripe({ ...completed, data: { object: { ...session, payment_intent: 'pi_\u0000' } } })?.paymentId,
      null,
    );
    const big = Buffer.from('{"event":"charge.success","data":{"id":12345678901234567890,"reference":"shop-2"}}');
    assert.equal(paystack(big)?.objectId, 'shop-2');
  });
});
