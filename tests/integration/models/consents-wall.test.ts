import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { KeyRing } from '../../../src/config/key-ring.js';
import type { Actor } from '../../../src/domain/actor.js';
import type { Role } from '../../../src/domain/roles.js';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import { storeScopeKeys } from '../../../src/models/signed-scope.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { type FurnishedClinic, furnishedClinic } from '../../support/furnished-clinic.js';
import { Records } from '../../support/records.js';

describe('the wall round consents and documents, to whoever speaks SQL as the API', () => {
  const keys = KeyRing.parse(`k:${randomBytes(32).toString('base64')}`);
  let database: TestDatabase;
  let records: Records;
  let api: Pool;
  const clinics: FurnishedClinic[] = [];

  before(async () => {
    database = await testDatabase();
    records = await Records.open(database.url);
    const logger = createLogger('error', 'test');
    const options = { max: 2, statementTimeoutMs: 5_000, applicationName: 'test' };
    const owner = openPool({ ...options, url: database.url }, logger);
    await storeScopeKeys(owner, keys);
    await owner.end();
    api = openPool({ ...options, url: database.apiUrl }, logger);
    for (const _ of [1, 2]) clinics.push(await furnishedClinic(records));
  });
  after(async () => {
    await api.end();
    await records.close();
    await database.stop();
  });

  function person(role: Role, userId: string, ...clinicIds: readonly string[]): Actor {
    return { kind: 'user', userId, membershipId: null, role, permissions: [], clinicIds, sessionId: randomUUID() };
  }

  it('lets nobody read, give or withdraw the consent of another, and nobody change what was published', async () => {
    const [one, two] = clinics;
    assert.ok(one && two);
    const [given] = await records.query('select id, document_id from consents where patient_id = $1', [one.patient]);
    const [foreign] = await records.query('select id, document_id from consents where patient_id = $1', [two.patient]);
    const other = await records.user();
    await records.insert('memberships', { id: randomUUID(), user_id: other, clinic_id: one.id, role: 'patient' });
    const give = (by: Actor, patient: string) =>
      directQueries(
        api,
        keys,
      )(by).query('insert into consents (id, patient_id, document_id, given_at) values ($1, $2, $3, now())', [
        randomUUID(),
        patient,
        given?.document_id,
      ]);
    const callers = [
      person('patient', other, one.id),
      person('admin', one.admin, one.id),
      person('doctor', one.doctor, one.id),
      person('patient', two.patient, two.id),
      person('platform_admin', randomUUID()),
      { kind: 'system', label: 'x', opens: { account: other, person: one.patient, clinics: 'all' } } as const,
    ];
    for (const by of callers) {
      const sql = directQueries(api, keys)(by);
      const ids = (await sql.query<{ id: string }>('select id from consents')).rows.map(({ id }) => id);
      assert.ok(!ids.includes(String(given?.id)), JSON.stringify(by));
      const withdrawn = await sql.query('update consents set withdrawn_at = now() where id = $1', [given?.id]);
      assert.equal(withdrawn.rowCount, 0);
      await assert.rejects(give(by, one.patient), /row-level security/);
    }
    const own = directQueries(api, keys)(person('patient', one.patient, one.id));
    const { rows } = await own.query<{ id: string }>('select id from consents');
    assert.deepEqual(
      rows.map(({ id }) => id),
      [given?.id],
    );
    for (const statement of [
      "update consents set given_at = now() - interval '1 day'",
      'update consents set patient_id = document_id',
      'delete from consents',
      "update clinic_documents set body = 'Another'",
      'delete from clinic_documents',
    ]) {
      await assert.rejects(own.query(statement), /permission denied/, statement);
    }
    const documentOf = (clinic: FurnishedClinic, by: Actor) =>
      directQueries(
        api,
        keys,
      )(by).query(
        `insert into clinic_documents (id, clinic_id, kind, version, title, body, effective_from, published_by, published_at)
         values ($1, $2, 'terms', $1::uuid::text, 'T', 'T', now(), $3, now())`,
        [randomUUID(), clinic.id, one.admin],
      );
    await assert.rejects(documentOf(two, person('admin', one.admin, one.id)), /row-level security/);
    await assert.rejects(documentOf(one, person('patient', one.patient, one.id)), /row-level security/);
    await assert.rejects(
      documentOf(one, { kind: 'system', label: 'x', opens: { clinics: 'all' } }),
      /row-level security/,
    );
    // Not even who owns the tables.
    for (const [statement, refusal] of [
      ["update clinic_documents set body = 'Another'", /append-only/],
      ['delete from clinic_documents', /append-only/],
      ['delete from consents', /append-only/],
      ['truncate consents', /append-only/],
      ["update consents set given_at = now() - interval '1 day'", /withdrawn once/],
    ] as const) {
      await assert.rejects(records.query(statement), refusal, statement);
    }
    await records.query("update consents set withdrawn_at = given_at + interval '1 s' where id = $1", [foreign?.id]);
    for (const value of ['null', "now() + interval '1 hour'"]) {
      const again = records.query(`update consents set withdrawn_at = ${value} where id = $1`, [foreign?.id]);
      await assert.rejects(again, /withdrawn once/, value);
    }
  });
});
