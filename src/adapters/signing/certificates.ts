import { createHash, X509Certificate } from 'node:crypto';
import type { SigningCertificate } from '../../domain/prescriptions/signing-certificates.js';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a chain in PEM, the first one's own. @throws Error when there is none */
export function certificatesOf(chain: string): readonly [X509Certificate, ...X509Certificate[]] {
  const [own, ...issuers] = (chain.match(BLOCK) ?? []).map((pem) => new X509Certificate(pem));
  if (!own) throw new Error('there is no certificate in this chain');
  return [own, ...issuers];
}

/** `x5c` of RFC 7515: each certificate in base64 (DER). */
export function x5cOf(certificates: readonly X509Certificate[]): string[] {
  return certificates.map(({ raw }) => raw.toString('base64'));
}

/** What the first certificate of a chain says. */
export function readCertificate(
  chain: string,
): Pick<SigningCertificate, 'holder' | 'issuer' | 'fingerprint' | 'notBefore' | 'notAfter'> {
  const [own] = certificatesOf(chain);
  return {
    holder: commonName(own.subject),
    issuer: commonName(own.issuer),
    fingerprint: createHash('sha256').update(own.raw).digest('hex'),
    notBefore: new Date(own.validFrom),
    notAfter: new Date(own.validTo),
  };
}

/** A name as Node writes it: one part per line. Without a common name, all of it on one line. */
function commonName(name: string): string {
  const common = name.split('\n').find((part) => part.startsWith('CN='));
  return common ? common.slice(3).replace(/\\(.)/g, '$1') : name.replaceAll('\n', ', ');
}
