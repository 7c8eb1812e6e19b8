import { createHash, webcrypto } from 'node:crypto';
import { ContentInfo, CryptoEngine, SignedData, setEngine } from 'pkijs';
import { certificatesOf } from '../../../src/adapters/signing/certificates.js';

setEngine('node', new CryptoEngine({ name: 'node', crypto: webcrypto }));

const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14';

/** What is wrong with the signature of a document, a word each; none when all of it is signed by this certificate. */
export async function signatureProblems(pdf: Buffer, chain: string): Promise<readonly string[]> {
  const found = signatureOf(pdf);
  if (typeof found === 'string') return [found];
  const { signed, cms } = found;
  try {
    const data = new SignedData({ schema: ContentInfo.fromBER(cms).content });
    // The root is what a reader trusts, and not in the file.
    const certificates = certificatesOf(chain)
      .slice(0, -1)
      .map(({ raw }) => raw);
    const problems: string[] = [];
    const carried = (data.certificates ?? []).map((one) => Buffer.from(one.toSchema().toBER(false)));
    if (carried.length !== certificates.length || !certificates.every((one, at) => carried[at]?.equals(one))) {
      problems.push('certificates');
    }
    const { signatureVerified } = await data.verify({
      signer: 0,
      data: Uint8Array.from(signed).buffer,
      extendedMode: true,
    });
    if (!signatureVerified) problems.push('signature');
    const [attribute] = attributeOf(data, SIGNING_CERTIFICATE_V2);
    const hash = createHash('sha256')
      .update(certificates[0] ?? '')
      .digest();
    if (!attribute || !Buffer.from(attribute.toBER(false)).includes(hash)) problems.push('signing certificate');
    // What no signature covers of the envelope itself: as it is written, and no other way.
    const same = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: data.toSchema(true) });
    if (!Buffer.from(same.toSchema().toBER(false)).equals(cms)) problems.push('envelope');
    return problems;
  } catch (error) {
    return [`unreadable: ${(error as Error).message}`];
  }
}

/** Whether a time stamp (RFC 3161) lies upon the signature. */
export function hasTimeStamp(pdf: Buffer): boolean {
  const found = signatureOf(pdf);
  if (typeof found === 'string') return false;
  const data = new SignedData({ schema: ContentInfo.fromBER(found.cms).content });
  const { attributes = [] } = data.signerInfos[0]?.unsignedAttrs ?? {};
  return attributes.some(({ type }) => type === SIGNATURE_TIME_STAMP);
}

function attributeOf(data: SignedData, type: string) {
  const { attributes = [] } = data.signerInfos[0]?.signedAttrs ?? {};
  return attributes.find((one) => one.type === type)?.values ?? [];
}

/** What is signed, and the signature (CMS); a word for what is wrong with its place. */
function signatureOf(pdf: Buffer): { readonly signed: Buffer; readonly cms: Buffer } | string {
  const text = pdf.toString('latin1');
  const ranges = [...text.matchAll(/\/ByteRange \[0 (\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  const [range] = ranges;
  if (!range || ranges.length > 1) return 'byte range';
  const [first, from, length] = range.slice(1).map(Number) as [number, number, number];
  if (from + length !== pdf.length) return 'not all of the document';
  const contents = text.slice(first, from);
  if (!/^<(?:[0-9a-f]{2})+>$|^<(?:[0-9A-F]{2})+>$/.test(contents)) return 'contents';
  const padded = Buffer.from(contents.slice(1, -1), 'hex');
  // The length of a long DER sequence: two bytes.
  if (padded[0] !== 0x30 || padded[1] !== 0x82) return 'contents';
  const cms = padded.subarray(0, padded.readUInt16BE(2) + 4);
  if (padded.subarray(cms.length).some((byte) => byte !== 0)) return 'padding';
  return { signed: Buffer.concat([pdf.subarray(0, first), pdf.subarray(from)]), cms };
}
