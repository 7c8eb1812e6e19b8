import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';
import { roundTripsOf } from '../../support/statements.js';

// What a sign-in costs the database beside the hash. Waiting for these is most of what a sign-in adds to it.

const MOST = 9;

let clinics: PatientClinics;
let patient: Person;
before(async () => {
  clinics = await PatientClinics.start();
  patient = await clinics.person(await clinics.clinic(), 'patient');
});
after(() => clinics.stop());

async function signIn(deviceToken?: string): Promise<string> {
  const { email, password } = patient;
  const response = await fetch(`${clinics.apiUrl}/api/v1/users/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, ...(deviceToken ? { device_token: deviceToken } : {}) }),
  });
  const body = (await response.json()) as { device_token: string };
  assert.equal(response.status, 200, JSON.stringify(body));
  return body.device_token;
}

it(`a sign-in from a known device waits for the database ${MOST} times at most, and leaves what any other does`, async () => {
  const device = await signIn();
  await signIn(device);
  const asked = await roundTripsOf(clinics.apiCore.pool, () => signIn(device));
  // But what a connection prepares once in its life.
  const seen = asked.filter((text) => !text.startsWith('select set_config') || text.includes(';'));
  const list = seen.map((text, at) => `${at + 1}. ${text.slice(0, 300)}`).join('\n');
  assert.ok(seen.length > 0 && seen.length <= MOST, `${seen.length} round trips:\n${list}`);
  const left = await clinics.rows(
    `select d.last_seen_at = s.created_at as seen, i.happened_at = s.created_at and i.succeeded as noted,
            a.action, s.last_used_at = s.created_at as used, s.address = i.address as "from"
       from sessions s join devices d on d.id = s.device_id join sign_ins i on i.session_id = s.id
       join audit_events a on a.entity_id = s.id::text and a.actor_session_id = s.id
      where s.user_id = $1 order by s.created_at desc limit 1`,
    [patient.id],
  );
  assert.deepEqual(left, [{ seen: true, noted: true, action: 'user.logged_in', used: true, from: true }]);
  const devices = await clinics.rows('select id from devices where user_id = $1', [patient.id]);
  assert.equal(devices.length, 1);
});
