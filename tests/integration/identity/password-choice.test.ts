import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { hash } from '@node-rs/argon2';
import { argon2Hasher } from '../../../src/adapters/passwords/argon2.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { call, freshDatabase, startApi, type TestApi, type TestDatabase } from '../../support/api-skeleton.js';

const U = '/api/v1/users';

describe('choosing a password', () => {
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

  const register = (email: string, password: string) =>
    call(api, 'POST', `${U}/register/`, {
      body: { email, password, first_name: 'Demo', last_name: 'Visitor' },
    });
  const logIn = async (email: string, password: string): Promise<string> =>
    (await call(api, 'POST', `${U}/login/`, { body: { email, password } })).body.access;
  const newEmail = () => `${randomUUID()}@demo.keepwell.invalid`;

  it('refuses what a guesser would begin with, and asks for no kind of character', async () => {
    for (const password of ['password1', 'PASSWORD123', 'demo visitor', 'Keepwell-2026']) {
      const { status, body } = await register(newEmail(), password);
      assert.deepEqual([status, body.code, body.field], [400, 'validation_failed', 'password'], password);
    }
    assert.equal((await register(newEmail(), 'only letters here')).status, 201);
  });

  it('refuses the last five, and lets an older one come back', async () => {
    const email = newEmail();
    const passwords = [0, 1, 2, 3, 4, 5].map((n) => `a phrase, number ${n}`);
    await register(email, `${passwords[0]}`);
    const token = await logIn(email, `${passwords[0]}`);
    const change = (from: number, to: number) =>
      call(api, 'POST', `${U}/password/change/`, {
        token,
        body: { current_password: passwords[from], new_password: passwords[to] },
      });
    for (const next of [1, 2, 3, 4]) assert.equal((await change(next - 1, next)).status, 204);
    const again = await change(4, 0);
    assert.deepEqual([again.status, again.body.field], [400, 'new_password']);
    assert.equal((await change(4, 5)).status, 204);
    assert.equal((await change(5, 0)).status, 204, 'five others came after it');
    const { rows } = await database.pool.query('select 1 from password_history');
    assert.equal(rows.length, 4, 'older hashes are not kept');
  });

  it('lets one of two changes at once win, and tells the other that the current password is another', async () => {
    const email = newEmail();
    await register(email, 'the first phrase');
    const token = await logIn(email, 'the first phrase');
    const answers = await Promise.all(
      ['a second phrase', 'another second one'].map((password) =>
        call(api, 'POST', `${U}/password/change/`, {
          token,
          body: { current_password: 'the first phrase', new_password: password },
        }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 400]);
    assert.equal(answers.find(({ status }) => status === 400)?.body.field, 'current_password');
  });

  it('opens no session by a password that is changed while it is compared', async () => {
    const email = newEmail();
    await register(email, 'the first phrase');
    const token = await logIn(email, 'the first phrase');
    const hasher = argon2Hasher();
    const slow = await startApi(database.api, {}, undefined, {
      passwords: {
        ...hasher,
        async verify(hash, password) {
          const matches = await hasher.verify(hash, password);
          const body = { current_password: 'the first phrase', new_password: 'a second phrase' };
          await call(api, 'POST', `${U}/password/change/`, { token, body });
          return matches;
        },
      },
    });
    try {
      const late = await call(slow, 'POST', `${U}/login/`, { body: { email, password: 'the first phrase' } });
      assert.equal(late.status, 401);
      assert.ok(await logIn(email, 'a second phrase'), 'and the new password stays');
    } finally {
      await slow.close();
    }
  });

  it('renews at sign-in a hash that was made with weaker parameters', async () => {
    const email = newEmail();
    await register(email, 'the first phrase');
    const weak = await hash('the first phrase', { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await database.pool.query(
      'update users set password_hash = $1 where password_hash in (select password_hash from users order by created_at desc limit 1)',
      [weak],
    );
    assert.ok(await logIn(email, 'the first phrase'));
    const { rows } = await database.pool.query('select 1 from users where password_hash = $1', [weak]);
    assert.equal(rows.length, 0);
    assert.ok(await logIn(email, 'the first phrase'), 'the renewed one opens the account');
  });
});
