import type { KeyObject } from 'node:crypto';
import { base64url, compactVerify, errors } from 'jose';
import { certificatesOf, x5cOf } from './certificates.js';
import type { ContentSigner, ContentVerifier, SignedContent } from './port.js';
import { isP256, openKey, signBytes } from './private-key.js';

const ALGORITHM = 'ES256';

/** Signs contents with keys of the worker. */
export const contentSigner: ContentSigner = {
  // By Node itself: the library would make another kind of key of each one, which takes ten times as long as to sign.
  async sign(content, signingKey) {
    const { key, certificates } = openKey(signingKey);
    const header = { alg: ALGORITHM, kid: signingKey.certificate.id, x5c: x5cOf(certificates) };
    const protectedHeader = base64url.encode(JSON.stringify(header));
    const signed = Buffer.from(`${protectedHeader}.${base64url.encode(content)}`);
    return `${protectedHeader}..${signBytes(key, signed, 'ieee-p1363').toString('base64url')}`;
  },
};

/** A certificate as signatures are verified with it. */
interface Opened {
  readonly key: KeyObject;
  readonly x5c: readonly string[];
}

/** As many as doctors sign in a busy clinic; each takes some kilobytes. */
const KEPT = 500;

/** Verifies contents. It keeps the certificates that it has read: parsing one takes longer than a verification. */
export function contentVerifier(): ContentVerifier {
  const kept = new Map<string, Opened>();
  const openedOf = (chain: string): Opened => {
    const known = kept.get(chain);
    if (known) return known;
    const opened = open(chain);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(chain, opened);
    return opened;
  };
  return {
    async verify({ content, jws, certificate, signedAt }) {
      if (signedAt < certificate.notBefore || signedAt > certificate.notAfter) return false;
      return isSigned({ content, jws }, openedOf(certificate.chain));
    },
  };
}

async function isSigned({ content, jws }: Pick<SignedContent, 'content' | 'jws'>, { key, x5c }: Opened) {
  const [protectedHeader, payload, signature, ...more] = jws.split('.');
  if (payload !== '' || signature === undefined || more.length > 0) return false;
  try {
    const whole = `${protectedHeader}.${base64url.encode(content)}.${signature}`;
    const { protectedHeader: header } = await compactVerify(whole, key, { algorithms: [ALGORITHM] });
    return header.x5c?.length === x5c.length && x5c.every((one, at) => one === header.x5c?.[at]);
  } catch (error) {
    // Anything but a wrong or unreadable signature is a fault of ours.
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** @throws Error for a chain in which one certificate does not vouch for the one before it */
function open(chain: string): Opened {
  const certificates = certificatesOf(chain);
  const [own] = certificates;
  if (!isP256(own.publicKey)) throw new Error('a signing certificate has to be one of ECDSA P-256');
  for (const [at, certificate] of certificates.entries()) {
    const issuer = certificates[at + 1];
    if (issuer && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) {
      throw new Error('this chain of certificates is broken');
    }
  }
  return { key: own.publicKey, x5c: x5cOf(certificates) };
}
