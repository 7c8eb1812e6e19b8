import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import { certificatesOf } from '../../../src/adapters/signing/certificates.js';
import { contentSigner, contentVerifier } from '../../../src/adapters/signing/jws.js';
import { openKey, signBytes } from '../../../src/adapters/signing/private-key.js';
import { canonicalContent } from '../../../src/domain/prescriptions/content.js';
import { aContent } from '../../support/prescriptions/a-content.js';
import { type KeyForTest, signingKeys } from '../../support/prescriptions/signing.js';

const CONTENT = canonicalContent(aContent());
const YEAR_MS = 366 * 86_400_000;

describe('the signature over a content', () => {
  const { verify } = contentVerifier();
  const now = new Date();
  let authority: KeyForTest;
  let doctor: KeyForTest;
  let jws: string;
  const verified = (change: Partial<Parameters<typeof verify>[0]> = {}) =>
    verify({ content: CONTENT, jws, certificate: doctor.certificate, signedAt: now, ...change });

  before(async () => {
    ({ authority, doctor } = await signingKeys());
    jws = await contentSigner.sign(CONTENT, doctor);
  });

  it('verifies, is detached, and carries the certificates of doctor and authority', async () => {
    assert.equal(await verified(), true);
    const [, payload] = jws.split('.');
    assert.equal(payload, '');
    const { alg, kid, x5c = [] } = decodeProtectedHeader(jws);
    assert.deepEqual({ alg, kid }, { alg: 'ES256', kid: doctor.certificate.id });
    const chain = x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    assert.deepEqual(
      chain.map(({ subject }) => subject.split('\n')[0]),
      ['CN=Dr Testilda Doctorovic', 'CN=Prescriptions of clinic.invalid'],
    );
  });

  it('does not verify any other content: one letter, one blank, another order', async () => {
    for (const content of [CONTENT.replace('500 mg', '600 mg'), `${CONTENT} `, CONTENT.replace(':0,', ':1,'), '']) {
      assert.notEqual(content, CONTENT);
      assert.equal(await verified({ content }), false, content.slice(0, 40));
    }
  });

  it('does not verify a changed signature or header, wherever it is changed', async () => {
    for (let at = 0; at < jws.length; at += 7) {
      const changed = `${jws.slice(0, at)}${jws[at] === 'A' ? 'B' : 'A'}${jws.slice(at + 1)}`;
      assert.equal(await verified({ jws: changed }), false, `character ${at}`);
    }
    assert.equal(await verified({ jws: '' }), false);
    assert.equal(await verified({ jws: jws.replace('..', `.${Buffer.from(CONTENT).toString('base64url')}.`) }), false);
  });

  it('does not verify a signature that is written in another way, nor a header that asks for more', async () => {
    const [header = '', , signature = ''] = jws.split('.');
    const others = [
      `${signature}=`,
      `${signature}\n`,
      `${signature.slice(0, 40)} ${signature.slice(40)}`,
      `${signature}AA`,
    ];
    for (const other of others) assert.equal(await verified({ jws: `${header}..${other}` }), false, other);
    const { x5c } = decodeProtectedHeader(jws);
    const { key } = openKey(doctor);
    const signedBy = (members: object) => {
      const named = Buffer.from(JSON.stringify(members)).toString('base64url');
      const data = Buffer.from(`${named}.${Buffer.from(CONTENT).toString('base64url')}`);
      return `${named}..${signBytes(key, data, 'ieee-p1363').toString('base64url')}`;
    };
    assert.equal(await verified({ jws: signedBy({ alg: 'ES256', x5c }) }), true, 'the very same members are enough');
    for (const members of [
      { alg: 'ES256', x5c, crit: ['exp'], exp: 1 },
      { alg: 'ES256', x5c, crit: ['b64'], b64: false },
      { alg: 'none', x5c },
      { alg: 'ES384', x5c },
      { x5c },
      { alg: 'ES256' },
    ]) {
      assert.equal(await verified({ jws: signedBy(members) }), false, Object.keys(members).join());
    }
    for (const no of ['null', '7', '"x"', '[', '']) {
      const text = Buffer.from(no).toString('base64url');
      assert.equal(await verified({ jws: `${text}..${signature}` }), false, no);
    }
  });

  it('does not verify with another doctor’s certificate, nor by a key that the header brings along', async () => {
    const other = await signingKeys('Dr Somebody Else');
    assert.equal(await verified({ certificate: other.doctor.certificate }), false);
    const foreign = await contentSigner.sign(CONTENT, other.doctor);
    assert.equal(await verified({ jws: foreign }), false);
    // The same key under another chain: the header says whose it is, and has to be true.
    const claimed = await contentSigner.sign(CONTENT, {
      ...doctor,
      certificate: { ...doctor.certificate, chain: certificatesOf(doctor.certificate.chain)[0].toString() },
    });
    assert.equal(await verified({ jws: claimed }), false);
  });

  it('does not verify what was signed before the certificate, or after it has ended', async () => {
    const { notBefore, notAfter } = doctor.certificate;
    assert.equal(await verified({ signedAt: new Date(notBefore.getTime() - 1) }), false);
    assert.equal(await verified({ signedAt: notAfter }), true);
    assert.equal(await verified({ signedAt: new Date(notAfter.getTime() + YEAR_MS) }), false);
  });

  it('trusts no chain in which a certificate does not vouch for the one before it', async () => {
    const other = await signingKeys();
    const [own] = certificatesOf(doctor.certificate.chain);
    const chain = `${own}${other.authority.certificate.chain}`;
    await assert.rejects(verified({ certificate: { ...doctor.certificate, chain } }), /chain/);
    assert.notEqual(authority.certificate.fingerprint, other.authority.certificate.fingerprint);
  });

  it('is not made with a key that is not the certificate’s', async () => {
    await assert.rejects(contentSigner.sign(CONTENT, { ...doctor, pkcs8: authority.pkcs8 }), /of its certificate/);
  });
});

describe('the certificates', () => {
  it('say who, for what and how long, and only the authority vouches for others', async () => {
    const now = new Date('2026-11-30T10:00:00.400Z');
    const { authority, doctor } = await signingKeys('Dr Ọlá Ñandú-Žižková', now);
    const [own, issuer] = certificatesOf(doctor.certificate.chain);
    assert.ok(issuer);
    assert.equal(doctor.certificate.holder, 'Dr Ọlá Ñandú-Žižková');
    assert.equal(doctor.certificate.issuer, 'Prescriptions of clinic.invalid');
    assert.equal(issuer.toString().trim(), authority.certificate.chain.trim());
    assert.equal(own.ca, false);
    assert.equal(issuer.ca, true);
    assert.ok(own.verify(issuer.publicKey) && own.checkIssued(issuer) && issuer.verify(issuer.publicKey));
    // Document signing alone is doubted by readers that do not know it.
    assert.deepEqual([...own.keyUsage].sort(), ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4']);
    assert.equal(own.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    assert.equal(doctor.certificate.notBefore.toISOString(), '2026-11-30T09:55:00.000Z');
    assert.equal(doctor.certificate.notAfter.toISOString(), '2036-11-30T09:55:00.000Z');
    assert.ok(doctor.certificate.notAfter <= authority.certificate.notAfter);
  });
});
