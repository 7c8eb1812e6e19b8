import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient, pay, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const A = '/api/v1/appointments';
const O = '/api/v1/orders';
const HOUR_MS = 3_600_000;

describe('orders, webhooks and staff over HTTP', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let doctor: ApiClient;
  let patient: ApiClient;
  let stranger: ApiClient;
  let receptionist: ApiClient;
  let accountant: ApiClient;
  let hours = 48;

  before(async () => {
    clinic = await startClinic();
    doctorIs = await clinic.person('doctor');
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
    stranger = await ApiClient.signIn(clinic, await clinic.person('patient'));
    receptionist = await ApiClient.signIn(clinic, await clinic.person('receptionist'));
    accountant = await ApiClient.signIn(clinic, await clinic.person('accountant'));
  });
  after(() => clinic?.stop());

  const hold = async (by = patient): Promise<string> => {
    hours += 1;
    const slot = await clinic.slot(doctorIs, hours * HOUR_MS);
    const { status, body } = await by.post(`${A}/`, { availability_id: slot });
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  const order = async (appointmentId: string, key?: string) => patient.post(`${O}/`, { appointmentId }, key);
  const paid = async (): Promise<{ readonly appointment: string; readonly order: string }> => {
    const appointment = await hold();
    const { status, body } = await order(appointment);
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(await pay(clinic, body.checkout_url), 200);
    await until('the booking', async () => (await patient.get(`${A}/${appointment}/`)).body.status === 'booked');
    return { appointment, order: body.order_id };
  };

  it('opens one payment page per appointment', async () => {
    const appointment = await hold();
    const key = randomUUID();
    const [first, repeat] = [await order(appointment, key), await order(appointment, key)];
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.deepEqual([repeat.status, repeat.body], [201, first.body]);
    assert.deepEqual(
      [first.body.amount, first.body.currency, first.body.provider, first.body.stripe_checkout_url],
      [8000, 'aud', 'stripe', first.body.checkout_url],
    );
    assert.match(first.body.checkout_url, /cs_/);
    const second = await patient.post(`${O}/`, { appointment_id: appointment });
    assert.deepEqual(
      [second.status, second.body.error, second.body.existing_order, second.body.payment_url],
      [400, 'Order already exists for this appointment', first.body.order_id, first.body.checkout_url],
    );
    assert.equal((await order(await hold(), key)).status, 422);
    assert.equal((await stranger.post(`${O}/`, { appointmentId: appointment })).status, 404);
    assert.equal((await doctor.post(`${O}/`, { appointmentId: appointment })).status, 403);
    assert.equal((await patient.post(`${O}/`, {})).body.field, 'appointmentId');
  });

  it('follows the money from page to ledger', async () => {
    const { appointment, order: id } = await paid();
    const read = await patient.get(`${O}/${id}/`);
    assert.deepEqual([read.body.status, read.body.checkout_url, read.body.refunds], ['paid', null, []]);
    assert.ok(read.body.paid_at && read.body.provider_payment_id && read.body.provider_session_id);
    assert.equal((await stranger.get(`${O}/${id}/`)).status, 404);
    assert.equal((await patient.get(`${A}/${appointment}/`)).body.order_id, id);
    assert.ok((await accountant.get(`${O}/`)).body.some((one: { id: string }) => one.id === id));
    assert.equal((await patient.get(`${O}/${id}/audit/`)).status, 403);
    const audit = await accountant.get(`${O}/${id}/audit/`);
    assert.equal(audit.status, 200);
    assert.deepEqual([audit.body.appointment_id, audit.body.total_revenue], [appointment, '80.00']);
    const events = audit.body.financial_events.map((event: { event: string }) => event.event);
    assert.ok(events.includes('order_created') && events.includes('payment_completed'), events.join());
    const captured = audit.body.financial_events.find((one: { event: string }) => one.event === 'payment_completed');
    assert.deepEqual([captured.payment_method, captured.provider], ['card', 'stripe']);
    // The order that holds the money is named; there is no page to go to.
    const again = await order(appointment);
    const { code, existing_order, payment_url } = again.body;
    assert.deepEqual([again.status, code, existing_order, payment_url], [400, 'order_exists', id, null]);
  });

  it('learns of a payment whose webhook was lost when the return page asks', async () => {
    const appointment = await hold();
    const { body } = await order(appointment);
    assert.equal(await pay(clinic, body.checkout_url, { outcome: 'paid', webhook: 'lose' }), 200);
    assert.equal((await patient.get(`${O}/${body.order_id}/`)).body.status, 'pending');
    assert.equal((await stranger.post(`${O}/${body.order_id}/refresh/`, {})).status, 404);
    const asked = await patient.post(`${O}/${body.order_id}/refresh/`, {});
    assert.equal(asked.status, 200, JSON.stringify(asked.body));
    await until('the payment', async () => (await patient.get(`${O}/${body.order_id}/`)).body.status === 'paid');
  });

  it('gives the money back on a cancel and shows it', async () => {
    const { appointment, order: id } = await paid();
    const cancelled = await doctor.patch(`${A}/${appointment}/update/`, { status: 'cancelled_by_doctor' });
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
    assert.ok(['processing', 'refunded'].includes(cancelled.body.refund_status), cancelled.body.refund_status);
    const refunded = await until('the refund', async () => {
      const { body } = await patient.get(`${O}/${id}/`);
      return body.status === 'refunded' && body;
    });
    assert.deepEqual(
      refunded.refunds.map((refund: { amount: number; status: string; reason: string }) => [
        refund.amount,
        refund.status,
        refund.reason,
      ]),
      [[8000, 'succeeded', 'cancelled_by_doctor']],
    );
    assert.equal((await patient.get(`${A}/${appointment}/`)).body.refund_status, 'refunded');
    const { body } = await receptionist.get(`${A}/${appointment}/timeline/`);
    const kinds = new Set(body.events.map((event: { kind: string }) => event.kind));
    for (const kind of ['status', 'order', 'payment', 'refund']) assert.ok(kinds.has(kind), kind);
    const times = body.events.map((event: { at: string }) => event.at);
    assert.deepEqual(times, [...times].sort());
  });

  it('cancels a pending appointment before it deletes it', async () => {
    const appointment = await hold();
    assert.equal((await patient.delete(`${A}/${appointment}/`)).status, 204);
    assert.equal((await patient.get(`${A}/${appointment}/`)).status, 404);
  });

  it('leaves a deleted appointment to the staff who may have to mend it', async () => {
    const { appointment } = await paid();
    await patient.patch(`${A}/${appointment}/update/`, { status: 'cancelled_by_patient' });
    assert.equal((await patient.delete(`${A}/${appointment}/`)).status, 204);
    assert.equal((await patient.get(`${A}/${appointment}/timeline/`)).status, 403);
    assert.equal((await receptionist.get(`${A}/${appointment}/`)).status, 404);
    assert.equal((await receptionist.get(`${A}/${appointment}/timeline/`)).status, 200);
    const retry = { action: 'retry_refund', reason: 'Nothing failed' };
    const refused = await accountant.post(`/api/v1/admin/appointments/${appointment}/actions/`, retry);
    assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition']);
  });

  it('refuses a webhook without its signature and forgets what moves nothing', async () => {
    const anyone = ApiClient.anonymous(clinic.apiUrl);
    const unsigned = await anyone.post('/webhook/stripe/', { id: 'evt_1', type: 'checkout.session.completed' }, null);
    assert.deepEqual([unsigned.status, unsigned.body.code], [400, 'validation_failed']);
    assert.equal((await anyone.post('/webhook/unknown/', {}, null)).status, 404);
    const idle = await webhook({ id: 'evt_idle', type: 'customer.created', data: { object: { id: 'cus_1' } } });
    assert.deepEqual([idle.status, await idle.json()], [200, { received: true }]);
    const forged = await webhook({ id: 'evt_2', type: 'charge.refunded' }, 'whsec_other');
    assert.equal(forged.status, 400);
  });

  it('shows money that no order explains to the staff, once', async () => {
    const event = {
      id: `evt_${randomUUID()}`,
      type: 'checkout.session.completed',
      data: {
        object: {
          id: 'cs_stranger',
          object: 'checkout.session',
          metadata: { order_id: randomUUID(), appointment_id: randomUUID() },
        },
      },
    };
    for (const id of [event.id, event.id, `evt_${randomUUID()}`]) {
      assert.equal((await webhook({ ...event, id })).status, 200);
    }
    const { status, body } = await accountant.get('/api/v1/admin/attention/');
    assert.equal(status, 200);
    const entries = body.filter((entry: { code: string }) => entry.code === 'unmatched_payment');
    assert.equal(entries.length, 1);
    assert.equal(entries[0].reason, 'The provider reports money that no order explains.');
    assert.match(entries[0].next_step, /^Look it up/);
    assert.deepEqual(entries[0].context, { provider: 'stripe', object_id: 'cs_stranger' });
    assert.equal((await patient.get('/api/v1/admin/attention/')).status, 403);
    const resolve = `/api/v1/admin/attention/${entries[0].id}/resolve/`;
    assert.equal((await accountant.post(resolve, {})).status, 400, 'not without a reason');
    assert.equal((await patient.post(resolve, { reason: 'mine' })).status, 403);
    const unknown = await accountant.post(`/api/v1/admin/attention/${randomUUID()}/resolve/`, { reason: 'which one?' });
    assert.equal(unknown.status, 404);
    for (const time of ['first', 'second']) {
      assert.equal((await accountant.post(resolve, { reason: 'sent back at the provider' })).status, 204, time);
    }
    const after = await accountant.get('/api/v1/admin/attention/');
    assert.ok(!after.body.some((entry: { code: string }) => entry.code === 'unmatched_payment'));
  });

  it('runs staff actions, money only for those who may', async () => {
    const { appointment, order: id } = await paid();
    const act = (by: ApiClient, body: object) => by.post(`/api/v1/admin/appointments/${appointment}/actions/`, body);
    const refund = { action: 'issue_refund', reason: 'A goodwill refund', amount: 1000 };
    assert.equal((await act(patient, refund)).status, 403);
    assert.equal((await act(receptionist, refund)).status, 403);
    assert.equal((await act(accountant, { action: 'issue_refund' })).status, 400);
    const resent = await act(receptionist, { action: 'resend_confirmation', reason: 'Lost the mail' });
    assert.equal(resent.status, 200, JSON.stringify(resent.body));
    const given = await act(accountant, refund);
    assert.equal(given.status, 200, JSON.stringify(given.body));
    await until('the refund', async () => (await patient.get(`${O}/${id}/`)).body.status === 'partially_refunded');
    const audit = await accountant.get(`${O}/${id}/audit/`);
    assert.equal(audit.body.total_revenue, '80.00');
    const events = audit.body.financial_events.map((event: { event: string }) => event.event);
    assert.ok(events.includes('refund_completed'), events.join());
    const held = await hold();
    const more = { action: 'extend_payment_window', reason: 'Bank is slow', minutes: 60 };
    const before = (await patient.get(`${A}/${held}/`)).body.expires_at;
    const extended = await receptionist.post(`/api/v1/admin/appointments/${held}/actions/`, more);
    assert.equal(extended.status, 200, JSON.stringify(extended.body));
    assert.ok(extended.body.expires_at > before);
    const opened = await order(held);
    assert.equal(opened.body.expires_at, extended.body.expires_at);
    const longer = await receptionist.post(`/api/v1/admin/appointments/${held}/actions/`, { ...more, minutes: 120 });
    assert.equal((await patient.get(`${O}/${opened.body.order_id}/`)).body.expires_at, longer.body.expires_at);
    const missing = await receptionist.post(`/api/v1/admin/appointments/${held}/actions/`, {
      ...more,
      minutes: undefined,
    });
    assert.deepEqual([missing.status, missing.body.field], [400, 'minutes']);
  });

  function webhook(event: object, secret = 'whsec_integration'): Promise<Response> {
    const body = JSON.stringify({ object: 'event', ...event });
    const at = Math.floor(Date.now() / 1000);
    const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
    return fetch(`${clinic.apiUrl}/webhook/stripe/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mac}` },
      body,
    });
  }
});
