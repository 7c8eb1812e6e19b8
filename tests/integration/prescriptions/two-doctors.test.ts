import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Surgery } from '../../support/prescriptions/surgery.js';

const PATIENTS = 50;
const P = '/api/v1/prescriptions/';

let surgery: Surgery;
before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
});
after(() => surgery.close());

/** A patient whom both see, who has no allergies and takes nothing. */
async function shared(doctors: readonly Person[], api: ApiClient): Promise<string> {
  const patient = await surgery.patient();
  for (const doctor of doctors) await surgery.visit(doctor, patient);
  const path = `/api/v1/patients/${patient.id}/`;
  assert.equal((await api.put(`${path}allergies/status/`, { no_known_allergies: true })).status, 200);
  assert.equal((await api.post(`${path}medicines/review/`, {})).status, 201);
  return patient.id;
}

test(`two doctors prescribe what kills together at one moment, to ${PATIENTS} patients: one of them is asked each time`, async () => {
  const doctors = [await surgery.prescriber(), await surgery.prescriber()];
  const apis = await Promise.all(doctors.map((doctor) => surgery.stage.as(doctor)));
  const medicines = [
    {
      drug: await surgery.drug('Sildenafil 50 mg tablet, 4'),
      dosage_instructions: 'Take one tablet one hour before, at most once a day.',
      quantity: 4,
      repeats: 0,
    },
    {
      drug: await surgery.drug('Isosorbide mononitrate 60 mg modified release tablet, 30'),
      dosage_instructions: 'Take one tablet every morning.',
      quantity: 30,
      repeats: 0,
    },
  ];
  const [first] = apis;
  assert.ok(first);
  for (let n = 0; n < PATIENTS; n += 1) {
    const patient = await shared(doctors, first);
    const replies = await Promise.all(
      apis.map((api, at) => api.insist(P, { patient, prescribed_drugs: [medicines[at]], consultation_mode: 'video' })),
    );
    const said = JSON.stringify(replies.map(({ status, body }) => [status, body.code, body.detail]));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 409], `patient ${n}: ${said}`);
    const won = replies.findIndex(({ status }) => status === 201);
    const { body: refused } = replies[1 - won] ?? assert.fail();
    assert.equal(refused.code, 'alerts_open', said);
    const alert = refused.alerts.find(({ key }: { key: string }) => key.includes('nitrate-pde5'));
    assert.equal(alert?.severity, 'contraindicated', JSON.stringify(refused.alerts));
    const rows = await surgery.stage.sql<{ doctor_id: string }>(
      'select doctor_id from prescriptions where patient_id = $1',
      [patient],
    );
    assert.deepEqual(
      rows.map((row) => row.doctor_id),
      [doctors[won]?.id],
      `patient ${n}`,
    );
  }
});
