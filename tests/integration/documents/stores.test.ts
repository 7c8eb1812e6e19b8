import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileStore } from '../../../src/adapters/documents/files.js';
import type { DocumentStore } from '../../../src/adapters/documents/port.js';
import { type S3Settings, s3Store } from '../../../src/adapters/documents/s3.js';
import { sealedStore } from '../../../src/adapters/documents/sealed.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import { DomainError } from '../../../src/domain/errors.js';
import { testFolder } from '../../../tools/launcher/testing.js';
import { findProgram, type StartedProgram, startProgram } from '../../support/started-program.js';

const keyOf = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const isUnavailable = (error: unknown) => error instanceof DomainError && error.code === 'unavailable';

/** What every store does. */
async function keepsDocuments(store: DocumentStore): Promise<void> {
  const [name, bytes] = [randomUUID(), randomBytes(300_000)];
  assert.equal(await store.get(name), null);
  await store.put(name, bytes);
  assert.deepEqual(Buffer.from((await store.get(name)) ?? []), bytes);
  await store.delete(name);
  await store.delete(name);
  assert.equal(await store.get(name), null);
  for (const odd of ['../../etc/passwd', 'a/b', '', 'A'.repeat(20), 'x?versioning', '..']) {
    await assert.rejects(store.put(odd, bytes), /no name/, odd);
    await assert.rejects(store.get(odd), /no name/, odd);
    await assert.rejects(store.delete(odd), /no name/, odd);
  }
}

describe('documents in a directory', () => {
  const folder = join(testFolder(), 'documents');
  const store = fileStore(folder);

  it('are kept, read and deleted', () => keepsDocuments(store));

  it('are for the product’s own user, and whole: nothing is left of one that was being written', async () => {
    const name = randomUUID();
    await store.put(name, Buffer.from('x'));
    const inner = join(folder, name.slice(0, 2));
    assert.deepEqual(readdirSync(inner), [name]);
    assert.equal(statSync(join(inner, name)).mode & 0o777, 0o600);
    assert.equal(statSync(inner).mode & 0o777, 0o700);
  });

  it('are sealed before they leave the process, each for its own name', async () => {
    const ring = keyOf('k1');
    const sealed = sealedStore(store, KeyRing.parse(ring));
    const [name, other] = [randomUUID(), randomUUID()];
    const plain = Buffer.from('A letter about somebody, again and again. '.repeat(50));
    await sealed.put(name, plain);
    const kept = readFileSync(join(folder, name.slice(0, 2), name));
    assert.ok(kept.toString('latin1').startsWith('k1.'), 'it names its key');
    assert.ok(!kept.toString('latin1').includes('somebody'));
    assert.deepEqual(Buffer.from((await sealed.get(name)) ?? []), plain);

    await store.put(other, kept);
    await assert.rejects(sealed.get(other), /authenticate/, 'moved to another name');
    kept[kept.length - 1] = (kept.at(-1) ?? 0) ^ 1;
    await store.put(name, kept);
    await assert.rejects(sealed.get(name), /authenticate/, 'changed');
    assert.equal(await sealed.get(randomUUID()), null);

    const turned = sealedStore(store, KeyRing.parse(`${keyOf('k2')},${ring}`));
    const third = randomUUID();
    await sealed.put(third, plain);
    assert.deepEqual(Buffer.from((await turned.get(third)) ?? []), plain, 'an older key of the ring still opens');
  });
});

const moto = findProgram('MOTO_SERVER', 'moto_server');

describe('documents in a bucket', {
  skip: moto ? false : 'no moto_server (pip install "moto[server]"), so no S3',
}, () => {
  let server: StartedProgram;
  let settings: S3Settings;

  before(async () => {
    server = await startProgram(moto ?? '', (port) => ['-H', '127.0.0.1', '-p', String(port)]);
    const endpoint = `http://127.0.0.1:${server.port}`;
    const bucket = 'keepwell-documents';
    settings = { bucket, endpoint, region: 'us-east-1', accessKey: 'test', secretKey: 'test' };
    const made = await fetch(`${endpoint}/${bucket}`, { method: 'PUT', headers: { authorization: AWS } });
    assert.equal(made.status, 200);
  });
  after(() => server?.stop());

  it('are kept, read and deleted', () => keepsDocuments(s3Store(settings)));

  it('a bucket that is not there is no missing document', async () => {
    const store = s3Store({ ...settings, bucket: 'somebody-elses' });
    await assert.rejects(store.get(randomUUID()), isUnavailable);
    await assert.rejects(store.put(randomUUID(), Buffer.from('x')), isUnavailable);
  });

  it('a store that does not answer is unavailable, and says nothing of itself', async () => {
    const store = s3Store({ ...settings, endpoint: 'http://127.0.0.1:1' });
    await assert.rejects(store.get(randomUUID()), (error) => isUnavailable(error) && !/127/.test(String(error)));
  });
});

/** Names a region and nothing else: who signs does not matter to this server. */
const AWS = 'AWS4-HMAC-SHA256 Credential=test/20261128/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
