import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../../../src/api/http/app.js';
import { apiServices, apiSettings } from '../../../src/composition/api.js';
import { compose } from '../../../src/composition/compose.js';
import { readKey } from '../../../src/usecases/identity/api-key-secret.js';
import { type ApiClient, msUntil } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { PatientClinics } from '../../support/patient-clinics.js';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

describe('keys of integrations', () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let patient: Person;
  let visit: string;
  let foreignVisit: string;
  let admin: ApiClient;

  before(async () => {
    clinics = await PatientClinics.start();
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    patient = await clinics.person(here, 'patient', { firstName: 'Ada', lastName: 'Record' });
    visit = await clinics.visit(here, await doctorOf(here), patient);
    foreignVisit = await clinics.visit(there, await doctorOf(there), await clinics.person(there, 'patient'));
    admin = await clinics.as(await clinics.person(here, 'admin'));
  });
  after(() => clinics.stop());

  async function doctorOf(clinicId: string): Promise<Person> {
    const doctor = await clinics.person(clinicId, 'doctor');
    await clinics.core.pool.query(
      `insert into doctor_profiles (user_id, first_name, last_name, identifiers_sealed, updated_at)
       values ($1, 'Test', 'doctor', null, now()) on conflict do nothing`,
      [doctor.id],
    );
    return doctor;
  }

  async function make(body: object = {}): Promise<{ readonly id: string; readonly key: string }> {
    const given = { name: 'Screen', scopes: ['appointments:read'], expires_on: inDays(30), ...body };
    const { status, body: made } = await admin.post(`/api/v1/clinics/${here}/api-keys/`, given);
    assert.equal(status, 201, JSON.stringify(made));
    return made;
  }

  function by(key: string, path: string, method = 'GET', base = clinics.apiUrl): Promise<Response> {
    return fetch(`${base}${path}`, { method, headers: { 'x-api-key': key } });
  }
  const statusOf = async (key: string, path: string) => (await by(key, path)).status;
  /** Within the two seconds for which a process may go by what it has read of a key. */
  const soon = async (what: string, probe: () => Promise<boolean>) => {
    const ms = await msUntil(what, probe);
    assert.ok(ms <= 2_000, `waited ${ms} ms for ${what}`);
  };

  it('are shown once, kept as a hash, and listed without their secret', async () => {
    const { id, key } = await make({ allowed_addresses: ['127.0.0.0/8', '::1'] });
    assert.match(key, /^kw_[0-9a-f]{32}_[0-9a-f]{72}$/);
    const [row] = await clinics.rows<{ secret_hash: string }>('select * from api_keys where id = $1', [id]);
    assert.ok(row && !JSON.stringify(row).includes(key.slice(36, 100)));
    const list = await admin.get(`/api/v1/clinics/${here}/api-keys/`);
    assert.deepEqual([list.status, list.body[0].id, list.body[0].key], [200, id, undefined]);
    assert.equal((await admin.get(`/api/v1/clinics/${there}/api-keys/`)).status, 404);
  });

  it('do what their scopes say in their clinic, and nothing else; the audit names them', async () => {
    const { id, key } = await make();
    const got = await by(key, `/api/v1/appointments/${visit}/`);
    const body = (await got.json()) as { id: string; symptoms: unknown };
    assert.deepEqual([got.status, body.id, body.symptoms], [200, visit, null]);
    assert.equal(await statusOf(key, `/api/v1/appointments/${foreignVisit}/`), 404);
    for (const path of [
      '/api/v1/patients/',
      '/api/v1/orders/',
      '/api/v1/users/profile/',
      `/api/v1/clinics/${here}/api-keys/`,
    ]) {
      assert.equal(await statusOf(key, path), 403, path);
    }
    const rows = await clinics.rows(
      `select actor_kind, actor_user_id, actor_label, patient_id, clinic_id from audit_events
        where actor_api_key_id = $1 and action = 'appointment.read'`,
      [id],
    );
    const expected = { actor_kind: 'api_key', actor_user_id: null, actor_label: 'api_key', patient_id: patient.id };
    assert.deepEqual(rows, [{ ...expected, clinic_id: here }]);
    const [used] = await clinics.rows<{ used: boolean }>(
      'select last_used_at is not null as used from api_keys where id = $1',
      [id],
    );
    assert.equal(used?.used, true);
  });

  it('find patients of the clinic, identifiers masked and without emergency contacts', async () => {
    const { key } = await make({ scopes: ['patients:read'] });
    const found = (await (await by(key, '/api/v1/patients/?search=record')).json()) as { id: string }[];
    assert.deepEqual(
      found.map(({ id }) => id),
      [patient.id],
    );
    const record = (await (await by(key, `/api/v1/patients/${patient.id}/`)).json()) as Record<string, unknown>;
    assert.deepEqual([record.id, record.emergency_contacts], [patient.id, null]);
  });

  it('cost no statement when they are none', async () => {
    const { key } = await make();
    assert.equal(await statusOf(key, `/api/v1/appointments/${visit}/`), 200);
    const { pool } = clinics.apiCore;
    let borrowed = 0;
    const counting = () => {
      borrowed += 1;
    };
    pool.on('acquire', counting);
    const flipped = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    for (const garbage of ['x', 'kw_', flipped, key.slice(0, -8), key.toUpperCase(), `${key}0`, 'kw_1_2', '']) {
      assert.equal(await statusOf(garbage, `/api/v1/appointments/${visit}/`), 401, garbage);
      assert.equal(readKey(garbage), null);
    }
    assert.equal(borrowed, 0);
    const other = key.startsWith('kw_0') ? 'kw_1' : 'kw_0';
    assert.equal(await statusOf(key.replace(/^kw_./, other), `/api/v1/appointments/${visit}/`), 401);
    pool.off('acquire', counting);
  });

  it('work from allowed addresses alone', async () => {
    const { key } = await make({ allowed_addresses: ['192.0.2.0/24'] });
    assert.equal(await statusOf(key, '/api/v1/appointments/'), 403);
    const wrong = { name: 'x', scopes: ['slots:read'], expires_on: inDays(3), allowed_addresses: ['10.0.0.0/99'] };
    const { status, body } = await admin.post(`/api/v1/clinics/${here}/api-keys/`, wrong);
    assert.deepEqual([status, body.field], [400, 'allowed_addresses']);
  });

  it('end within a year, and when they end', async () => {
    for (const expires_on of [inDays(400), inDays(-2)]) {
      const given = { name: 'x', scopes: ['slots:read'], expires_on };
      const { status, body } = await admin.post(`/api/v1/clinics/${here}/api-keys/`, given);
      assert.deepEqual([status, body.field], [400, 'expires_on'], expires_on);
    }
    const { id, key } = await make();
    await clinics.core.pool.query(
      "update api_keys set created_at = now() - interval '2 days', expires_at = now() - interval '1 s' where id = $1",
      [id],
    );
    assert.equal(await statusOf(key, '/api/v1/appointments/'), 401);
  });

  it('get another secret, the one before working until the overlap is over', async () => {
    const { id, key } = await make();
    const path = `/api/v1/clinics/${here}/api-keys/${id}/rotate/`;
    const kept = await admin.post(path, { overlap: '1h' });
    assert.equal(kept.status, 200, JSON.stringify(kept.body));
    assert.deepEqual(
      [await statusOf(key, '/api/v1/appointments/'), await statusOf(kept.body.key, '/api/v1/appointments/')],
      [200, 200],
    );
    const last = await admin.post(path, {});
    assert.deepEqual(
      [await statusOf(kept.body.key, '/api/v1/appointments/'), await statusOf(last.body.key, '/api/v1/appointments/')],
      [401, 200],
    );
    assert.equal((await admin.post(path, { overlap: '90d' })).status, 400);
  });

  it('end at once where they are removed, and within two seconds in another process', async () => {
    const { id, key } = await make();
    const other = compose(clinics.apiCore.settings, 'api');
    const server: Server = createServer(createApp(apiServices(other), apiSettings(other)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      assert.equal((await by(key, '/api/v1/appointments/', 'GET', elsewhere)).status, 200);
      assert.equal((await admin.delete(`/api/v1/clinics/${here}/api-keys/${id}/`)).status, 204);
      assert.equal(await statusOf(key, '/api/v1/appointments/'), 401);
      await soon(
        'the other process to refuse it',
        async () => (await by(key, '/api/v1/appointments/', 'GET', elsewhere)).status === 401,
      );
      assert.equal((await admin.delete(`/api/v1/clinics/${here}/api-keys/${id}/`)).status, 404);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await other.close();
    }
  });

  it('rest while their clinic is suspended', async () => {
    const { key } = await make();
    const suspend = (at: string, reason: string | null) =>
      clinics.core.pool.query(`update clinics set suspended_at = ${at}, suspension_reason_sealed = $2 where id = $1`, [
        here,
        reason,
      ]);
    assert.equal(await statusOf(key, '/api/v1/appointments/'), 200);
    await suspend('now()', 'x');
    try {
      const refused = async () => (await statusOf(key, '/api/v1/appointments/')) === 401;
      await soon('the key to be refused', refused);
    } finally {
      await suspend('null', null);
    }
    await soon('the key to work again', async () => (await statusOf(key, '/api/v1/appointments/')) === 200);
  });

  it('are managed after a fresh proof alone', async () => {
    const stale = await clinics.person(here, 'admin');
    const client = await clinics.as(stale);
    await clinics.core.pool.query(
      "update sessions set authenticated_at = now() - interval '1 day' where user_id = $1",
      [stale.id],
    );
    const given = { name: 'x', scopes: ['slots:read'], expires_on: inDays(3) };
    const { status, body } = await client.post(`/api/v1/clinics/${here}/api-keys/`, given);
    assert.deepEqual([status, body.code], [403, 'reauthentication_required']);
  });
});
