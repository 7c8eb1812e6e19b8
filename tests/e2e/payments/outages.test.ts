import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type PaymentProvider, ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { until } from '../../support/client.js';
import { at, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
// The client library repeats a call at once when its connection breaks: only the second loss is ours to bear.
const LOST = { lose_response: 2 };

let stage: Stage;
let closingFails = false;

/** The real provider, except that it may fail to close a page. */
function moody(provider: PaymentProvider): PaymentProvider {
  const closeCheckout = (session: string) =>
    closingFails ? Promise.reject(new ProviderUnavailable('api_error 500', true)) : provider.closeCheckout(session);
  return Object.create(provider, { closeCheckout: { value: closeCheckout } });
}

before(async () => {
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '6s', POLICY_PROCESSING_LIMIT: '6s' }, (deps) => {
    const { providers } = deps.payments;
    return { ...deps, payments: { ...deps.payments, providers: (name) => moody(providers(name)) } };
  });
});
after(() => stage.close());

async function pages(visit: { readonly id: string }): Promise<number> {
  const response = await fetch(`${stage.clinic.sandboxUrl}/sandbox/stripe/sessions`);
  const sessions = (await response.json()) as { metadata: Record<string, string> }[];
  return sessions.filter((session) => session.metadata.appointment_id === visit.id).length;
}

test('the bank is out of reach at the deadline: held, then decided', { concurrency: true }, async (t) => {
  // What happens at the limit is the next story.
  await stage.policy({ processingLimitMs: HOUR });
  // Signed in beforehand, so that all of them have asked for the slots before the outage is over.
  const others = await Promise.all([stage.signIn('patient'), stage.signIn('patient')]);
  const [unpaid, paid] = await Promise.all([stage.payable(HOUR), stage.payable(HOUR)]);
  await stage.policy({});
  await stage.faults({ outage: `${Math.max(unpaid.expiresAt, paid.expiresAt) + 5_000 - Date.now()}ms` });
  await stage.pay(paid);
  await at(Math.max(unpaid.expiresAt, paid.expiresAt) + 1_000);
  for (const visit of [unpaid, paid]) assert.equal((await stage.row(visit)).status, 'pending', 'not freed');
  const refused = await Promise.all(
    [unpaid, paid].map(({ slot }, n) => others[n]?.post('/api/v1/appointments/', { availability_id: slot })),
  );
  assert.deepEqual(
    refused.map((reply) => reply?.body.code),
    ['slot_taken', 'slot_taken'],
  );
  await Promise.all([
    t.test('paid during the outage: booked', async () => {
      await stage.reaches(paid, 'booked', 'paid');
      await stage.told(paid, ['booking_held', 'booking_confirmed']);
    }),
    t.test('not paid: freed, and the page is closed', async () => {
      await stage.reaches(unpaid, 'payment_expired', 'unpaid');
      await stage.closes(unpaid);
      assert.equal(await stage.tryDrive(`checkout/${unpaid.session}`, { outcome: 'paid' }), 409);
      assert.deepEqual(await stage.attention(unpaid), []);
    }),
  ]);
});

test('the bank is out of reach until the limit: freed, a person is told, and what was paid is settled later', async () => {
  const visit = await stage.payable(HOUR);
  await stage.faults({ outage: '10m' });
  await stage.pay(visit);
  await stage.reaches(visit, 'payment_expired', 'unpaid');
  assert.ok(Date.now() >= visit.expiresAt + 6_000);
  assert.deepEqual(await stage.attention(visit), ['payment_unresolved']);
  // It goes out only while it is true: money that comes at once would overtake it.
  await stage.told(visit, ['booking_held', 'payment_expired']);
  await stage.faults({ clear: true });
  await stage.reaches(visit, 'booked', 'paid');
  await stage.told(visit, ['booking_held', 'payment_expired', 'payment_late', 'booking_confirmed']);
  await stage.moneyAgrees();
});

test('opening the page through outage, lost answer and failure: 503, and then one page under the same key', async () => {
  await stage.policy({ paymentWindowMs: HOUR });
  for (const fault of [{ outage: '10m' }, LOST, { server_error: 1 }]) {
    const visit = await stage.hold(HOUR);
    const key = randomUUID();
    await stage.faults(fault);
    const refused = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id }, key);
    assert.deepEqual([refused.status, refused.body.code], [503, 'provider_unavailable'], JSON.stringify(fault));
    assert.ok(refused.headers.get('retry-after'));
    await stage.faults({ clear: true });
    const opened = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id }, key);
    assert.equal(opened.status, 201, `${JSON.stringify(fault)}: ${JSON.stringify(opened.body)}`);
    const again = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id }, key);
    assert.deepEqual([again.status, again.body.order_id], [201, opened.body.order_id]);
    assert.equal(await pages(visit), 1, JSON.stringify(fault));
  }
  await stage.policy({});
});

test('a page whose answer was lost for good is closed before the slot is freed', async () => {
  const visit = await stage.hold(HOUR);
  await stage.faults(LOST);
  assert.equal((await visit.api.post('/api/v1/orders/', { appointmentId: visit.id })).status, 503);
  assert.equal(await pages(visit), 1);
  await stage.reaches(visit, 'payment_expired');
  const [order] = await stage.sql<{ provider_session_id: string }>(
    'select provider_session_id from orders where subject_id = $1',
    [visit.id],
  );
  assert.equal(await stage.tryDrive(`checkout/${order?.provider_session_id}`, { outcome: 'paid' }), 409);
  assert.equal(await pages(visit), 1);
});

test('sending a refund through outage, lost answer and failure: it arrives once', async () => {
  await stage.policy({ paymentWindowMs: HOUR });
  for (const fault of [{ outage: '2s' }, LOST, { server_error: 1 }]) {
    const visit = await stage.booked(HOUR);
    await stage.faults(fault);
    const doctor = await stage.as(visit.doctor);
    const cancelled = await doctor.patch(`${visit.path}update/`, { status: 'cancelled_by_doctor' });
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
    await stage.reaches(visit, 'cancelled_by_doctor', 'refunded');
    await stage.closes(visit);
    const lines = (await stage.bank()).filter((line) => line.session_id === visit.session && line.type === 'refund');
    assert.deepEqual(
      lines.map((line) => [line.amount, line.status]),
      [[8000, 'succeeded']],
      JSON.stringify(fault),
    );
    assert.deepEqual(await stage.attention(visit), []);
  }
  await stage.policy({});
  await stage.moneyAgrees();
});

test('closing the page fails inside the bank: it is closed at the next attempt', async () => {
  const visit = await stage.payable(HOUR);
  await at(visit.expiresAt - 300);
  // One for the look-up, one for the closing.
  await stage.faults({ server_error: 2 });
  await until('the slot to be freed', async () => (await stage.row(visit)).status === 'payment_expired');
  assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
  assert.deepEqual(await stage.attention(visit), []);
});

test('a bank that answers and closes nothing: held until the limit, without asking all the time', async () => {
  const visit = await stage.payable(HOUR);
  closingFails = true;
  await stage.reaches(visit, 'payment_expired', 'unpaid');
  assert.ok(Date.now() >= visit.expiresAt + 6_000);
  assert.deepEqual(await stage.attention(visit), ['payment_unresolved']);
  const { historyLength } = await stage.handle(visit).describe();
  assert.ok(historyLength < 160, `${historyLength} events`);
  closingFails = false;
  await stage.closes(visit);
  assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
});
