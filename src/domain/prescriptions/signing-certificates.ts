/** From when to when a certificate is valid. */
export interface Term {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** `authority`: certifies doctors' keys. `doctor`: one doctor's own. `file`: the installation's, from SIGNING_PFX. */
export const CERTIFICATE_KINDS = ['authority', 'doctor', 'file'] as const;

/** What is known of a signing certificate without its private key. */
export interface SigningCertificate extends Term {
  readonly id: string;
  readonly kind: (typeof CERTIFICATE_KINDS)[number];
  readonly doctorId: string | null;
  /** Whom it names, and who vouches for that. */
  readonly holder: string;
  readonly issuer: string;
  /** PEM: the certificate itself, then those of its issuers. */
  readonly chain: string;
  /** SHA-256 of the certificate (DER), in hex. */
  readonly fingerprint: string;
}

const AUTHORITY_YEARS = 20;
const DOCTOR_YEARS = 10;
const RENEWED_YEARS_BEFORE = 1;
/** A reader whose clock is behind must not find a signature older than its certificate. */
const SKEW_MS = 5 * 60_000;

export function authorityTerm(now: Date): Term {
  return termOf(now, AUTHORITY_YEARS);
}

export function doctorTerm(now: Date): Term {
  return termOf(now, DOCTOR_YEARS);
}

/** Whether a doctor's key still signs what is issued now: it is renewed in its last year, and when the doctor's name has changed. */
export function isInUse(certificate: SigningCertificate, holder: string, now: Date): boolean {
  return certificate.holder === holder && addYears(now, RENEWED_YEARS_BEFORE) < certificate.notAfter;
}

/** Whether an authority outlives what it would certify now: readers follow a chain only while all of it is valid. */
export function canCertify(authority: Term, now: Date): boolean {
  return doctorTerm(now).notAfter <= authority.notAfter;
}

/** Certificates know whole seconds. */
function termOf(now: Date, years: number): Term {
  const from = new Date(Math.floor((now.getTime() - SKEW_MS) / 1000) * 1000);
  return { notBefore: from, notAfter: addYears(from, years) };
}

function addYears(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(date.getUTCFullYear() + years);
  return later;
}
