import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { certificatesOf } from './certificates.js';
import type { SigningKey } from './port.js';

/**
 * A key that is ready to sign with (RFC 7518, ES256).
 * @throws Error when it is not the key of its certificate, or none of ECDSA P-256
 */
export function openKey({ certificate, pkcs8 }: SigningKey): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  if (!isP256(key)) throw new Error('a signing key has to be one of ECDSA P-256');
  if (!createPublicKey(key).equals(certificatesOf(certificate.chain)[0].publicKey)) {
    throw new Error('a signing key has to be the one of its certificate');
  }
  return key;
}

export function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

/** SHA-256 and ECDSA; the signature in DER, as certificates and CMS have it. */
export function signDer(key: KeyObject, data: Uint8Array): Buffer {
  return sign('sha256', data, { key, dsaEncoding: 'der' });
}
