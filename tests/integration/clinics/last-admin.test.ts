import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const PEOPLE = '/api/v1/users/admin/users/';

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string };
}
interface Admin {
  readonly person: Person;
  readonly api: ApiClient;
  /** Of the own membership. */
  readonly member: string;
}

describe('the last admin of a clinic', () => {
  let clinics: PatientClinics;
  let platform: ApiClient;

  before(async () => {
    clinics = await PatientClinics.start();
    platform = await clinics.as(await clinics.person(null, 'platform_admin'));
  });
  after(() => clinics?.stop());

  const sql = (text: string, values: readonly unknown[]) => clinics.core.pool.query(text, [...values]);
  async function adminOf(clinicId: string): Promise<Admin> {
    const person = await clinics.person(clinicId, 'admin');
    const [row] = await clinics.rows<{ id: string }>('select id from memberships where user_id = $1', [person.id]);
    return { person, api: await clinics.as(person), member: `/api/v1/clinics/${clinicId}/members/${row?.id}/` };
  }
  async function adminsOf(clinicId: string): Promise<number> {
    return (await clinics.rows('select clinic_admins($1)', [clinicId])).length;
  }
  /** Every way in which an admin leaves. */
  const WAYS: Readonly<Record<string, (admin: Admin, by?: ApiClient) => Promise<Answer>>> = {
    'end the membership': ({ member, api }, by = api) => by.delete(member),
    'take another role': ({ member, api }, by = api) => by.patch(member, { role: 'nurse' }),
    'shut out the account': ({ person, api }, by = api) => by.patch(`${PEOPLE}${person.id}/`, { is_active: false }),
    'close the account': ({ person, api }, by = api) => by.delete(`${PEOPLE}${person.id}/`),
  };
  const ways = Object.entries(WAYS);

  it('cannot leave in any way, nor where the account is of another clinic, too', async () => {
    for (const isShared of [false, true]) {
      const clinicId = await clinics.clinic();
      const admin = await adminOf(clinicId);
      if (isShared) {
        await sql("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'admin')", [
          admin.person.id,
          await clinics.clinic(),
        ]);
      }
      for (const [name, leave] of ways) {
        const { status, body } = await leave(admin);
        assert.deepEqual([status, body.code], [409, 'invalid_transition'], name);
      }
      // Somebody who administers the clinic by name alone does not count.
      const gone = await adminOf(clinicId);
      await sql('update users set is_active = false where id = $1', [gone.person.id]);
      for (const [name, leave] of ways) assert.equal((await leave(admin)).status, 409, name);
      assert.equal(await adminsOf(clinicId), 1);
      assert.equal((await admin.api.get('/api/v1/users/profile/')).body.role, 'admin', 'nothing has changed');
    }
  });

  for (const [at, [one, leave]] of ways.entries()) {
    for (const [other, follow] of ways.slice(at)) {
      it(`is whoever stays of two who leave at once: ${one}, ${other}`, async () => {
        const clinicId = await clinics.clinic();
        const [first, second] = [await adminOf(clinicId), await adminOf(clinicId)];
        const answers = await Promise.all([leave(first), follow(second)]);
        const refused = answers.filter(({ status }) => status === 409);
        assert.deepEqual(
          [refused.length, refused[0]?.body.code],
          [1, 'invalid_transition'],
          String(answers.map(({ status }) => status)),
        );
        assert.equal(await adminsOf(clinicId), 1);
      });
    }
  }

  it('is whoever stays of two who remove each other at once', async () => {
    for (const [name, remove] of ways) {
      const clinicId = await clinics.clinic();
      const [first, second] = [await adminOf(clinicId), await adminOf(clinicId)];
      const answers = await Promise.all([remove(first, second.api), remove(second, first.api)]);
      const done = answers.filter(({ status }) => status < 300);
      assert.equal(done.length, 1, `${name}: ${answers.map(({ status }) => status)}`);
      assert.equal(await adminsOf(clinicId), 1, name);
    }
  });

  describe('by an organisation', () => {
    async function organised() {
      const clinicId = await clinics.clinic();
      const name = `Group ${randomUUID()}`;
      const { id } = (await platform.post('/api/v1/organisations/', { name })).body;
      const joined = await platform.patch(`/api/v1/clinics/${clinicId}/`, { organisation_id: id });
      assert.equal(joined.status, 200, JSON.stringify(joined.body));
      const { email } = await clinics.person(await clinics.clinic(), 'nurse');
      const members = `/api/v1/organisations/${id}/members/`;
      const { body } = await platform.post(members, { email, role: 'admin' });
      return { clinicId, member: `${members}${body.id}/` };
    }

    it('does not leave with the organisation, nor when it lets them go', async () => {
      const { clinicId, member } = await organised();
      for (const { status, body } of [
        await platform.delete(member),
        await platform.patch(`/api/v1/clinics/${clinicId}/`, { organisation_id: null }),
      ]) {
        assert.deepEqual([status, body.code], [409, 'invalid_transition']);
      }
      assert.equal(await adminsOf(clinicId), 1);
      await adminOf(clinicId);
      assert.equal((await platform.patch(`/api/v1/clinics/${clinicId}/`, { organisation_id: null })).status, 200);
      assert.equal(await adminsOf(clinicId), 1);
      assert.equal((await platform.delete(member)).status, 204);
    });

    it('is whoever stays when the own one leaves at the same time', async () => {
      for (const [name, leave] of ways) {
        const { clinicId, member } = await organised();
        const own = await adminOf(clinicId);
        const letGo =
          name === 'close the account'
            ? platform.patch(`/api/v1/clinics/${clinicId}/`, { organisation_id: null })
            : platform.delete(member);
        const statuses = (await Promise.all([leave(own), letGo])).map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === 409).length, 1, `${name}: ${statuses}`);
        assert.equal(await adminsOf(clinicId), 1, name);
      }
    });

    it('is none in a clinic that never had one, which comes and goes freely', async () => {
      const clinicId = await clinics.clinic();
      const { id } = (await platform.post('/api/v1/organisations/', { name: `Group ${randomUUID()}` })).body;
      for (const organisation_id of [id, null]) {
        const { status } = await platform.patch(`/api/v1/clinics/${clinicId}/`, { organisation_id });
        assert.equal(status, 200);
      }
    });
  });
});
