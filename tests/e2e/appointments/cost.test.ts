import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Cost, costOf } from '../../../tools/bench/billable-actions.js';
import { ApiClient, pay, until } from '../../support/client.js';
import { startClinic, type TestClinic } from '../../support/clinic.js';

const MAX_ACTIONS = 24;
const MAX_EVENTS = 81;
const REMINDERS = 2;

let clinic: TestClinic;
before(async () => {
  clinic = await startClinic({ env: { POLICY_REMINDERS: '3s,1500ms', POLICY_CHAT_OPENS: '1h' } });
});
after(() => clinic.stop());

/** One appointment that goes as it should, from its booking to its end; returns its id. */
async function wholeLife(): Promise<string> {
  const [doctor, patient] = [await clinic.person('doctor'), await clinic.person('patient')];
  const [doctorApi, api] = [await ApiClient.signIn(clinic, doctor), await ApiClient.signIn(clinic, patient)];
  // Nine seconds to book and pay in: a reminder whose time has passed by then is not sent.
  const slot = await clinic.slot(doctor, 12_000);
  const booked = await api.post('/api/v1/appointments/', { availability_id: slot });
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  const order = await api.post('/api/v1/orders/', { appointmentId: booked.body.id });
  assert.equal(order.status, 201, JSON.stringify(order.body));
  assert.equal(await pay(clinic, order.body.stripe_checkout_url), 200);
  const path = `/api/v1/appointments/${booked.body.id}/`;
  const mailed = async (kind: string) =>
    (await clinic.mails()).filter((mail) => mail.kind === kind && mail.to.includes(patient.email)).length;
  await until('the confirmation', async () => (await mailed('booking_confirmed')) === 1);
  await until('both reminders', async () => (await mailed('reminder')) === REMINDERS);
  assert.equal((await doctorApi.patch(`${path}update/`, { status: 'in_progress' })).status, 200);
  await until('the start', async () => Date.parse((await api.get(path)).body.start_time) < Date.now());
  const completed = await doctorApi.patch(`${path}update/`, { status: 'completed', consultation: { mode: 'video' } });
  assert.equal(completed.status, 200, JSON.stringify(completed.body));
  return booked.body.id;
}

function bill(cost: Cost): string {
  const kinds = Object.entries(cost.byKind).map(([kind, actions]) => `${kind} ${actions}`);
  return `${cost.actions} actions (${kinds.join(', ')}), ${cost.events} events`;
}

test('an appointment costs what it may: actions and events of a whole life', async (t) => {
  const id = await wholeLife();
  const handle = clinic.core.client.workflow.getHandle(id);
  assert.deepEqual(await handle.result(), { outcome: 'completed' });
  const cost = costOf(await handle.fetchHistory());
  t.diagnostic(bill(cost));
  assert.ok(cost.actions <= MAX_ACTIONS, `at most ${MAX_ACTIONS} actions: ${bill(cost)}`);
  assert.ok(cost.events <= MAX_EVENTS, `at most ${MAX_EVENTS} events: ${bill(cost)}`);
});
