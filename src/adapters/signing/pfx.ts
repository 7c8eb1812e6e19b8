import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { SafeContents } from 'pkijs';
import { readCertificate } from './certificates.js';
import type { NewKey } from './port.js';
import { isP256 } from './private-key.js';

/** Of a bag with a sealed private key (RFC 7292, 4.2). */
const SHROUDED_KEY = '1.2.840.113549.1.12.10.1.2';

/** What stands in the file, as DER. */
interface Contents {
  readonly keys: readonly Buffer[];
  readonly certificates: readonly Buffer[];
}

/**
 * Reads the certificate of a clinic (PKCS#12, `.pfx` or `.p12`) with its issuers. Its key has to be one of ECDSA P-256; the file
 * sealed as OpenSSL 3 does it (PBES2): 3DES and RC2 of older programs are not read.
 * @throws Error with a sentence for the operator; it holds nothing of the file
 */
export async function readPfx(file: Uint8Array, password: string): Promise<NewKey> {
  const { keys, certificates } = await contentsOf(file, password);
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw new Error('SIGNING_PFX has to hold one private key.');
  const opened = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  if (!isP256(opened))
    throw new Error('SIGNING_PFX has to hold a key of ECDSA P-256: prescriptions are signed by ES256.');
  const read = certificates.map((der) => new X509Certificate(der));
  const own = read.find(({ publicKey }) => publicKey.equals(createPublicKey(opened)));
  if (!own) throw new Error('SIGNING_PFX has to hold the certificate of its private key.');
  const chain = chainOf(own, read)
    .map((one) => one.toString())
    .join('');
  return { ...readCertificate(chain), chain, pkcs8: key };
}

/** Its issuers, each behind the one that it vouches for. */
function chainOf(own: X509Certificate, all: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [own];
  for (;;) {
    const last = chain.at(-1) ?? own;
    const issuer = all.find((one) => last.checkIssued(one) && last.verify(one.publicKey));
    if (!issuer || chain.includes(issuer)) return chain;
    chain.push(issuer);
  }
}

async function contentsOf(file: Uint8Array, password: string): Promise<Contents> {
  // Loaded where a file is set: few installations have one.
  const { AuthenticatedSafe, CertBag, PFX } = await import('pkijs');
  const secret = new TextEncoder().encode(password).buffer;
  try {
    const pfx = PFX.fromBER(file);
    await pfx.parseInternalValues({ password: secret });
    const safe = pfx.parsedValue?.authenticatedSafe;
    if (!(safe instanceof AuthenticatedSafe)) throw new Error('there is no safe in it');
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) });
    const contents: { value: SafeContents }[] = safe.parsedValue.safeContents;
    const bags = contents.flatMap(({ value }) => value.safeBags);
    return {
      keys: bags.filter(({ bagId }) => bagId === SHROUDED_KEY).map(({ bagValue }) => openedKey(bagValue, password)),
      certificates: bags
        .map(({ bagValue }) => bagValue)
        .filter((bag) => bag instanceof CertBag)
        .map((bag) => Buffer.from(bag.parsedValue.toSchema().toBER())),
    };
  } catch (error) {
    throw new Error('SIGNING_PFX cannot be opened: the password is another one, or the file is not sealed by PBES2.', {
      cause: error,
    });
  }
}

function openedKey(bag: { toSchema(): { toBER(): ArrayBuffer } }, password: string): Buffer {
  const sealed = Buffer.from(bag.toSchema().toBER());
  const key = createPrivateKey({ key: sealed, format: 'der', type: 'pkcs8', passphrase: password });
  return key.export({ format: 'der', type: 'pkcs8' });
}
