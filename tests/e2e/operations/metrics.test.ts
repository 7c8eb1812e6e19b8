import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { FIGURE_NAMES } from '../../../src/api/http/middleware/figures.js';
import { currentContext } from '../../../src/observability/context.js';
import { pickPort } from '../../../tools/launcher/ports.js';
import { ApiClient, pay, until } from '../../support/client.js';
import { startClinic, type TestClinic } from '../../support/clinic.js';

const TOKEN = 'the-token-of-a-scraper';
const HOUR = 3_600_000;

let clinic: TestClinic;
let workerUrl: string;
const mailedUnder: (string | undefined)[] = [];

before(async () => {
  const port = await pickPort(0);
  workerUrl = `http://127.0.0.1:${port}/metrics`;
  clinic = await startClinic({
    env: { METRICS_TOKEN: TOKEN, RATE_LIMIT_LOGIN: '5/1m' },
    runtime: { metricsAddress: `127.0.0.1:${port}` },
    deps: (deps) => {
      const { mailer } = deps.messages;
      const watched: typeof mailer = {
        send(mail) {
          mailedUnder.push(currentContext().requestId);
          return mailer.send(mail);
        },
      };
      return { ...deps, messages: { ...deps.messages, mailer: watched } };
    },
  });
});
after(() => clinic.stop());

function value(text: string, name: string, labels = ''): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name}${labels} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

test('a paid booking shows in the figures, and each step knows the request that it belongs to', async () => {
  const patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
  const slot = await clinic.slot(await clinic.person('doctor'), 3 * HOUR);
  const requestId = `req-${randomUUID()}`;
  const headers = { 'x-request-id': requestId };
  const booked = await patient.send('POST', '/api/v1/appointments/', { availability_id: slot }, randomUUID(), headers);
  assert.equal(booked.status, 201);
  const order = await patient.post('/api/v1/orders/', { appointmentId: booked.body.id });
  await pay(clinic, order.body.checkout_url);
  await until('the confirmation', async () => (await clinic.mails()).some((mail) => mail.kind === 'booking_confirmed'));
  // Both mails: the one of the booking, and the one that the provider's webhook led to.
  assert.deepEqual(mailedUnder, [requestId, requestId]);

  const anonymous = ApiClient.anonymous(clinic.apiUrl);
  const text: string = (await anonymous.get('/metrics')).body;
  for (const name of FIGURE_NAMES) assert.match(text, new RegExp(`^# HELP ${name} `, 'm'), name);
  assert.equal(value(text, 'keepwell_bookings', '{status="booked"}'), 1);
  assert.equal(value(text, 'keepwell_payments', '{provider="stripe",purpose="appointment"}'), 1);
  assert.equal(value(text, 'keepwell_payments_amount', '{provider="stripe",currency="aud"}'), 8000);
  assert.equal(value(text, 'keepwell_ledger_sum', '{currency="aud"}'), 0);
  assert.equal(value(text, 'keepwell_holds_overdue'), 0);
  assert.ok((value(text, 'keepwell_database_connections', '{state="open"}') ?? 0) > 0);
  assert.equal(value(text, 'keepwell_bookings', '{status="pending"}'), undefined, 'nothing keeps its last value');
});

test('the worker exports the figures of its SDK', async () => {
  const counted = /temporal_activity_execution_latency_bucket\{[^}]*activity_type="deliverMessage"/;
  // A mail arrives before the step that sends it is over.
  const text = await until('a step of a message to be over', async () => {
    const figures = await (await fetch(workerUrl)).text();
    return counted.test(figures) && figures;
  });
  assert.match(text, /temporal_local_activity_execution_latency_bucket\{[^}]*activity_type="claimSlot"/);
});

test('what a rate limit refuses is counted', async () => {
  const anonymous = ApiClient.anonymous(clinic.apiUrl);
  const wrong = { email: 'nobody@clinic.invalid', password: 'wrong' };
  for (let n = 0; n < 6; n += 1) await anonymous.post('/api/v1/users/login/', wrong, null);
  const text: string = (await anonymous.get('/metrics')).body;
  assert.equal(value(text, 'keepwell_rate_limited_total', '{limit_type="login_attempts"}'), 1);
});
