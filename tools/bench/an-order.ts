import type { DocumentOrder } from '../../src/adapters/document-maker/port.js';
import { contentSigner } from '../../src/adapters/signing/jws.js';
import { canonicalContent } from '../../src/domain/prescriptions/content.js';
import { aContent } from '../../tests/support/prescriptions/a-content.js';
import { signingKeys } from '../../tests/support/prescriptions/signing.js';

/** One patient's copy, as the worker asks for it. */
export async function anOrder(): Promise<DocumentOrder & { readonly signature: object }> {
  const [content, { doctor: key }] = [aContent(), await signingKeys()];
  const jws = await contentSigner.sign(canonicalContent(content), key);
  const verifyUrl = `https://clinic.example/verify/${content.number}?code=7K3MQ9XV2D`;
  return { print: { content, form: 'patient_copy', verifyUrl, jws }, signature: { key, signedAt: new Date() } };
}
