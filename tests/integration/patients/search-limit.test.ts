import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const POINTS = 6;
const SEARCH = '/api/v1/patients/?search=Quokka';

let clinics: PatientClinics;
let here: string;
before(async () => {
  clinics = await PatientClinics.start({ RATE_LIMIT_PATIENT_SEARCH: `${POINTS}/1h` });
  here = await clinics.clinic();
});
after(() => clinics.stop());

it('who searches too often is refused, by every process of the API, and nobody else is', async () => {
  const person = await clinics.person(here, 'receptionist');
  const one = await clinics.as(person);
  const { headers } = await one.get('/api/v1/users/profile/');
  assert.equal(headers.get('ratelimit-remaining'), null, 'other limits are off');
  const other = await clinics.anotherProcess();
  try {
    const token = (await one.post('/api/v1/users/reauthenticate/', { password: person.password })).body.access;
    const there = ApiClient.withToken(other.url, token, person);
    for (let asked = 0; asked < POINTS - 1; asked += 1) assert.equal((await one.get(SEARCH)).status, 200);
    assert.equal((await there.get(SEARCH)).status, 200, 'the last of both together');
    // Each tells what it has counted, and hears from the other.
    await clinics.api.exchange();
    await other.exchange();
    const refused = await there.get(SEARCH);
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.limit_type],
      [429, 'rate_limited', 'patient_search'],
    );
    assert.ok(refused.body.retry_after > 0 && Number(refused.headers.get('retry-after')) > 0);
    // It had told before the other did: it hears with the next that it tells.
    await one.get(SEARCH);
    await clinics.api.exchange();
    assert.equal((await one.get(SEARCH)).status, 429);
    assert.equal((await one.get(`/api/v1/patients/${person.id}/`)).status, 404, 'a search is counted, nothing else is');
    const colleague = await clinics.as(await clinics.person(here, 'receptionist'));
    assert.equal((await colleague.get(SEARCH)).status, 200);
  } finally {
    await other.stop();
  }
});
