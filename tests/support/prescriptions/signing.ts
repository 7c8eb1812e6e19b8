import { randomUUID } from 'node:crypto';
import { certificateAuthority } from '../../../src/adapters/signing/authority.js';
import type { NewKey, SigningKey } from '../../../src/adapters/signing/port.js';
import {
  authorityTerm,
  doctorTerm,
  type SigningCertificate,
} from '../../../src/domain/prescriptions/signing-certificates.js';

export interface KeyForTest extends SigningKey {
  readonly certificate: SigningCertificate;
}

/** A key as the database would give it out. */
export function keptKey({ pkcs8, ...made }: NewKey, kind: SigningCertificate['kind'] = 'doctor'): KeyForTest {
  return { certificate: { ...made, id: randomUUID(), kind, doctorId: kind === 'doctor' ? randomUUID() : null }, pkcs8 };
}

/** An authority of its own, and a doctor's key that it has certified. */
export async function signingKeys(
  name = 'Dr Testilda Doctorovic',
  now = new Date(),
): Promise<{ readonly authority: KeyForTest; readonly doctor: KeyForTest }> {
  const maker = certificateAuthority('clinic.invalid');
  const authority = keptKey(await maker.create(authorityTerm(now)), 'authority');
  return { authority, doctor: keptKey(await maker.certify(authority, { id: randomUUID(), name }, doctorTerm(now))) };
}
