import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

// The password is compared without a lock, because that takes long: what is changed meanwhile is seen when the session is opened.

let clinics: PatientClinics;
before(async () => {
  clinics = await PatientClinics.start();
});
after(() => clinics.stop());

async function signIn({ email, password }: Person, deviceToken?: string) {
  const response = await fetch(`${clinics.apiUrl}/api/v1/users/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, ...(deviceToken ? { device_token: deviceToken } : {}) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Signs in while this change, of which nobody else sees anything before, holds the account. */
async function signInDuring(person: Person, change: string, deviceToken?: string) {
  const holder = await clinics.core.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from users where id = $1 for update', [person.id]);
    await holder.query(change.replaceAll(':id', `'${person.id}'`));
    const answer = signIn(person, deviceToken);
    await until('the sign-in to wait for the account', async () => {
      const waiting = await clinics.rows(
        "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return waiting.length > 0;
    });
    await holder.query('commit');
    return await answer;
  } finally {
    holder.release();
  }
}

async function leftBy(person: Person) {
  const [row] = await clinics.rows(
    `select (select count(*)::int from sessions where user_id = $1) as sessions,
            (select count(*)::int from mfa_challenges where user_id = $1) as challenges,
            (select count(*)::int from sign_ins where user_id = $1 and succeeded) as succeeded,
            (select count(*)::int from sign_ins where user_id = $1 and not succeeded) as refused`,
    [person.id],
  );
  return row;
}

describe('a sign-in whose account is changed while its password is compared', () => {
  const changes = {
    'by another password': "update users set password_hash = 'another' where id = :id",
    'by being closed': 'update users set deleted_at = now() where id = :id',
    'by being switched off': 'update users set is_active = false where id = :id',
    'by an authenticator app': `insert into totp_secrets (id, user_id, secret_sealed, created_at, confirmed_at)
      values ('${randomUUID()}', :id, 'sealed', now(), now())`,
  };
  for (const [how, change] of Object.entries(changes)) {
    it(`${how} is refused and leaves no session`, async () => {
      const person = await clinics.person(await clinics.clinic(), 'patient');
      const { body } = await signIn(person);
      assert.deepEqual(await leftBy(person), { sessions: 1, challenges: 0, succeeded: 1, refused: 0 });
      const { status } = await signInDuring(person, change, `${body.device_token}`);
      assert.equal(status, 401);
      assert.deepEqual(await leftBy(person), { sessions: 1, challenges: 0, succeeded: 1, refused: 1 });
    });
  }
});
