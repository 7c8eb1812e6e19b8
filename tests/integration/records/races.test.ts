import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const PENICILLIN = {
  substance: 'Penicillin',
  category: 'medicine',
  reaction: 'Rash',
  severity: 'severe',
  certainty: 'confirmed',
};
const METFORMIN = { name: 'Metformin', source: 'other_prescriber' };
const ERROR = { status: 'entered_in_error', reason: 'It was not hers' };

describe('two at one moment in a record', () => {
  let clinics: PatientClinics;
  let api: ApiClient;
  let record: string;
  let patientId: string;

  before(async () => {
    clinics = await PatientClinics.start();
    const clinic = await clinics.clinic();
    const [doctor, patient] = [await clinics.person(clinic, 'doctor'), await clinics.person(clinic, 'patient')];
    await clinics.visit(clinic, doctor, patient);
    api = await clinics.as(doctor);
    patientId = patient.id;
    record = `/api/v1/patients/${patient.id}/`;
  });
  after(() => clinics.stop());

  const patch = (path: string, body: object) => api.patch(`${record}${path}/`, body);
  const stateNone = () => api.put(`${record}allergies/status/`, { no_known_allergies: true });
  const summary = async () => (await api.get(`${record}clinical-summary/`)).body;

  it('of a statement that none are known and a first allergy at one moment, one answers the other: 50 times', async () => {
    assert.equal((await stateNone()).status, 200);
    for (let round = 0; round < 50; round += 1) {
      const [allergy, statement] = await Promise.all([api.post(`${record}allergies/`, PENICILLIN), stateNone()]);
      assert.equal(allergy.status, 201);
      assert.ok([200, 409].includes(statement.status), `${statement.status}`);
      const now = await summary();
      assert.deepEqual([now.allergy_status, now.allergies.length], ['recorded', 1]);
      const kinds = await clinics.rows<{ kind: string }>(
        'select kind from record_statements where patient_id = $1 order by number',
        [patientId],
      );
      assert.equal(kinds.at(-1)?.kind, 'no_known_allergies_withdrawn');
      const gone = await patch(`allergies/${allergy.body.id}`, ERROR);
      assert.equal(gone.status, 200);
      assert.equal((await summary()).allergy_status, 'unknown');
      // What the next round withdraws.
      assert.equal((await stateNone()).status, 200);
    }
  });

  it('of two changes of one version at one moment, one stands: 50 times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { id } = (await api.post(`${record}medicines/`, METFORMIN)).body;
      const change = (status: string) => patch(`medicines/${id}`, { status, reason: 'At one moment', version: 1 });
      const same = round % 2 === 0;
      const both = same
        ? await Promise.all([change('stopped'), change('entered_in_error')])
        : await Promise.all([1, 2].map(() => patch(`medicines/${id}`, { status: 'stopped', reason: 'At one moment' })));
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
      const versions = await clinics.rows('select version from record_entries where entry_id = $1', [id]);
      assert.equal(versions.length, 2);
    }
  });
});
