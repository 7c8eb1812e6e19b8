import type { KeyObject } from 'node:crypto';
import { base64url } from 'jose';
import { certificatesOf, x5cOf } from './certificates.js';
import type { ContentSigner, ContentVerifier, SignedContent } from './port.js';
import { isP256, isSignedBy, openKey, signBytes } from './private-key.js';

const ALGORITHM = 'ES256';
/** r and s of 32 bytes each. */
const SIGNATURE_BYTES = 64;

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

/** By Node itself, as it was signed: a library takes three times as long, and every look verifies. */
function isSigned({ content, jws }: Pick<SignedContent, 'content' | 'jws'>, { key, x5c }: Opened): boolean {
  const [protectedHeader = '', payload, signature = '', ...more] = jws.split('.');
  if (payload !== '' || more.length > 0) return false;
  const header = readHeader(protectedHeader);
  // RFC 7515, 4.1.11: what is critical and not understood makes a signature invalid. Nothing of the kind is ever written here.
  if (header?.alg !== ALGORITHM || 'crit' in header || 'b64' in header) return false;
  if (header.x5c?.length !== x5c.length || !x5c.every((one, at) => one === header.x5c?.[at])) return false;
  const bytes = Buffer.from(signature, 'base64url');
  // Node passes over what is no base64url: of all texts that it reads as these bytes only one is what was written.
  if (bytes.length !== SIGNATURE_BYTES || bytes.toString('base64url') !== signature) return false;
  return isSignedBy(key, Buffer.from(`${protectedHeader}.${base64url.encode(content)}`), bytes);
}

interface Header {
  readonly alg?: unknown;
  readonly x5c?: readonly unknown[];
}

/** Null for what is no header: somebody has changed it. */
function readHeader(encoded: string): Header | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof header === 'object' ? header : null;
  } catch {
    // No JSON.
    return null;
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
