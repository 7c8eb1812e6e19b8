import type { CertificateAuthority, NewKey, SigningKey } from '../../adapters/signing/port.js';
import {
  authorityTerm,
  canCertify,
  doctorTerm,
  isInUse,
  type SigningCertificate,
} from '../../domain/prescriptions/signing-certificates.js';
import type {
  KeptCertificate,
  KeptKey,
  SigningKeyRepository,
} from '../../models/repositories/prescriptions/signing-keys.js';

export interface SigningKeyDeps {
  readonly authority: CertificateAuthority;
  /** The certificate of SIGNING_PFX; null: each doctor has a key of the own. */
  readonly fileKey: () => Promise<NewKey | null>;
  readonly now: () => Date;
}

/** Whose signature it is. */
export interface SigningDoctor {
  readonly id: string;
  readonly name: string;
}

interface Scope {
  readonly signingKeys: SigningKeyRepository;
}

/**
 * The key with which a doctor signs now, inside the transaction of what is signed. The first time, in its last year and after a
 * change of name a new one is made and certified (50 ms); a doctor who signs twice at one moment gets one key: who is slower waits
 * for the other transaction and takes its key. Only the worker may call it: the API cannot read keys.
 */
export function signingKeyFor(deps: SigningKeyDeps) {
  return async ({ signingKeys }: Scope, doctor: SigningDoctor): Promise<SigningKey> => {
    const file = await deps.fileKey();
    if (file) return keyOfFile(signingKeys, file, deps.now());
    const kept = await signingKeys.findOfDoctor(doctor.id);
    if (kept && isInUse(kept.certificate, doctor.name, deps.now())) return opened(kept);
    const authority = await readAuthority(deps, signingKeys);
    const made = await deps.authority.certify(authority, doctor, doctorTerm(deps.now()));
    return claim(
      signingKeys,
      { made, kind: 'doctor', doctorId: doctor.id, before: kept?.certificate ?? null },
      deps.now(),
    );
  };
}

/**
 * The key of a certificate that has signed already: what belongs to one prescription is signed with one key, also when its document
 * is made after a renewal.
 * @throws Error when there is no such key, or SIGNING_PFX names another file now
 */
export function readSigningKey({ fileKey }: Pick<SigningKeyDeps, 'fileKey'>) {
  return async ({ signingKeys }: Scope, certificateId: string): Promise<SigningKey> => {
    const certificate = await signingKeys.findCertificate(certificateId);
    if (!certificate) throw new Error('there is no such signing certificate');
    if (certificate.kind !== 'file') return withKey(signingKeys, certificate);
    const file = await fileKey();
    if (certificate.fingerprint !== file?.fingerprint) {
      throw new Error('the certificate that signed this is not the one of SIGNING_PFX');
    }
    return { certificate, pkcs8: file.pkcs8 };
  };
}

/** The authority that certifies now. */
async function readAuthority(
  { authority, now }: SigningKeyDeps,
  signingKeys: SigningKeyRepository,
): Promise<SigningKey> {
  const kept = await signingKeys.findAuthority();
  if (kept && canCertify(kept, now())) return withKey(signingKeys, kept);
  const made = await authority.create(authorityTerm(now()));
  return claim(signingKeys, { made, kind: 'authority', doctorId: null, before: kept }, now());
}

interface Claim extends Pick<SigningCertificate, 'kind' | 'doctorId'> {
  readonly made: NewKey;
  /** The one that it stands in the place of. */
  readonly before: KeptCertificate | null;
}

async function claim(
  signingKeys: SigningKeyRepository,
  { made: { pkcs8, ...certificate }, kind, doctorId, before }: Claim,
  now: Date,
): Promise<SigningKey> {
  const claimed = await signingKeys.claim({ ...certificate, kind, doctorId }, (before?.generation ?? 0) + 1, now);
  if (claimed) {
    await signingKeys.insertKey(claimed.id, pkcs8);
    return { certificate: claimed, pkcs8 };
  }
  return readClaimed(signingKeys, doctorId);
}

/** What another transaction, which has ended, has claimed. */
async function readClaimed(signingKeys: SigningKeyRepository, doctorId: string | null): Promise<SigningKey> {
  const ofDoctor = doctorId === null ? null : await signingKeys.findOfDoctor(doctorId);
  const authority = doctorId === null ? await signingKeys.findAuthority() : null;
  if (ofDoctor) return opened(ofDoctor);
  if (authority) return withKey(signingKeys, authority);
  throw new Error('the signing key of another transaction is gone');
}

function opened({ certificate, open }: KeptKey): SigningKey {
  return { certificate, pkcs8: open() };
}

async function keyOfFile(signingKeys: SigningKeyRepository, file: NewKey, now: Date): Promise<SigningKey> {
  const { pkcs8, ...read } = file;
  const certificate =
    (await signingKeys.findByFingerprint(read.fingerprint)) ??
    (await signingKeys.claim({ ...read, kind: 'file', doctorId: null }, null, now)) ??
    (await signingKeys.findByFingerprint(read.fingerprint));
  if (!certificate) throw new Error('the certificate of SIGNING_PFX could not be recorded');
  return { certificate, pkcs8 };
}

async function withKey(signingKeys: SigningKeyRepository, certificate: SigningCertificate): Promise<SigningKey> {
  return { certificate, pkcs8: await signingKeys.readKey(certificate.id) };
}
