import { HttpTimestampAuthority, PDF, type Signer } from '@libpdf/core';
import type { DocumentSigner, SigningKey } from './port.js';
import { openKey, signBytes } from './private-key.js';

/** Bytes that are kept free for the signature: two certificates take 1.5 kB, the token of a time stamp up to 8 kB more. */
const SIZE = 4096;
const STAMPED_SIZE = 16_384;
/** Stamps come from the address in the settings and from no other. */
const STAMPING = {
  timeout: 8_000,
  fetch: (address: string | URL | Request, request?: RequestInit) => fetch(address, { ...request, redirect: 'error' }),
};

/** Signs by PAdES. The library is loaded with this module: only a document's thread needs it. */
export function documentSigner(timestampUrl: string | null): DocumentSigner {
  const authority = timestampUrl === null ? null : new HttpTimestampAuthority(timestampUrl, STAMPING);
  return {
    async sign(pdf, key, signedAt) {
      const document = await PDF.load(pdf);
      const { bytes, warnings } = await document.sign({
        signer: signerOf(key),
        signingTime: signedAt,
        fieldName: 'Prescriber',
        reason: 'Issued by the prescriber named in the document',
        ...(authority === null
          ? { level: 'B-B', estimatedSize: SIZE }
          : { level: 'B-T', estimatedSize: STAMPED_SIZE, timestampAuthority: authority }),
      });
      const [warning] = warnings;
      if (warning) throw new Error(`the document could not be signed as it was meant: ${warning.message}`);
      return Buffer.from(bytes);
    },
  };
}

function signerOf(key: SigningKey): Signer {
  const opened = openKey(key);
  const [own, ...issuers] = opened.certificates;
  return {
    certificate: own.raw,
    // Readers trust a root because they have it already: it would be the one part of the file that nothing vouches for.
    certificateChain: issuers.filter((one) => !one.checkIssued(one)).map(({ raw }) => raw),
    keyType: 'EC',
    signatureAlgorithm: 'ECDSA',
    async sign(data, algorithm) {
      if (algorithm !== 'SHA-256') throw new Error('documents are signed over SHA-256');
      return signBytes(opened.key, data, 'der');
    },
  };
}
