import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { call, freshDatabase, startApi, type TestApi, type TestDatabase } from '../../support/api-skeleton.js';

const U = '/api/v1/users';

describe('sealed values', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let api: TestApi;

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    api = await startApi(database.api);
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  async function patient(): Promise<{ access: string; id: string }> {
    const credentials = { email: `${randomUUID()}@demo.keepwell.invalid`, password: 'mypass123' };
    const names = { first_name: 'Demo', last_name: 'Patient One', phone_number: '0412 345 678' };
    await call(api, 'POST', `${U}/register/`, { body: { ...credentials, ...names } });
    const { body } = await call(api, 'POST', `${U}/login/`, { body: credentials });
    return { access: body.access, id: body.user.id };
  }

  it('open in no other row, column or table than they were sealed for', async () => {
    const [one, other] = [await patient(), await patient()];
    const details = { patient_profile: { ihi: '8003609000000016' } };
    assert.equal((await call(api, 'PATCH', `${U}/profile/`, { token: one.access, body: details })).status, 200);
    const read = async () => (await call(api, 'GET', `${U}/profile/`, { token: other.access })).status;
    const moves = [
      'update users set first_name_sealed = (select first_name_sealed from users where id = $1) where id = $2',
      'update users set last_name_sealed = first_name_sealed where id = $2 and $1::uuid is not null',
      'update patient_profiles set details_sealed = (select details_sealed from patient_profiles where user_id = $1) where user_id = $2',
      'update patient_profiles set details_sealed = (select phone_sealed from users where id = $1) where user_id = $2',
    ];
    for (const move of moves) {
      const before = await database.pool.query(
        'select first_name_sealed, last_name_sealed, details_sealed from users join patient_profiles on user_id = id where id = $1',
        [other.id],
      );
      assert.equal(await read(), 200);
      await database.pool.query(move, [one.id, other.id]);
      assert.equal(await read(), 500, move);
      const { first_name_sealed: first, last_name_sealed: last, details_sealed: kept } = before.rows[0];
      await database.pool.query('update users set first_name_sealed = $2, last_name_sealed = $3 where id = $1', [
        other.id,
        first,
        last,
      ]);
      await database.pool.query('update patient_profiles set details_sealed = $2 where user_id = $1', [other.id, kept]);
    }
    assert.equal(await read(), 200);
  });
});
