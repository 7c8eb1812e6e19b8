import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { Role } from '../../../src/domain/roles.js';
import { ApiClient, type Reply } from '../../support/client.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
let visit: PayableVisit;
let elsewhere: string;
before(async () => {
  stage = await Stage.open();
  visit = await stage.booked(5 * HOUR);
  elsewhere = randomUUID();
  const clinic = {
    id: elsewhere,
    name: 'Elsewhere',
    slug: 'elsewhere',
    timezone: 'Australia/Perth',
    currency: 'aud' as const,
    phone: null,
  };
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create(clinic));
});
after(() => stage.close());

/** Somebody of another clinic. */
async function stranger(role: Role): Promise<ApiClient> {
  const person = await stage.clinic.person(role);
  await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [person.id, elsewhere]);
  return stage.as(person);
}

type Probe = readonly [what: string, send: (api: ApiClient) => Promise<Reply<Record<string, unknown>>>];

/** Every way to an appointment and its order. */
function ways(): readonly Probe[] {
  const { path, id, order } = visit;
  return [
    ['read', (api) => api.get(path)],
    ['history', (api) => api.get(`${path}status-history/`)],
    ['calendar', (api) => api.get(`${path}calendar.ics`)],
    ['timeline', (api) => api.get(`${path}timeline/`)],
    ['cancel as patient', (api) => api.patch(`${path}update/`, { status: 'cancelled_by_patient' })],
    ['cancel as doctor', (api) => api.patch(`${path}update/`, { status: 'cancelled_by_doctor' })],
    ['cancel as clinic', (api) => api.patch(`${path}update/`, { status: 'cancelled_by_clinic' })],
    ['start', (api) => api.patch(`${path}update/`, { status: 'in_progress' })],
    ['reschedule', (api) => api.post(`${path}reschedule/`, { availability_id: randomUUID() })],
    ['delete', (api) => api.delete(path)],
    ['order', (api) => api.get(`/api/v1/orders/${order}/`)],
    ['pay', (api) => api.post('/api/v1/orders/', { appointmentId: id })],
    ['look up', (api) => api.post(`/api/v1/orders/${order}/refresh/`, {})],
    ['money trail', (api) => api.get(`/api/v1/orders/${order}/audit/`)],
    [
      'act',
      (api) => api.post(`/api/v1/admin/appointments/${id}/actions/`, { action: 'issue_refund', reason: 'because' }),
    ],
  ];
}

async function lists(api: ApiClient): Promise<string[]> {
  const [visits, orders] = [await api.get('/api/v1/appointments/'), await api.get('/api/v1/orders/')];
  const ids = (reply: Reply<unknown>) =>
    Array.isArray(reply.body) ? reply.body.map((row: { id: string }) => row.id) : [];
  return [...ids(visits), ...ids(orders)];
}

async function untouched(): Promise<void> {
  const row = await stage.row(visit);
  assert.deepEqual([row.status, row.payment_status, row.version], ['booked', 'paid', 0]);
}

/** Nothing of it may show: 404 as for an id that never was, or 403 because the role may not do such a thing at all. */
async function shutOut(api: ApiClient, forbidden: readonly string[]): Promise<void> {
  for (const [what, send] of ways()) {
    const reply = await send(api);
    assert.equal(reply.status, forbidden.includes(what) ? 403 : 404, `${what}: ${JSON.stringify(reply.body)}`);
    assert.ok(!JSON.stringify(reply.body).includes(visit.patient.id), what);
  }
  const known = await lists(api);
  assert.ok(!known.includes(visit.id) && !known.includes(visit.order));
  await untouched();
}

const MONEY = ['order', 'pay', 'look up', 'money trail'];
const MOVES = ['cancel as patient', 'cancel as doctor', 'cancel as clinic', 'start', 'reschedule', 'delete'];

test('another patient', async () => {
  await shutOut(await stage.signIn('patient'), ['timeline', 'money trail', 'act']);
});

test('another doctor of the same clinic', async () => {
  await shutOut(await stage.signIn('doctor'), ['delete', ...MONEY]);
});

test('staff of another clinic', async () => {
  await shutOut(await stranger('admin'), []);
  await shutOut(await stranger('receptionist'), ['money trail']);
  await shutOut(await stranger('nurse'), [...MONEY, 'act']);
  const accountant = ['read', 'history', 'calendar', 'pay', ...MOVES];
  await shutOut(await stranger('accountant'), accountant);
});

test('nobody', async () => {
  const nobody = ApiClient.anonymous(stage.clinic.apiUrl);
  for (const [what, send] of ways()) {
    const reply = await send(nobody);
    assert.equal(reply.status, 401, what);
    assert.equal(reply.body.code, 'unauthenticated');
  }
  await untouched();
});

test('those who may see it may not do everything', async () => {
  const roles = {
    patient: visit.api,
    doctor: await stage.as(visit.doctor),
    nurse: await stage.signIn('nurse'),
    receptionist: await stage.signIn('receptionist'),
    accountant: await stage.signIn('accountant'),
  };
  const refused: Record<keyof typeof roles, readonly string[]> = {
    patient: ['timeline', 'cancel as doctor', 'cancel as clinic', 'start', 'money trail', 'act'],
    doctor: ['cancel as patient', 'cancel as clinic', 'delete', ...MONEY, 'act'],
    nurse: ['cancel as patient', 'cancel as doctor', 'start', ...MONEY, 'act'],
    receptionist: ['cancel as patient', 'cancel as doctor', 'start', 'money trail', 'act'],
    accountant: ['read', 'history', 'calendar', 'pay', ...MOVES],
  };
  for (const [role, api] of Object.entries(roles)) {
    for (const [what, send] of ways()) {
      if (!refused[role as keyof typeof roles].includes(what)) continue;
      const reply = await send(api);
      assert.deepEqual(
        [reply.status, reply.body.code],
        [403, 'forbidden'],
        `${role}, ${what}: ${JSON.stringify(reply.body)}`,
      );
    }
  }
  await untouched();
});

test('what each of them sees of it', async () => {
  const hidden = await stage.signIn('receptionist');
  const slot = await stage.clinic.slot(visit.doctor, 8 * HOUR);
  const booked = await visit.api.post('/api/v1/appointments/', { availability_id: slot, symptoms: 'a private cough' });
  const path = `/api/v1/appointments/${booked.body.id}/`;
  assert.equal((await visit.api.get(path)).body.symptoms, 'a private cough');
  assert.equal((await (await stage.as(visit.doctor)).get(path)).body.symptoms, 'a private cough');
  assert.equal((await hidden.get(path)).body.symptoms, null);
  assert.deepEqual(new Set(await lists(visit.api)), new Set([visit.id, booked.body.id, visit.order]));
});

test('nobody books in another clinic, or for a patient of one', async () => {
  const patient = await stranger('patient');
  const slot = await stage.clinic.slot(visit.doctor, 10 * HOUR);
  assert.equal((await patient.post('/api/v1/appointments/', { availability_id: slot })).status, 404);
  const reception = await stage.signIn('receptionist');
  const body = { availability_id: slot, patient: patient.person?.id };
  assert.equal((await reception.post('/api/v1/appointments/', body)).status, 404);
  const own = await stage.clinic.person('patient');
  assert.equal(
    (await (await stage.signIn('doctor')).post('/api/v1/appointments/', { availability_id: slot })).status,
    403,
  );
  assert.equal((await visit.api.post('/api/v1/appointments/', { availability_id: slot, patient: own.id })).status, 403);
  const onBehalf = await reception.post('/api/v1/appointments/', { availability_id: slot, patient: own.id });
  assert.equal(onBehalf.status, 201, JSON.stringify(onBehalf.body));
  const audit = await stage.sql(
    "select actor_user_id, patient_id from audit_events where entity_id = $1 and action = 'appointment.booked'",
    [onBehalf.body.id],
  );
  assert.deepEqual(audit, [{ actor_user_id: reception.person?.id, patient_id: own.id }]);
});
