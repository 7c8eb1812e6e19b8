import { webcrypto } from 'node:crypto';
import type { X509CertificateCreateParamsName } from '@peculiar/x509';
import { certificatesOf, readCertificate } from './certificates.js';
import type { CertificateAuthority, NewKey } from './port.js';

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ECDSA = { ...EC, hash: 'SHA-256' } as const;
/** X.520 `serialNumber`: tells two people of one name apart. */
const SERIAL_NUMBER = '2.5.4.5';
/** Of RFC 9336. Beside it e-mail protection: by itself some readers do not know it, and doubt the certificate. */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';

type Name = NonNullable<X509CertificateCreateParamsName>;

/** The authority of an installation, which is known by its host name. */
export function certificateAuthority(host: string): CertificateAuthority {
  const loaded = load();
  // Thrown to whoever makes a key.
  loaded.catch(() => undefined);
  const issuer: Name = [{ CN: [`Prescriptions of ${host}`] }];
  return {
    async create(term) {
      const x509 = await loaded;
      const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
      const made = await x509.X509CertificateGenerator.createSelfSigned({
        name: issuer,
        keys,
        ...term,
        signingAlgorithm: ECDSA,
        extensions: [
          new x509.BasicConstraintsExtension(true, 0, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      return newKey(made.toString('pem'), keys.privateKey);
    },

    async certify({ certificate, pkcs8 }, { id, name }, term) {
      const x509 = await loaded;
      const authority = new x509.X509Certificate(certificatesOf(certificate.chain)[0].raw);
      const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, EC, false, ['sign']);
      const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
      const usages = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation;
      const made = await x509.X509CertificateGenerator.create({
        subject: [{ CN: [name] }, { [SERIAL_NUMBER]: [id] }],
        issuer: authority.subjectName.toJSON(),
        publicKey: keys.publicKey,
        signingKey,
        ...term,
        signingAlgorithm: ECDSA,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(usages, true),
          new x509.ExtendedKeyUsageExtension([DOCUMENT_SIGNING, x509.ExtendedKeyUsage.emailProtection]),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
      });
      return newKey(`${made.toString('pem')}\n${certificate.chain}`, keys.privateKey);
    },
  };
}

/** A quarter of a second of a processor, which the first doctor who prescribes must not wait for. */
async function load() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

async function newKey(chain: string, key: webcrypto.CryptoKey): Promise<NewKey> {
  return { ...readCertificate(chain), chain, pkcs8: new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', key)) };
}
