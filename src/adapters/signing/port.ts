import type { SigningCertificate, Term } from '../../domain/prescriptions/signing-certificates.js';

/** What signs: a certificate and its private key. It stays in the memory of the worker, and stands in no log. */
export interface SigningKey {
  readonly certificate: Pick<SigningCertificate, 'id' | 'chain'>;
  /** PKCS#8 (DER), ECDSA P-256. */
  readonly pkcs8: Uint8Array;
}

/** A pair that was made, or read from a file, and has no place in the database yet. */
export interface NewKey extends Omit<SigningCertificate, 'id' | 'kind' | 'doctorId'> {
  readonly pkcs8: Uint8Array;
}

/** Makes keys (ECDSA P-256) and their certificates. A pair takes some 20 ms. */
export interface CertificateAuthority {
  /** A self-signed authority that may certify people and nothing else. */
  create(term: Term): Promise<NewKey>;
  /** A key of a doctor's own, for document signing and e-mail protection, certified by `authority`. */
  certify(authority: SigningKey, holder: { readonly id: string; readonly name: string }, term: Term): Promise<NewKey>;
}

/** Signs the canonical content of a prescription. */
export interface ContentSigner {
  /**
   * A detached compact JWS (RFC 7515, appendix F): `header..signature`, ES256, with `x5c` and, as `kid`, the certificate's id. Whoever
   * verifies it puts the content, base64url-encoded, between the dots.
   */
  sign(content: string, key: SigningKey): Promise<string>;
}

/** Signs documents. */
export interface DocumentSigner {
  /**
   * The document with a PAdES signature behind it (B-B; B-T with a time stamp), as an update of its own: what was there stays as it is.
   * @throws Error while the time stamp's server gives none
   */
  sign(pdf: Uint8Array, key: SigningKey, signedAt: Date): Promise<Buffer>;
}

/** What was signed, as it is kept. */
export interface SignedContent {
  /** The canonical text. */
  readonly content: string;
  readonly jws: string;
  readonly certificate: SigningCertificate;
  /** When it was signed: the certificate has to be valid then. */
  readonly signedAt: Date;
}

/** Verifies what a {@link ContentSigner} has signed. It holds no key but public ones. */
export interface ContentVerifier {
  /** Whether exactly this content was signed with the key of exactly this certificate. One ES256 verification. */
  verify(signed: SignedContent): Promise<boolean>;
}
