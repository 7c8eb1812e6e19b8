import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiClient, until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
});
after(() => stage.close());

/** As after a failover: every new connection may read and not write, and the old ones stay where they are. */
async function readOnly(on: boolean): Promise<void> {
  const [row] = await stage.sql('select current_database() as name');
  const setting = `default_transaction_read_only = ${on ? 'on' : 'off'}`;
  // A session that is read-only itself may write where its transaction says so.
  await stage.sql(`begin; set transaction read write; alter database ${row?.name} set ${setting}; commit`);
  await stage.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

test('a database that takes no writes is "not now": 503, not ready, and over by itself', async () => {
  const anonymous = ApiClient.anonymous(stage.clinic.apiUrl);
  const patient = await stage.signIn('patient');
  const slot = await stage.clinic.slot(await stage.clinic.person('doctor'), 3 * HOUR);
  const status = async (path: string) => (await anonymous.get(path)).status;
  assert.deepEqual([await status('/health/ready'), await status('/health/deep')], [200, 200]);

  await readOnly(true);
  try {
    await until('not ready', async () => (await status('/health/ready')) === 503);
    assert.equal(await status('/health/live'), 200);
    const profile = await patient.patch('/api/v1/users/profile/', { first_name: 'Robin' });
    assert.deepEqual([profile.status, profile.body.code], [503, 'unavailable']);
    assert.ok(Number(profile.headers.get('retry-after')) >= 1);
    const booking = await patient.post('/api/v1/appointments/', { availability_id: slot }, 'while-read-only');
    assert.deepEqual([booking.status, booking.body.code], [503, 'unavailable']);
  } finally {
    await readOnly(false);
  }
  await until('ready again', async () => (await status('/health/ready')) === 200);
  const booked = await until('the booking', async () => {
    const reply = await patient.post('/api/v1/appointments/', { availability_id: slot }, 'while-read-only');
    return reply.status === 201 && reply;
  });
  assert.equal(booked.body.status, 'booked');
});
