import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { repositories } from '../../../src/composition/contexts.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const P = '/api/v1/patients/';
const OLDER = `older:${Buffer.alloc(32, 1).toString('base64')}`;

describe('a search for patients', () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let anna: Person;
  let bert: Person;
  let stranger: Person;
  let doctor: ApiClient;
  let desk: ApiClient;

  before(async () => {
    clinics = await PatientClinics.start({ ENCRYPTION_KEYS: OLDER });
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    anna = await clinics.person(here, 'patient', {
      firstName: 'Anna',
      lastName: 'Müller',
      phone: '+61491570156',
      email: 'Anna.Mueller@search.keepwell.invalid',
      document: { dateOfBirth: '1980-02-01', medicareNumber: '2222222201', ihi: '8003609000000016' },
    });
    bert = await clinics.person(here, 'patient', {
      firstName: 'Bert',
      lastName: 'Muller',
      phone: '+61491570157',
      document: { dateOfBirth: '1975-12-24', medicareNumber: '2121212161' },
    });
    stranger = await clinics.person(there, 'patient', {
      firstName: 'Anna',
      lastName: 'Müller',
      phone: '+61491570158',
      document: { dateOfBirth: '1980-02-01' },
    });
    const treating = await clinics.person(here, 'doctor');
    await clinics.visit(here, treating, anna);
    doctor = await clinics.as(treating);
    desk = await clinics.as(await clinics.person(here, 'receptionist'));
  });
  after(() => clinics.stop());

  async function found(api: ApiClient, search: string, more = ''): Promise<readonly string[]> {
    const reply = await api.get(`${P}?search=${encodeURIComponent(search)}${more}`);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body.map(({ id }: { id: string }) => id);
  }

  it('finds at the desk whoever is a patient of the clinic, by beginnings of names and by whole numbers', async () => {
    assert.deepEqual([...(await found(desk, 'mul'))].sort(), [anna.id, bert.id].sort());
    for (const search of [
      'ANNA mü',
      '1980-02-01',
      'anna 1980-02-01',
      'anna.mueller@SEARCH.keepwell.invalid',
      '0491 570 156',
      '2222 22220 1',
      '8003609000000016',
    ]) {
      assert.deepEqual(await found(desk, search), [anna.id], search);
    }
    const [shown] = (await desk.get(`${P}?search=anna`)).body;
    assert.deepEqual(shown, {
      id: anna.id,
      first_name: 'Anna',
      last_name: 'Müller',
      date_of_birth: '1980-02-01',
      email: 'Anna.Mueller@search.keepwell.invalid',
      phone_number: '+61491570156',
      restricted: false,
    });
  });

  it('finds a doctor the own patients, and of others no more than that there is one', async () => {
    assert.deepEqual(await found(doctor, 'mul'), [anna.id]);
    assert.deepEqual(await found(doctor, '0491570157'), []);
    assert.deepEqual(await found(doctor, 'muller', '&scope=clinic'), [anna.id], 'a name finds nobody else');
    assert.deepEqual(await found(doctor, '1975-12-24', '&scope=clinic'), [], 'nor does a birthday');
    for (const exact of ['0491570157', '21212121611', `${bert.id}@test.keepwell.invalid`]) {
      const { body } = await doctor.get(`${P}?search=${exact}&scope=clinic`);
      assert.deepEqual(body, [{ id: bert.id, initials: 'B.M.', birth_year: 1975, restricted: true }], exact);
    }
    const { body } = await doctor.get(`${P}?search=0491570156&scope=clinic`);
    assert.deepEqual([body.length, body[0].id, body[0].restricted], [1, anna.id, false]);
  });

  it('finds nothing of another clinic, by whatever is typed, and says so in the same way', async () => {
    const elsewhere = await clinics.as(await clinics.person(there, 'receptionist'));
    assert.deepEqual(await found(elsewhere, 'anna'), [stranger.id]);
    const nobody = await desk.get(`${P}?search=0491570159`);
    for (const search of ['0491570158', `${stranger.id}@test.keepwell.invalid`]) {
      const reply = await desk.get(`${P}?search=${search}`);
      assert.deepEqual([reply.status, reply.body], [nobody.status, nobody.body], search);
      assert.equal(reply.headers.get('link'), null);
    }
    assert.deepEqual(await found(doctor, '0491570158', '&scope=clinic'), []);
    const tokens = await clinics.rows<{ clinics: string }>(
      'select count(distinct clinic_id) as clinics from patient_search_tokens group by token having count(distinct clinic_id) > 1',
    );
    assert.deepEqual(tokens, [], 'the same name has another token in each clinic');
  });

  it('takes whatever is typed as text', async () => {
    for (const search of [
      '%',
      '_',
      'n%',
      '_nna',
      "' or 1=1 --",
      '\\',
      '*',
      '🙂',
      '\u0000',
      'ａｎｎａ\u200b',
      '((((',
      'a'.repeat(200),
    ]) {
      const reply = await desk.get(`${P}?search=${encodeURIComponent(search)}`);
      assert.ok([200, 400].includes(reply.status), `${JSON.stringify(search)}: ${reply.status}`);
      if (reply.status === 200 && !search.startsWith('ａ')) assert.deepEqual(reply.body, [], JSON.stringify(search));
    }
    assert.deepEqual(await found(desk, 'ａｎｎａ'), [anna.id], 'full-width letters are letters');
    assert.equal((await desk.get(`${P}?search=${'a'.repeat(201)}`)).status, 400);
    assert.equal((await desk.get(`${P}?search=a&scope=everything`)).status, 400);
    assert.equal((await desk.get(`${P}?limit=0`)).status, 400);
  });

  it('leaves one row of audit, which names whom the answer named and not what was typed', async () => {
    const before = await clinics.rows("select 1 from audit_events where action = 'patient.searched'");
    await found(desk, 'muller');
    const rows = await clinics.rows<{ patient_ids: string[]; details: { by: string; restricted: number } }>(
      "select patient_ids, details from audit_events where action = 'patient.searched' and actor_user_id = $1 order by id desc",
      [desk.person?.id],
    );
    const all = await clinics.rows("select 1 from audit_events where action = 'patient.searched'");
    assert.equal(all.length, before.length + 1);
    const [{ patient_ids, details } = { patient_ids: [], details: { by: '', restricted: 0 } }] = rows;
    assert.deepEqual(patient_ids, [anna.id, bert.id].sort());
    assert.deepEqual([details.by, details.restricted], ['name', 0]);
    assert.ok(!JSON.stringify(rows).includes('muller'));
  });

  it('goes on page by page', async () => {
    const first = await desk.get(`${P}?limit=1`);
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await desk.get(next.slice(next.indexOf('/api/')));
    assert.deepEqual([first.body[0].id, second.body[0].id], [bert.id, anna.id]);
    assert.equal(second.headers.get('link'), null);
    assert.deepEqual(
      (await doctor.get(P)).body.map(({ id }: { id: string }) => id),
      [anna.id],
    );
  });

  it('follows what a patient changes, in the same transaction', async () => {
    const patient = await clinics.person(here, 'patient', { firstName: 'Clara', lastName: 'Before' });
    const api = await clinics.as(patient);
    assert.deepEqual(await found(desk, 'clara bef'), [patient.id]);
    const changed = await api.patch('/api/v1/users/profile/', {
      last_name: 'After',
      phone_number: '0491 570 006',
      patient_profile: { date_of_birth: '1999-09-09', ihi: '8003609123456780' },
    });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    for (const search of ['clara aft', '1999-09-09', '0491570006', '8003609123456780']) {
      assert.deepEqual(await found(desk, search), [patient.id], search);
    }
    assert.deepEqual(await found(desk, 'clara bef'), []);
    const refused = await api.patch('/api/v1/users/profile/', { last_name: 'Never', patient_profile: { ihi: '1' } });
    assert.equal(refused.status, 400);
    assert.deepEqual(await found(desk, 'clara never'), []);
    assert.deepEqual(await found(desk, 'clara after'), [patient.id]);
    const joined = await api.post('/api/v1/users/memberships/', { clinic_id: there });
    assert.equal(joined.status, 201);
    const elsewhere = await clinics.as(await clinics.person(there, 'receptionist'));
    assert.deepEqual(await found(elsewhere, 'clara after'), [patient.id], 'where they become a patient, too');
    await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.users.changeEmail(patient.id, 'clara@new.keepwell.invalid', new Date()),
    );
    assert.deepEqual(await found(desk, 'clara@new.keepwell.invalid'), [patient.id]);
    assert.deepEqual(await found(desk, patient.email), []);
  });

  it('finds no closed account, and keeps nothing of it to search by', async () => {
    const patient = await clinics.person(here, 'patient', { firstName: 'Dora', lastName: 'Gone' });
    assert.deepEqual(await found(desk, 'dora'), [patient.id]);
    await clinics.rows('update users set deleted_at = now() where id = $1', [patient.id]);
    assert.deepEqual(await found(desk, 'dora'), []);
    assert.deepEqual(await clinics.rows('select 1 from patient_search_tokens where user_id = $1', [patient.id]), []);
  });

  it('finds by tokens of an older key, which a change of the profile replaces', async () => {
    const patient = await clinics.person(here, 'patient', { firstName: 'Emil', lastName: 'Older' });
    const ring = KeyRing.parse(`new:${Buffer.alloc(32, 7).toString('base64')},${OLDER}`);
    const work = unitOfWork(clinics.core.pool, ring, repositories);
    const search = (meanings: readonly string[]) =>
      work.withScope(SYSTEM, (scope) =>
        scope.patients.search({
          clinicId: here,
          meanings: [meanings.map((value) => ({ kind: 'name', value }) as const)],
          reach: 'clinic',
          limit: 50,
        }),
      );
    assert.deepEqual(
      (await search(['emil', 'old'])).map(({ id }) => id),
      [patient.id],
    );
    await work.withScope(SYSTEM, (scope) => scope.users.refreshSearch(patient.id));
    assert.deepEqual(
      (await search(['emil', 'old'])).map(({ id }) => id),
      [patient.id],
    );
    const keys = await clinics.rows<{ key_id: string }>(
      'select distinct key_id from patient_search_tokens where user_id = $1',
      [patient.id],
    );
    assert.deepEqual(keys, [{ key_id: 'new' }]);
  });

  it('is not for who has no business with patients', async () => {
    for (const role of ['accountant', 'patient'] as const) {
      const api = await clinics.as(await clinics.person(here, role));
      assert.deepEqual(
        [(await api.get(`${P}?search=anna`)).status, (await api.get(`${P}${anna.id}/`)).status],
        [403, 403],
      );
    }
  });
});
