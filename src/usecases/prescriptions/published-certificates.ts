import { type JsonWebKey, X509Certificate } from 'node:crypto';
import { ANONYMOUS } from '../../domain/actor.js';
import type { SigningCertificate } from '../../domain/prescriptions/signing-certificates.js';
import type { SigningKeyRepository } from '../../models/repositories/prescriptions/signing-keys.js';
import type { UnitOfWork } from '../../models/scope.js';

/** A public key as RFC 7517 writes it. */
export interface PublishedKey extends JsonWebKey {
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
  readonly x5c: readonly string[];
}

/** What anybody needs to verify prescriptions without asking this product. */
export interface PublishedCertificates {
  /** PEM: every authority that ever certified here, and the root of each file's certificate. */
  readonly authorities: string;
  /** Every key that ever signed here; `kid` is what a signature's header says. */
  readonly keys: readonly PublishedKey[];
}

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads them on behalf of nobody. Certificates are few, and readers may keep them: they only ever become more. */
export function readPublishedCertificates({
  unitOfWork,
}: {
  readonly unitOfWork: UnitOfWork<{ readonly signingKeys: SigningKeyRepository }>;
}) {
  return async (): Promise<PublishedCertificates> => {
    const kept = await unitOfWork.withScope(ANONYMOUS, ({ signingKeys }) => signingKeys.listCertificates());
    return published(kept);
  };
}

function published(certificates: readonly SigningCertificate[]): PublishedCertificates {
  const chains = certificates.map(({ chain }) => chain.match(BLOCK) ?? []);
  const roots = new Set(chains.map((chain) => chain.at(-1) ?? ''));
  return {
    authorities: [...roots, ''].join('\n'),
    keys: certificates.flatMap(({ id, kind }, at) => (kind === 'authority' ? [] : [keyOf(id, chains[at] ?? [])])),
  };
}

function keyOf(id: string, chain: readonly string[]): PublishedKey {
  const certificates = chain.map((pem) => new X509Certificate(pem));
  return {
    ...certificates[0]?.publicKey.export({ format: 'jwk' }),
    kid: id,
    alg: 'ES256',
    use: 'sig',
    x5c: certificates.map(({ raw }) => raw.toString('base64')),
  };
}
