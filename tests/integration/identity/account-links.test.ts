import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { OutgoingMail } from '../../../src/adapters/email/port.js';
import { createMessageRenderer } from '../../../src/adapters/templates/handlebars.js';
import { repositories } from '../../../src/composition/contexts.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import { deliverAccountMail } from '../../../src/usecases/identity/deliver-account-mail.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { call, freshDatabase, RING, startApi, type TestApi, type TestDatabase } from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';
const APP = 'https://app.keepwell.invalid';
const HOUR_MS = 3_600_000;

describe('links by mail', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let api: TestApi;
  let strict: TestApi;
  let at = new Date();
  const outbox: OutgoingMail[] = [];

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    const now = () => at;
    const deliver = deliverAccountMail({
      unitOfWork: unitOfWork(database.pool, RING, repositories),
      renderer: createMessageRenderer(),
      appUrl: APP,
      showEntry: async () => undefined,
      orderDocument: async () => null,
      now,
      mailer: {
        async send(mail) {
          outbox.push(mail);
          return { accepted: true, response: '250 OK' };
        },
      },
    });
    const accountMails = {
      send: async (mailId: string) => {
        await deliver({ mailId });
        return true;
      },
    };
    api = await startApi(database.api, {}, undefined, { now, accountMails });
    strict = await startApi(database.api, {}, undefined, { now, accountMails, requireVerifiedEmail: true });
  });
  after(async () => {
    await api?.close();
    await strict?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const newEmail = () => `${randomUUID()}@demo.keepwell.invalid`;
  const person = (email: string) => ({ email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' });
  const register = (on: TestApi, email: string) => call(on, 'POST', `${U}/register/`, { body: person(email) });
  const logIn = (on: TestApi, email: string, password = PASSWORD) =>
    call(on, 'POST', `${U}/login/`, { body: { email, password } });
  const post = (path: string, body: object, token?: string) =>
    call(strict, 'POST', `${U}/${path}/`, token ? { token, body } : { body });
  const mailsTo = (email: string) => outbox.filter(({ to }) => to.address === email);
  /** The token of the newest link that went to this mailbox, as the page that it leads to reads it. */
  function tokenFor(email: string, purpose: string): string {
    const [, token] =
      mailsTo(email)
        .map(({ text }) => new RegExp(`${APP}/account/${purpose}#token=([\\w-]+)`).exec(text))
        .findLast((found) => found !== null) ?? [];
    assert.ok(token, `no link to ${purpose} went to this mailbox`);
    return token;
  }
  const isInvalid = ({ status, body }: Awaited<ReturnType<typeof post>>) =>
    assert.deepEqual([status, body.code], [400, 'token_invalid']);

  it('open an account only when its mailbox has answered, and answer alike for a taken address', async () => {
    const [free, taken] = [newEmail(), newEmail()];
    await register(api, taken);
    const [first, second] = [await register(strict, free), await register(strict, taken)];
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.deepEqual(Object.keys(first.body), Object.keys(second.body));
    assert.equal(first.body.verification_required, true);
    assert.deepEqual(
      mailsTo(taken).map(({ kind }) => kind),
      ['account_exists'],
    );
    assert.equal((await logIn(strict, free)).status, 401, 'there is no account yet');
    assert.deepEqual((await database.pool.query('select 1 from users where id = $1', [first.body.id])).rows, []);
    const token = tokenFor(free, 'verify');
    assert.equal((await post('email/verify', { token })).status, 204);
    const signedIn = await logIn(strict, free);
    assert.deepEqual([signedIn.status, signedIn.body.user?.id], [200, first.body.id]);
    assert.equal(
      (await call(strict, 'GET', `${U}/profile/`, { token: signedIn.body.access })).body.email_verified,
      true,
    );
    isInvalid(await post('email/verify', { token }));
    assert.equal((await logIn(strict, taken, 'what was registered')).status, 401, 'it counts for nothing');
  });

  it('of two registrations of one address let the first that is confirmed be the account', async () => {
    const email = newEmail();
    await register(strict, email);
    const first = tokenFor(email, 'verify');
    await call(strict, 'POST', `${U}/register/`, { body: { ...person(email), password: 'of somebody else' } });
    const second = tokenFor(email, 'verify');
    assert.equal((await post('email/verify', { token: first })).status, 204);
    isInvalid(await post('email/verify', { token: second }));
    assert.deepEqual(
      [(await logIn(strict, email)).status, (await logIn(strict, email, 'of somebody else')).status],
      [200, 401],
    );
  });

  it('are mailed again to whoever still has to confirm, and to nobody else', async () => {
    const [pending, confirmed] = [newEmail(), newEmail()];
    await register(strict, pending);
    await register(api, confirmed);
    await database.pool.query('update users set email_verified_at = now() where email_verified_at is null');
    for (const email of [pending, confirmed, newEmail()]) {
      const before = mailsTo(email).length;
      assert.equal((await post('email/verify/resend', { email })).status, 202);
      assert.equal(mailsTo(email).length - before, email === pending ? 1 : 0);
    }
    assert.equal((await post('email/verify', { token: tokenFor(pending, 'verify') })).status, 204);
    assert.equal((await logIn(strict, pending)).status, 200);
  });

  it('keep an unconfirmed account out with the answer of a wrong password', async () => {
    const email = newEmail();
    await register(api, email);
    const [unconfirmed, unknown] = [await logIn(strict, email), await logIn(strict, newEmail())];
    assert.deepEqual([unconfirmed.status, unconfirmed.body.error], [unknown.status, unknown.body.error]);
    await post('email/verify/resend', { email });
    assert.equal((await post('email/verify', { token: tokenFor(email, 'verify') })).status, 204);
    assert.equal((await logIn(strict, email)).status, 200);
  });

  it('set a new password once, end every session, and stay good while the password is refused', async () => {
    const email = newEmail();
    await register(api, email);
    const session = (await logIn(api, email)).body;
    assert.equal((await post('password/forgot', {})).body.field, 'email');
    assert.equal((await post('password/forgot', { email: newEmail() })).status, 202);
    assert.equal((await post('password/forgot', { email })).status, 202);
    const token = tokenFor(email, 'reset');
    for (const new_password of ['short', 'password1', PASSWORD]) {
      const { status, body } = await post('password/reset', { token, new_password });
      assert.deepEqual([status, body.field], [400, 'new_password'], new_password);
    }
    const attempts = await Promise.all(
      ['a new phrase, one', 'a new phrase, two'].map((new_password) => post('password/reset', { token, new_password })),
    );
    assert.deepEqual(attempts.map(({ status }) => status).sort(), [204, 400], 'one of two at once');
    assert.equal((await call(strict, 'GET', `${U}/profile/`, { token: session.access })).status, 401);
    const won = attempts[0]?.status === 204 ? 'a new phrase, one' : 'a new phrase, two';
    assert.deepEqual([(await logIn(strict, email, won)).status, (await logIn(strict, email)).status], [200, 401]);
    assert.equal(mailsTo(email).filter(({ subject }) => subject === 'Your password was reset').length, 1);
    isInvalid(await post('password/reset', { token, new_password: 'another new phrase' }));
    isInvalid(await post('password/reset', { token: 'x'.repeat(43), new_password: 'another new phrase' }));
  });

  it('are good for what they were mailed for, and for nothing else', async () => {
    const email = newEmail();
    await register(api, email);
    await post('email/verify/resend', { email });
    await post('password/forgot', { email });
    const [verify, reset] = [tokenFor(email, 'verify'), tokenFor(email, 'reset')];
    const new_password = 'known to one person';
    isInvalid(await post('password/reset', { token: verify, new_password }));
    for (const token of [verify, reset]) isInvalid(await post('email/undo', { token }));
    isInvalid(await post('email/verify', { token: reset }));
    assert.equal((await logIn(api, email)).status, 200, 'nothing has changed');
    assert.equal((await post('email/verify', { token: verify })).status, 204, 'nothing was spent');
    assert.equal((await post('password/reset', { token: reset, new_password })).status, 204);
  });

  it('end with their time', async () => {
    const email = newEmail();
    await register(api, email);
    await post('password/forgot', { email });
    const token = tokenFor(email, 'reset');
    at = new Date(at.getTime() + HOUR_MS);
    isInvalid(await post('password/reset', { token, new_password: 'a new phrase' }));
    isInvalid(await post('email/verify', { token }));
  });

  it('change an address when the new one has answered, and give it back to the old one', async () => {
    const [old, wanted, taken] = [newEmail(), newEmail(), newEmail()];
    await register(api, old);
    await register(api, taken);
    const [session, other] = [(await logIn(api, old)).body, (await logIn(api, old)).body];
    const ask = (new_email: string, token = session.access) => post('email/change', { new_email }, token);
    for (const bad of ['no address', old.toUpperCase()]) {
      assert.deepEqual([(await ask(bad)).status, (await ask(bad)).body.field], [400, 'new_email'], bad);
    }
    assert.equal((await ask(taken)).status, 202);
    assert.deepEqual(
      mailsTo(taken).map(({ kind }) => kind),
      ['account_exists'],
    );
    assert.equal((await ask(wanted)).status, 202);
    assert.equal((await logIn(api, wanted)).status, 401, 'nothing counts yet');
    assert.equal((await post('email/verify', { token: tokenFor(wanted, 'verify') })).status, 204);
    assert.deepEqual([(await logIn(api, wanted)).status, (await logIn(api, old)).status], [200, 401]);
    const profileOf = (token: string) => call(strict, 'GET', `${U}/profile/`, { token });
    assert.equal((await profileOf(session.access)).body.email, wanted, 'who asked for it goes on');
    assert.equal((await profileOf(other.access)).status, 401, 'every other session ends');
    const thief = (await logIn(api, wanted)).body;
    const undo = tokenFor(old, 'undo');
    assert.equal((await post('email/undo', { token: undo })).status, 204);
    isInvalid(await post('email/undo', { token: undo }));
    for (const { access } of [session, thief]) assert.equal((await profileOf(access)).status, 401);
    assert.deepEqual(
      [(await logIn(api, old)).status, (await logIn(api, wanted)).status],
      [401, 401],
      'whoever changed the address knew the password',
    );
    const reset = { token: tokenFor(old, 'reset'), new_password: 'known to one person' };
    assert.equal((await post('password/reset', reset)).status, 204, 'and asks for a new password');
    assert.equal((await logIn(api, old, reset.new_password)).status, 200);
  });

  it('ask who one is before they are mailed to another address', async () => {
    const email = newEmail();
    await register(api, email);
    const session = (await logIn(api, email)).body;
    at = new Date(at.getTime() + 601_000);
    const refused = await post('email/change', { new_email: newEmail() }, session.access);
    assert.deepEqual([refused.status, refused.body.code], [403, 'reauthentication_required']);
  });

  it('spend nothing by GET, and stand in no row once they are mailed', async () => {
    const email = newEmail();
    await register(api, email);
    await post('password/forgot', { email });
    const token = tokenFor(email, 'reset');
    for (const path of ['email/verify', 'password/reset', 'email/undo'])
      assert.equal((await call(strict, 'GET', `${U}/${path}/?token=${token}`)).status, 405, path);
    const mails = await database.pool.query('select state, content_sealed from account_mails');
    assert.ok(mails.rows.length > 5);
    for (const row of mails.rows) assert.deepEqual([row.state, row.content_sealed], ['sent', null]);
    const tokens = await database.pool.query<{ token_hash: string }>('select token_hash from one_time_tokens');
    for (const row of tokens.rows) assert.match(row.token_hash, /^[0-9a-f]{64}$/);
    assert.equal((await post('password/reset', { token, new_password: 'still a good link' })).status, 204);
  });

  it('open no account without the documents of the clinic, and keep when they were accepted', async () => {
    const [clinic] = (await database.pool.query('select id from clinics order by created_at limit 1')).rows;
    const publisher = (await register(api, newEmail())).body.id;
    const [id, version] = [randomUUID(), 'of-today'];
    await database.pool.query(
      `insert into clinic_documents (id, clinic_id, kind, version, title, body, effective_from, published_by, published_at)
       values ($1, $2, 'terms', $3, 'T', 'T', now() - interval '1 day', $4, now())`,
      [id, clinic.id, version, publisher],
    );
    const [free, taken] = [newEmail(), newEmail()];
    const body = (email: string, accepted_documents?: string[]) => ({ body: { ...person(email), accepted_documents } });
    const send = (email: string, accepted?: string[]) => call(strict, 'POST', `${U}/register/`, body(email, accepted));
    await call(api, 'POST', `${U}/register/`, body(taken, [id]));
    const refusals = [await send(free), await send(taken)];
    for (const refused of refusals) assert.deepEqual([refused.status, refused.body.field], [400, 'accepted_documents']);
    assert.equal(refusals[0]?.body.error, refusals[1]?.body.error, 'whether the address has an account or not');
    const acceptedAt = at;
    assert.equal((await send(free, [id])).status, 201);
    const consents = async () =>
      (
        await database.pool.query(
          'select document_id, given_at from consents c where document_id = $1 and patient_id <> $2',
          [
            id,
            (await database.pool.query('select patient_id from consents order by given_at limit 1')).rows[0].patient_id,
          ],
        )
      ).rows;
    assert.deepEqual(await consents(), [], 'nothing counts before the mailbox has answered');
    at = new Date(at.getTime() + HOUR_MS);
    assert.equal((await post('email/verify', { token: tokenFor(free, 'verify') })).status, 204);
    const given = await consents();
    assert.deepEqual([given.length, given[0].given_at], [1, acceptedAt]);
  });
});
