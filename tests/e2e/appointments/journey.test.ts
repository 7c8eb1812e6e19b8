import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiClient, pay, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

let clinic: TestClinic;
let doctor: Person;
let doctorApi: ApiClient;

before(async () => {
  clinic = await startClinic({ env: { POLICY_REMINDERS: '6s', POLICY_CHAT_OPENS: '1h' } });
  doctor = await clinic.person('doctor');
  doctorApi = await ApiClient.signIn(clinic, doctor);
});
after(() => clinic.stop());

async function bookAndPay(inMs: number) {
  const patient = await clinic.person('patient');
  const api = await ApiClient.signIn(clinic, patient);
  const slot = await clinic.slot(doctor, inMs);
  const booked = await api.post('/api/v1/appointments/', { availability_id: slot });
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  assert.equal(booked.body.status, 'pending');
  const order = await api.post('/api/v1/orders/', { appointmentId: booked.body.id });
  assert.equal(order.status, 201, JSON.stringify(order.body));
  assert.equal(await pay(clinic, order.body.stripe_checkout_url), 200);
  const path = `/api/v1/appointments/${booked.body.id}/`;
  await until('the confirmation', async () => (await api.get(path)).body.status === 'booked');
  return { api, patient, path, id: booked.body.id as string, order: order.body };
}

test('book, pay, remind, consult, complete', async () => {
  // Nine seconds to book and pay in: a reminder whose time has passed by then is not sent.
  const { path, api, id, patient } = await bookAndPay(15_000);
  const kinds = async () => (await clinic.mails()).filter((m) => m.to.includes(patient.email)).map((m) => m.kind);
  await until('a reminder', async () => (await kinds()).includes('reminder'));
  assert.equal((await doctorApi.patch(`${path}update/`, { status: 'in_progress' })).status, 200);
  await until('the start', async () => Date.parse((await api.get(path)).body.start_time) < Date.now());
  const completed = await doctorApi.patch(`${path}update/`, { status: 'completed', consultation: { mode: 'video' } });
  assert.equal(completed.status, 200, JSON.stringify(completed.body));
  assert.equal(completed.body.status, 'completed');
  const closed = await clinic.core.client.workflow.getHandle(id).result();
  assert.deepEqual(closed, { outcome: 'completed' });
  assert.deepEqual([...(await kinds())].sort(), ['booking_confirmed', 'booking_held', 'reminder']);
});

test('a doctor cancels: the slot is free at once and all the money goes back', async () => {
  const { path, api, id } = await bookAndPay(3 * 3_600_000);
  const cancelled = await doctorApi.patch(`${path}update/`, { status: 'cancelled_by_doctor', reason: 'ill' });
  assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
  assert.deepEqual(await clinic.core.client.workflow.getHandle(id).result(), { outcome: 'cancelled_by_doctor' });
  const read = await api.get(path);
  assert.equal(read.body.payment_status, 'refunded');
  assert.equal(read.body.refund_status, 'refunded');
});

test('an unpaid hold expires and frees its slot', async () => {
  const short = await startClinic({ env: { POLICY_PAYMENT_WINDOW: '6s', POLICY_PAYMENT_WARNING: '3s' } });
  try {
    const [doc, patient] = [await short.person('doctor'), await short.person('patient')];
    const api = await ApiClient.signIn(short, patient);
    const slot = await short.slot(doc, 3_600_000);
    const booked = await api.post('/api/v1/appointments/', { availability_id: slot });
    await api.post('/api/v1/orders/', { appointmentId: booked.body.id });
    await until(
      'expiry',
      async () => (await api.get(`/api/v1/appointments/${booked.body.id}/`)).body.status === 'payment_expired',
    );
    assert.deepEqual(await short.core.client.workflow.getHandle(booked.body.id).result(), {
      outcome: 'payment_expired',
    });
    const again = await api.post('/api/v1/appointments/', { availability_id: slot });
    assert.equal(again.status, 201);
    const kinds = (await short.mails()).map((m) => m.kind);
    assert.ok(kinds.includes('payment_warning') && kinds.includes('payment_expired'));
  } finally {
    await short.stop();
  }
});
