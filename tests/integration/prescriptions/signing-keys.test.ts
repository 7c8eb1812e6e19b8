import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { compactVerify, importJWK } from 'jose';
import { certificateAuthority } from '../../../src/adapters/signing/authority.js';
import { contentSigner, contentVerifier } from '../../../src/adapters/signing/jws.js';
import type { NewKey } from '../../../src/adapters/signing/port.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { authorityTerm, doctorTerm } from '../../../src/domain/prescriptions/signing-certificates.js';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { signingKeyRepositories } from '../../../src/models/repositories/prescriptions/signing-keys.js';
import { storeScopeKeys } from '../../../src/models/signed-scope.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import { createLogger } from '../../../src/observability/logger.js';
import { readPublishedCertificates } from '../../../src/usecases/prescriptions/published-certificates.js';
import { readSigningKey, type SigningDoctor, signingKeyFor } from '../../../src/usecases/prescriptions/signing-key.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { keptKey } from '../../support/prescriptions/signing.js';
import { Records } from '../../support/records.js';

const NOW = new Date('2026-12-01T10:00:00Z');
const YEAR_MS = 365.25 * 86_400_000;

describe('the signing keys of doctors', () => {
  const keys = KeyRing.parse(`k:${randomBytes(32).toString('base64')}`);
  const maker = certificateAuthority('clinic.invalid');
  const logger = createLogger('error', 'test');
  let database: TestDatabase;
  let records: Records;
  let pools: Record<'api' | 'worker', Pool>;

  before(async () => {
    database = await testDatabase();
    records = await Records.open(database.url);
    const open = (url: string) =>
      openPool({ url, max: 12, statementTimeoutMs: 5_000, applicationName: 'test' }, logger);
    const owner = open(database.url);
    await storeScopeKeys(owner, keys);
    await owner.end();
    pools = { api: open(database.apiUrl), worker: open(database.workerUrl) };
  });
  after(async () => {
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
    await records.close();
    await database.stop();
  });

  const withKeys = (process: 'api' | 'worker' = 'worker', ring = keys) =>
    unitOfWork(pools[process], ring, signingKeyRepositories);
  const keyFor = (doctor: SigningDoctor, now = NOW, file: NewKey | null = null) => {
    const use = signingKeyFor({ authority: maker, fileKey: async () => file, now: () => now });
    return withKeys().withScope(SYSTEM, (scope) => use(scope, doctor));
  };
  const keyOf = (certificateId: string, file: NewKey | null = null) =>
    withKeys().withScope(SYSTEM, (scope) => readSigningKey({ fileKey: async () => file })(scope, certificateId));
  const certificate = (id: string, process: 'api' | 'worker' = 'api', ring = keys) =>
    withKeys(process, ring).withScope(SYSTEM, ({ signingKeys }) => signingKeys.findCertificate(id));
  const aDoctor = async (name = 'Dr Testilda Doctorovic'): Promise<SigningDoctor> => ({
    id: await records.user(),
    name,
  });
  const kept = (where: string, values: readonly unknown[] = []) =>
    records.query(`select * from signing_certificates where ${where} order by generation`, values);
  /** As somebody with all rights on the database, but without the key ring. */
  const tamper = async (statement: string, values: readonly unknown[]) => {
    await records.query('set session_replication_role = replica');
    await records.query(statement, values);
    await records.query('set session_replication_role = origin');
  };

  it('are made once for doctors who sign at one moment for the first time, with one authority', async () => {
    const doctors = [await aDoctor(), await aDoctor('Dr Other')];
    const made = await Promise.all([...doctors, ...doctors, ...doctors, ...doctors].map((doctor) => keyFor(doctor)));
    assert.equal(new Set(made.map((key) => key.certificate.id)).size, 2);
    assert.equal((await kept("kind = 'authority'")).length, 1);
    assert.equal((await kept("kind = 'doctor'")).length, 2);
    for (const [at, key] of made.entries()) {
      const { id } = doctors[at % 2] ?? {};
      const stored = await certificate(key.certificate.id);
      assert.equal(stored?.doctorId, id);
      const jws = await contentSigner.sign('{}', key);
      assert.ok(stored && (await contentVerifier().verify({ content: '{}', jws, certificate: stored, signedAt: NOW })));
    }
  });

  it('stay the same until their last year; then a new one signs, and the old one is kept', async () => {
    const doctor = await aDoctor();
    const first = await keyFor(doctor);
    const later = new Date(NOW.getTime() + 8.9 * YEAR_MS);
    assert.equal((await keyFor(doctor, later)).certificate.id, first.certificate.id);
    const lastYear = new Date(NOW.getTime() + 9.1 * YEAR_MS);
    const [renewed, again] = await Promise.all([keyFor(doctor, lastYear), keyFor(doctor, lastYear)]);
    assert.notEqual(renewed.certificate.id, first.certificate.id);
    assert.equal(again.certificate.id, renewed.certificate.id);
    assert.deepEqual(
      (await kept('doctor_id = $1', [doctor.id])).map(({ generation }) => generation),
      [1, 2],
    );
    const old = await keyOf(first.certificate.id);
    assert.deepEqual(Buffer.from(old.pkcs8), Buffer.from(first.pkcs8));
  });

  it('are certified by an authority that outlives them', async () => {
    const later = new Date(NOW.getTime() + 11 * YEAR_MS);
    const authorities = (await kept("kind = 'authority'")).length;
    const { certificate: own } = await keyFor(await aDoctor(), later);
    assert.equal((await kept("kind = 'authority'")).length, authorities + 1);
    const [newest] = (await kept("kind = 'authority'")).slice(-1);
    const { notAfter } = (await certificate(own.id)) ?? {};
    assert.ok(notAfter && notAfter <= (newest?.not_after as Date));
  });

  it('name the doctor as the doctor is called now', async () => {
    const doctor = await aDoctor('Dr Before');
    const before = await keyFor(doctor);
    const after = await keyFor({ ...doctor, name: 'Dr After' });
    assert.notEqual(after.certificate.id, before.certificate.id);
    assert.equal((await certificate(after.certificate.id))?.holder, 'Dr After');
    assert.equal((await certificate(before.certificate.id))?.holder, 'Dr Before');
  });

  it('are published, each with its certificates, and no private key', async () => {
    const { certificate: own, pkcs8 } = await keyFor(await aDoctor());
    const read = readPublishedCertificates({ unitOfWork: withKeys('api') });
    const { authorities, keys: set } = await read();
    const key = set.find(({ kid }) => kid === own.id);
    assert.ok(key?.x5c[1] && authorities.replaceAll('\n', '').includes(key.x5c[1]));
    const jws = await contentSigner.sign('{}', await keyOf(own.id));
    const [header, , signature] = jws.split('.');
    const whole = `${header}.${Buffer.from('{}').toString('base64url')}.${signature}`;
    await compactVerify(whole, await importJWK({ ...key, x5c: [...key.x5c] }, 'ES256'));
    assert.ok(
      !set.some((one) => 'd' in one) && !JSON.stringify(set).includes(Buffer.from(pkcs8).toString('base64url')),
    );
    assert.equal(set.length, (await kept("kind = 'doctor'")).length);
    assert.equal(authorities.split('BEGIN').length - 1, (await kept("kind = 'authority'")).length);
  });

  it('are taken back with the transaction that made them', async () => {
    const doctor = await aDoctor();
    const use = signingKeyFor({ authority: maker, fileKey: async () => null, now: () => NOW });
    const refused = withKeys().withScope(SYSTEM, async (scope) => {
      await use(scope, doctor);
      throw new Error('not issued');
    });
    await assert.rejects(refused, /not issued/);
    assert.deepEqual(await kept('doctor_id = $1', [doctor.id]), []);
    await keyFor(doctor);
    assert.equal((await kept('doctor_id = $1', [doctor.id])).length, 1);
  });

  it('can be read by the worker alone, and written by nobody else', async () => {
    const { certificate: own, pkcs8 } = await keyFor(await aDoctor());
    const denied = { code: '42501' };
    await assert.rejects(pools.api.query('select private_key_sealed from signing_keys'), denied);
    await assert.rejects(pools.api.query('insert into signing_keys values ($1, $2)', [own.id, 'x']), denied);
    await assert.rejects(pools.api.query("update signing_certificates set holder = 'x'"), denied);
    await assert.rejects(pools.api.query('insert into signing_certificates default values'), denied);
    for (const table of ['signing_keys', 'signing_certificates']) {
      await assert.rejects(pools.worker.query(`delete from ${table}`), denied);
      await assert.rejects(records.query(`delete from ${table}`), /append-only/);
    }
    const [row] = await records.query('select private_key_sealed from signing_keys where certificate_id = $1', [
      own.id,
    ]);
    assert.ok(!Buffer.from(String(row?.private_key_sealed).split('.')[1] ?? '', 'base64').includes(Buffer.from(pkcs8)));
  });

  it('count only as this product has written them, whatever rights somebody has on the database', async () => {
    const [one, two] = [await keyFor(await aDoctor('Dr One')), await keyFor(await aDoctor('Dr Two'))];
    const [mine, theirs] = [one.certificate.id, two.certificate.id];
    await tamper("update signing_certificates set holder = 'Dr Two' where id = $1", [mine]);
    await assert.rejects(certificate(mine), /not written by this product/);
    await tamper("update signing_certificates set holder = 'Dr One' where id = $1", [mine]);
    assert.ok(await certificate(mine));
    await tamper(
      'update signing_certificates c set chain = o.chain from signing_certificates o where c.id = $1 and o.id = $2',
      [mine, theirs],
    );
    await assert.rejects(certificate(mine), /not written by this product/);
    // The sealed key of one doctor does not open as another's.
    await tamper('delete from signing_keys where certificate_id = $1', [mine]);
    await tamper('update signing_keys set certificate_id = $1 where certificate_id = $2', [mine, theirs]);
    await assert.rejects(keyOf(mine));
    await assert.rejects(keyOf(theirs), /no private key/);
    const foreign = KeyRing.parse(`k:${randomBytes(32).toString('base64')}`);
    await assert.rejects(certificate((await keyFor(await aDoctor())).certificate.id, 'worker', foreign), /not written/);
  });

  it('give way to the certificate of a file, which is recorded once and has no key in the database', async () => {
    const authority = keptKey(await maker.create(authorityTerm(NOW)), 'authority');
    const file = await maker.certify(authority, { id: randomUUID(), name: 'Clinic of a file' }, doctorTerm(NOW));
    const doctors = [await aDoctor(), await aDoctor(), await aDoctor()];
    const made = await Promise.all(doctors.map((doctor) => keyFor(doctor, NOW, file)));
    const [first] = made;
    assert.ok(first);
    assert.equal(new Set(made.map((key) => key.certificate.id)).size, 1);
    assert.equal((await certificate(first.certificate.id))?.kind, 'file');
    assert.deepEqual(
      await records.query('select 1 from signing_keys where certificate_id = $1', [first.certificate.id]),
      [],
    );
    assert.deepEqual(Buffer.from((await keyOf(first.certificate.id, file)).pkcs8), Buffer.from(file.pkcs8));
    await assert.rejects(keyOf(first.certificate.id), /SIGNING_PFX/);
    await assert.rejects(keyOf(randomUUID()), /no such/);
  });
});
