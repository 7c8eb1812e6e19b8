import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { readSnapshotOf } from '../../../src/usecases/appointments/snapshot.js';
import { renderDetails } from '../../../src/workflows/appointment/details.js';
import { ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { LiveClient, socketOf } from '../../support/live-processes.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';

let surgery: Surgery;
let drug: string;
const clients: LiveClient[] = [];
before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' }, undefined, { live: true });
  drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
});
after(async () => {
  for (const { socket } of clients) socket.disconnect();
  await surgery?.close();
});

async function issued({ api, patient }: Consultation) {
  const prescribed_drugs = [{ drug, dosage_instructions: DIRECTIONS, quantity: 20, repeats: 0 }];
  const { status, body } = await api.post(P, { patient: patient.id, prescribed_drugs, consultation_mode: 'video' });
  assert.equal(status, 201, JSON.stringify(body));
  await surgery.delivered(api, body.id);
  return { id: String(body.id), number: String(body.prescription_number) };
}

async function connected({ email, password }: Person): Promise<LiveClient> {
  const { clinic } = surgery.stage;
  const reply = await fetch(`${clinic.apiUrl}/api/v1/users/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { access } = (await reply.json()) as { readonly access: string };
  clinic.leaks.values.add(access);
  const client = new LiveClient(socketOf(`${clinic.apiUrl}/chat`, { token: access }), access);
  clients.push(client);
  await client.connected();
  return client;
}

test('patient and prescriber are told where they are connected, and nobody else', async () => {
  const visit = await surgery.consultation();
  const colleague = await surgery.prescriber();
  const stranger = await surgery.patient();
  const [patient, doctor, ...others] = await Promise.all(
    [visit.patient, visit.doctor, colleague, stranger].map(connected),
  );
  const { id } = await issued(visit);
  for (const client of [patient, doctor]) {
    const event = await client?.next('prescription:changed', (told) => told.id === id);
    assert.deepEqual(event, { id, status: 'active' });
  }
  assert.equal((await visit.api.post(`${P}${id}/cancel/`, { reason: 'The wrong strength' })).status, 200);
  for (const client of [patient, doctor]) {
    await client?.next('prescription:changed', (told) => told.id === id && told.status === 'cancelled');
  }
  const supplied = await issued(visit);
  const paper = await surgery.stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.prescriptions.find(supplied.id),
  );
  const counter = { code: paper?.code, pharmacist_id: 'PHA0001', pharmacy_name: 'Example Pharmacy' };
  const reply = await ApiClient.anonymous(surgery.stage.clinic.apiUrl).post(
    `${P}${supplied.number}/dispense/`,
    counter,
  );
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  for (const client of [patient, doctor]) {
    await client?.next('prescription:changed', (event) => event.id === supplied.id && event.status === 'dispensed');
  }
  for (const client of others) assert.deepEqual(client.of('prescription:changed'), []);
});

test('the visit’s page for staff and its timeline show numbers and delivery, and nothing of what was prescribed', async () => {
  const visit = await surgery.consultation();
  const { id, number } = await issued(visit);
  assert.equal((await visit.api.post(`${P}${id}/cancel/`, { reason: 'The wrong strength' })).status, 200);
  const { core } = surgery.stage.clinic;
  const snapshot = await core.unitOfWork.withScope(SYSTEM, (scope) => readSnapshotOf(scope, visit.visit));
  const page = renderDetails(snapshot, 'nothing', []);
  assert.ok(page.includes(`| Prescription | ${number}, cancelled, delivery: delivered |`), page);
  assert.ok(page.includes(`Prescription ${number} issued, by doctor \`${visit.doctor.id}\``), page);
  assert.ok(page.includes(`Prescription ${number} cancelled, by doctor`), page);

  const desk = await surgery.stage.signIn('receptionist');
  const timeline = async () => (await desk.get(`/api/v1/appointments/${visit.visit}/timeline/`)).body;
  const body = await until('the timeline', async () => {
    const found = await timeline();
    return found.events.some(({ status }: { status: string }) => status === 'cancelled') ? found : false;
  });
  const events: readonly { kind: string; status: string; what: string; context: object }[] = body.events;
  const told = events.filter(({ kind }) => kind === 'prescription');
  assert.deepEqual(
    told.map(({ status }) => status),
    ['issued', 'document_stored', 'mailed', 'cancelled'],
  );
  assert.ok(told.every(({ what }) => what.includes(number)));
  for (const text of [page, JSON.stringify(body)]) {
    assert.doesNotMatch(text, /amoxicillin|three times|wrong strength/i);
  }
});
