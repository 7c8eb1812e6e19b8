import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { call, freshDatabase, startApi, type TestApi, type TestDatabase } from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';

describe('what people type about themselves', () => {
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

  const newAddress = () => `${randomUUID()}@demo.keepwell.invalid`;
  const person = (email: string) => ({ email, password: PASSWORD, first_name: 'Demo', last_name: 'Patient' });
  const logIn = (email: string) => call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD } });

  async function patient(): Promise<{ access: string }> {
    const email = newAddress();
    await call(api, 'POST', `${U}/register/`, { body: person(email) });
    return (await logIn(email)).body;
  }

  it('has one account for every spelling of a mailbox, and is signed in to by any of them', async () => {
    const name = randomUUID();
    const typed = `Ü.${name}@Bücher.example`;
    const registered = await call(api, 'POST', `${U}/register/`, { body: person(typed) });
    assert.deepEqual([registered.status, registered.body.email], [201, typed]);
    for (const email of [`ü.${name}@xn--bcher-kva.example`, `U\u0308.${name}@BÜCHER．example`, `${typed} `]) {
      const again = await call(api, 'POST', `${U}/register/`, { body: person(email) });
      assert.deepEqual([again.status, again.body.field], [400, 'email'], email);
      assert.equal((await logIn(email)).status, 200, email);
    }
    for (const email of [`Ü\u200b.${name}@bücher.example`, `${typed}\u00a0`, `${typed}.`]) {
      const hidden = await call(api, 'POST', `${U}/register/`, { body: person(email) });
      assert.deepEqual([hidden.status, hidden.body.field], [400, 'email'], JSON.stringify(email));
      assert.equal((await logIn(email)).status, 401, JSON.stringify(email));
    }
  });

  it('understands a phone and a time zone in any spelling, and keeps one', async () => {
    const spelled = { phone_number: '\u202a+٦١ (0) 412–345–678\u202c', timezone: 'australia/act' };
    const { status, body } = await call(api, 'POST', `${U}/register/`, {
      body: { ...person(newAddress()), ...spelled },
    });
    assert.deepEqual([status, body.phone_number, body.timezone], [201, '+61412345678', 'Australia/Sydney']);
    const { access } = await patient();
    const change = { phone_number: '０４１２ ３４５ ６７９', timezone: 'Asia/Calcutta' };
    const patched = await call(api, 'PATCH', `${U}/profile/`, { token: access, body: change });
    assert.deepEqual([patched.body.phone_number, patched.body.timezone], ['+61412345679', 'Asia/Kolkata']);
    for (const timezone of ['EST', 'Etc/GMT-10', '+10:00']) {
      const refused = await call(api, 'PATCH', `${U}/profile/`, { token: access, body: { timezone } });
      assert.deepEqual([refused.status, refused.body.field], [400, 'timezone'], timezone);
    }
  });

  it('keeps which emergency contact is the first to call', async () => {
    const { access } = await patient();
    const kin = { name: 'Next of Kin', relationship: 'sister', phone_number: '+61491570157', is_primary: true };
    const friend = { name: 'Somebody Else', phone_number: '+61491570158' };
    const given = await call(api, 'PATCH', `${U}/profile/`, {
      token: access,
      body: { patient_profile: { emergency_contacts: [kin, friend] } },
    });
    const shown = [kin, { ...friend, relationship: null, is_primary: false }];
    assert.deepEqual(given.body.patient_profile.emergency_contacts, shown);
  });

  it('refuses a name that shows nothing or turns what follows it around, also of an emergency contact', async () => {
    const { access } = await patient();
    const patch = (body: unknown) => call(api, 'PATCH', `${U}/profile/`, { token: access, body });
    for (const name of ['\u200b', '\u3164', '\u2800', 'Ada\u202e', '\u2066Ada']) {
      const registered = await call(api, 'POST', `${U}/register/`, {
        body: { ...person(newAddress()), last_name: name },
      });
      assert.deepEqual([registered.status, registered.body.field], [400, 'last_name'], JSON.stringify(name));
      assert.equal((await patch({ first_name: name })).body.field, 'first_name', JSON.stringify(name));
      const contact = { name, phone_number: '0412 345 678' };
      const field = (await patch({ patient_profile: { emergency_contacts: [contact] } })).body.field;
      assert.equal(field, 'patient_profile.emergency_contacts.0.name', JSON.stringify(name));
    }
    const joined = await patch({ first_name: 'می\u200cخواهم', last_name: 'क्\u200dष' });
    assert.deepEqual([joined.body.first_name, joined.body.last_name], ['می\u200cخواهم', 'क्\u200dष']);
  });
});
