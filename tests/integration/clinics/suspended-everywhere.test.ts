import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { compose } from '../../../src/composition/compose.js';
import type { Core } from '../../../src/composition/core.js';
import { joinOtherProcesses } from '../../../src/composition/other-processes.js';
import { apiKeyCache } from '../../../src/usecases/identity/api-key-cache.js';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { ApiClient, until } from '../../support/client.js';
import { ApiProcess, PatientClinics } from '../../support/patient-clinics.js';

const HOUR = 3_600_000;
const VISITS = '/api/v1/appointments/';

describe('a clinic that is suspended', () => {
  let clinics: PatientClinics;
  let other: { readonly core: Core; readonly api: ApiProcess; readonly joined: { stop(): Promise<void> } };

  before(async () => {
    clinics = await PatientClinics.start();
    const now = () => new Date();
    // Remembers for an hour: what ends earlier, it was told.
    const core: Core = {
      ...compose(clinics.apiCore.settings, 'api'),
      sessionCache: sessionCache(now, HOUR),
      apiKeyCache: apiKeyCache(now, HOUR),
    };
    const api = await ApiProcess.start(core, clinics.leaks);
    other = { core, api, joined: joinOtherProcesses(core, null, api.live) };
    await until('the other process to listen', async () => {
      const listening = await clinics.rows(
        "select 1 from pg_stat_activity where query like 'listen %' and datname = current_database()",
      );
      return listening.length > 0;
    });
  });
  after(async () => {
    await other?.joined.stop();
    await other?.api.stop();
    await other?.core.close();
    await clinics?.stop();
  });

  it('lets nobody act in any process, neither people nor keys, and lets them again when it is resumed', async () => {
    const [here, there] = [await clinics.clinic(), await clinics.clinic()];
    const platform = await clinics.as(await clinics.person(null, 'platform_admin'));
    const admin = await clinics.person(here, 'admin');
    const made = await (await clinics.as(admin)).post(`/api/v1/clinics/${here}/api-keys/`, {
      name: 'Screen',
      scopes: ['appointments:read'],
      expires_on: new Date(Date.now() + 48 * HOUR).toISOString().slice(0, 10),
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const bystander = await ApiClient.signIn({ apiUrl: other.api.url }, await clinics.person(there, 'nurse'));
    const nurse = await ApiClient.signIn({ apiUrl: other.api.url }, await clinics.person(here, 'nurse'));
    const byKey = () => fetch(`${other.api.url}${VISITS}`, { headers: { 'x-api-key': made.body.key } });
    const answers = async () => [
      (await nurse.get(VISITS)).status,
      (await byKey()).status,
      (await bystander.get(VISITS)).status,
    ];
    const become = (expected: readonly number[]) =>
      until(`the other process to answer ${expected}`, async () => `${await answers()}` === `${expected}`);

    assert.deepEqual(await answers(), [200, 200, 200]);
    for (let round = 0; round < 2; round += 1) {
      const suspended = await platform.post(`/api/v1/clinics/${here}/suspend/`, { reason: 'Licence withdrawn' });
      assert.equal(suspended.status, 200, JSON.stringify(suspended.body));
      await become([401, 401, 200]);
      assert.equal((await platform.post(`/api/v1/clinics/${here}/resume/`, { reason: 'Renewed' })).status, 200);
      await become([200, 200, 200]);
    }
  });
});
