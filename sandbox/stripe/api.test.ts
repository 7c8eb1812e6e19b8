import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import Stripe from 'stripe';
import { clientOf, Rig, sessionParams } from '../testing.js';

function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** A post without the client, whose key cannot be steered into every corner. */
async function post(rig: Rig, path: string, form: string, key?: string): Promise<Response> {
  return fetch(`${rig.sandbox.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_keepwell_sandbox',
      'content-type': 'application/x-www-form-urlencoded',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: form,
  });
}

describe('the sandbox as Stripe API', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig.stop());

  it('creates a session that can be read back and lies behind its own page', async () => {
    const session = await rig.stripe.checkout.sessions.create(sessionParams());
    assert.match(session.id, /^cs_test_/);
    assert.equal(session.url, `${rig.sandbox.url}/sandbox/stripe/pay/${session.id}`);
    assert.equal(session.status, 'open');
    assert.equal(session.payment_status, 'unpaid');
    assert.equal(session.amount_total, 8000);
    assert.equal(session.currency, 'aud');
    assert.equal(session.payment_intent, null);
    assert.deepEqual(session.metadata, { appointment_id: 'a1' });
    assert.deepEqual(session.allowed_payment_method_types, ['card']);
    const read = await rig.stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] });
    assert.equal(read.line_items?.data[0]?.description, 'Consultation');
    assert.equal(read.line_items.data[0].amount_total, 8000);
  });

  it('accepts an expiry of 30 minutes to 24 hours and no other', async () => {
    const create = (seconds: number): Promise<unknown> =>
      rig.stripe.checkout.sessions.create(sessionParams({ expires_at: now() + seconds }));
    const refusal = { type: 'StripeInvalidRequestError', statusCode: 400, param: 'expires_at' };
    await assert.rejects(create(15 * 60), refusal);
    await assert.rejects(create(29 * 60 + 30), refusal);
    await assert.rejects(create(24 * 3600 + 60), refusal);
    await create(30 * 60);
    await create(24 * 3600);
  });

  it('refuses what Stripe refuses: wrong keys, unknown and missing parameters, unknown ids', async () => {
    await assert.rejects(clientOf(rig.sandbox.url, 'sk_test_other').checkout.sessions.list(), {
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
    const old = await post(rig, 'checkout/sessions', 'mode=payment&payment_method_types[0]=card');
    assert.equal(old.status, 400);
    const { error } = (await old.json()) as { error: Record<string, string> };
    assert.equal(error.code, 'parameter_unknown');
    assert.equal(error.param, 'payment_method_types');
    const deep = await post(rig, 'checkout/sessions', 'mode=payment&line_items[0][price_data][colour]=red');
    assert.equal(
      ((await deep.json()) as { error: { param: string } }).error.param,
      'line_items[0][price_data][colour]',
    );
    await assert.rejects(rig.stripe.checkout.sessions.create(sessionParams({ success_url: undefined })), {
      code: 'parameter_missing',
      param: 'success_url',
    });
    await assert.rejects(rig.stripe.checkout.sessions.retrieve('cs_test_nobody'), {
      statusCode: 404,
      code: 'resource_missing',
    });
    await assert.rejects(rig.stripe.customers.list(), { statusCode: 404 });
  });

  it('expires an open session once, and says why not afterwards', async () => {
    const { id } = await rig.stripe.checkout.sessions.create(sessionParams());
    const expired = await rig.stripe.checkout.sessions.expire(id, {});
    assert.equal(expired.status, 'expired');
    assert.equal(expired.url, null);
    await assert.rejects(rig.stripe.checkout.sessions.expire(id, {}), {
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      message: /status of expired/,
    });
  });

  it('pages through lists, newest first', async () => {
    const made: string[] = [];
    for (let n = 0; n < 3; n++) made.unshift((await rig.stripe.checkout.sessions.create(sessionParams())).id);
    const first = await rig.stripe.checkout.sessions.list({ limit: 2, created: { gte: now() - 60 } });
    assert.deepEqual(
      first.data.map((session) => session.id),
      made.slice(0, 2),
    );
    assert.equal(first.has_more, true);
    const second = await rig.stripe.checkout.sessions.list({ limit: 1, starting_after: made[1] });
    assert.equal(second.data[0]?.id, made[2]);
    assert.deepEqual((await rig.stripe.checkout.sessions.list({ created: { gte: now() + 60 } })).data, []);
  });

  describe('with an idempotency key', () => {
    it('answers a repeat with the first answer and does nothing', async () => {
      const params = sessionParams();
      const first = await rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'same' });
      const again = await rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'same' });
      assert.equal(again.id, first.id);
      assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
      assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    });

    it('refuses other parameters and other paths', async () => {
      const params = sessionParams();
      const { id } = await rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'once' });
      const refusal = { type: 'StripeIdempotencyError', statusCode: 400 };
      await assert.rejects(
        rig.stripe.checkout.sessions.create({ ...params, client_reference_id: 'b' }, { idempotencyKey: 'once' }),
        refusal,
      );
      await assert.rejects(rig.stripe.checkout.sessions.expire(id, {}, { idempotencyKey: 'once' }), refusal);
    });

    it('lets only one of two at the same time run', async () => {
      await fetch(`${rig.sandbox.url}/sandbox/stripe/faults`, { method: 'POST', body: '{"latency":"300ms"}' });
      const params = sessionParams();
      const results = await Promise.allSettled(
        [1, 2].map(() => rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'race' })),
      );
      await fetch(`${rig.sandbox.url}/sandbox/stripe/faults`, { method: 'POST', body: '{}' });
      assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
      const failure = results.find((result) => result.status === 'rejected');
      assert.equal(failure?.reason.statusCode, 409);
      assert.equal(failure.reason.code, 'idempotency_key_in_use');
      // Afterwards the key gives what the one that ran gave.
      const again = await rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'race' });
      assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    });

    it('keeps failures of requests that ran, 500 included, but not refused parameters', async () => {
      const params = sessionParams();
      await fetch(`${rig.sandbox.url}/sandbox/stripe/faults`, { method: 'POST', body: '{"server_error":1}' });
      const failing = { type: 'StripeAPIError', statusCode: 500 };
      await assert.rejects(rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'broken' }), failing);
      await assert.rejects(rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'broken' }), failing);

      const early = sessionParams({ expires_at: now() + 60 });
      await assert.rejects(rig.stripe.checkout.sessions.create(early, { idempotencyKey: 'corrected' }));
      await rig.stripe.checkout.sessions.create(params, { idempotencyKey: 'corrected' });

      const { id } = await rig.stripe.checkout.sessions.create(params);
      await rig.stripe.checkout.sessions.expire(id, {});
      const refused = await rig.stripe.checkout.sessions
        .expire(id, {}, { idempotencyKey: 'refused' })
        .catch((error: unknown) => error);
      const replayed = await rig.stripe.checkout.sessions
        .expire(id, {}, { idempotencyKey: 'refused' })
        .catch((error: unknown) => error);
      assert.ok(refused instanceof Stripe.errors.StripeError && replayed instanceof Stripe.errors.StripeError);
      assert.equal(replayed.message, refused.message);
      assert.equal(replayed.headers?.['idempotent-replayed'], 'true');
    });
  });

  it('reads forms of any shape without falling over them', async () => {
    const odd = await post(rig, 'checkout/sessions', '__proto__[polluted]=1&a[b][=2&constructor[x]=y&mode=payment');
    assert.equal(odd.status, 400);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    const escaped = sessionParams({ metadata: { 'a&b=c': 'é ☃ [x]=1+1' } });
    const session = await rig.stripe.checkout.sessions.create(escaped);
    assert.deepEqual(session.metadata, escaped.metadata);
  });
});
