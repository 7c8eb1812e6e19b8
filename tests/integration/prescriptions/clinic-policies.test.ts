import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { until } from '../../support/client.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';

let surgery: Surgery;
let drug: string;
let admin: ApiClient;
before(async () => {
  surgery = await Surgery.open();
  drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
  admin = await surgery.stage.signIn('admin');
});
after(() => surgery.close());

async function set(policies: object): Promise<void> {
  const reply = await admin.patch(`/api/v1/clinics/${surgery.stage.clinic.clinicId}/policies/`, policies);
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
}

const prescribe = ({ api, patient }: Consultation, repeats = 0) => {
  const prescribed_drugs = [{ drug, dosage_instructions: DIRECTIONS, quantity: 20, repeats }];
  return api.post(P, { patient: patient.id, prescribed_drugs, consultation_mode: 'video' });
};

async function issued(visit: Consultation): Promise<string> {
  const { status, body } = await prescribe(visit);
  assert.equal(status, 201, JSON.stringify(body));
  await surgery.delivered(visit.api, body.id);
  return body.id;
}

test('a clinic allows fewer repeats, and less time after the visit, than the installation', async () => {
  const visit = await surgery.consultation();
  await set({ max_repeats: 1 });
  const refused = await prescribe(visit, 2);
  assert.equal(refused.status, 400, JSON.stringify(refused.body));
  assert.deepEqual(
    refused.body.rules.map(({ rule }: { rule: string }) => rule),
    ['max_repeats'],
  );
  assert.equal((await prescribe(visit, 1)).status, 201);

  await surgery.stage.sql(
    "update appointments set status = 'completed', completed_at = now() - interval '2 hours' where id = $1",
    [visit.visit],
  );
  assert.equal((await prescribe(visit)).status, 201, 'the seven days of the installation');
  await set({ max_repeats: null, prescribe_within: '1h' });
  const late = await prescribe(visit);
  assert.deepEqual(
    late.body.rules?.map(({ rule }: { rule: string }) => rule),
    ['consultation_missing'],
  );
  await set({ prescribe_within: null });
});

test('who has not opened a prescription is told once more after the clinic’s time', async () => {
  await set({ document_reminder: '1s' });
  const visit = await surgery.consultation();
  await issued(visit);
  await until('the reminder', async () => {
    const mails = await surgery.stage.clinic.mails();
    return mails.some(({ to, kind }) => to.includes(visit.patient.email) && kind === 'prescription_unread');
  });
});
