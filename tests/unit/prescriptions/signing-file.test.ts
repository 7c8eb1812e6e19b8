import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { certificatesOf } from '../../../src/adapters/signing/certificates.js';
import { contentSigner, contentVerifier } from '../../../src/adapters/signing/jws.js';
import { readPfx } from '../../../src/adapters/signing/pfx.js';
import { keptKey } from '../../support/prescriptions/signing.js';

/** Made by OpenSSL 3 (`README.md` there says how); the password of each is `secret`. */
const file = (name: string) => readFile(new URL(`../../fixtures/signing/${name}.pfx`, import.meta.url));

describe('a signing certificate from a file', () => {
  it('is read with its key and its issuers, the own one first', async () => {
    const read = await readPfx(await file('clinic'), 'secret');
    assert.deepEqual(
      certificatesOf(read.chain).map(({ subject }) => subject),
      ['CN=Clinic of the tests', 'CN=Issuer of the tests', 'CN=Root of the tests'],
    );
    assert.equal(read.holder, 'Clinic of the tests');
    assert.equal(read.issuer, 'Issuer of the tests');
    const key = createPrivateKey({ key: Buffer.from(read.pkcs8), format: 'der', type: 'pkcs8' });
    assert.ok(createPublicKey(key).equals(certificatesOf(read.chain)[0].publicKey));
    const signed = keptKey(read, 'file');
    const jws = await contentSigner.sign('{}', signed);
    const { certificate } = signed;
    assert.equal(
      await contentVerifier().verify({ content: '{}', jws, certificate, signedAt: certificate.notBefore }),
      true,
    );
  });

  const refused = [
    { name: 'clinic', password: 'wrong', why: 'another password', sentence: /cannot be opened/ },
    { name: 'clinic', password: '', why: 'no password', sentence: /cannot be opened/ },
    { name: 'legacy', password: 'secret', why: 'a file sealed by 3DES', sentence: /not sealed by PBES2/ },
    { name: 'rsa', password: 'secret', why: 'a key of RSA', sentence: /ECDSA P-256/ },
    { name: 'no-key', password: 'secret', why: 'no key', sentence: /one private key/ },
    {
      name: 'no-certificate',
      password: 'secret',
      why: 'no certificate of its key',
      sentence: /certificate of its private key/,
    },
  ];
  for (const { name, password, why, sentence } of refused) {
    it(`is refused with ${why}`, async () => {
      await assert.rejects(readPfx(await file(name), password), sentence);
    });
  }

  it('is refused when it is no such file', async () => {
    await assert.rejects(readPfx(Buffer.from('no PKCS#12 at all'), 'secret'), /cannot be opened/);
    await assert.rejects(readPfx(Buffer.alloc(0), 'secret'), /cannot be opened/);
  });
});
