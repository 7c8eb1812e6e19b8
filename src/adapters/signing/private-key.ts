import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { certificatesOf } from './certificates.js';
import type { SigningKey } from './port.js';

/** A key that is ready to sign with, and its certificates, the own one first. */
export interface OpenKey {
  readonly key: KeyObject;
  readonly certificates: ReturnType<typeof certificatesOf>;
}

/** @throws Error when it is not the key of its certificate, or none of ECDSA P-256 */
export function openKey({ certificate, pkcs8 }: SigningKey): OpenKey {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  if (!isP256(key)) throw new Error('a signing key has to be one of ECDSA P-256');
  const certificates = certificatesOf(certificate.chain);
  if (!createPublicKey(key).equals(certificates[0].publicKey)) {
    throw new Error('a signing key has to be the one of its certificate');
  }
  return { key, certificates };
}

export function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

/** Signs by SHA-256 and ECDSA: in DER, as certificates and CMS have it, or as r and s of 32 bytes each, as JWS has it. */
export function signBytes(key: KeyObject, data: Uint8Array, encoding: 'der' | 'ieee-p1363'): Buffer {
  return sign('sha256', data, { key, dsaEncoding: encoding });
}

/** Whether this signature, r and s of 32 bytes each, is one of the key over these bytes. */
export function isSignedBy(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
