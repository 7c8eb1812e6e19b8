import type { NewKey } from '../../adapters/signing/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { CERTIFICATE_NOTICE_DAYS } from '../../domain/prescriptions/patterns.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { ShowEntry } from '../payments/public.js';

type Scope = ClinicsScope & SupportScope;

const DAY_MS = 86_400_000;

export interface FlagCertificateDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly signing: { readonly fileKey: () => Promise<NewKey | null> };
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/**
 * Shows a person that the certificate of SIGNING_PFX ends soon: nobody can renew it but them. For each certificate once, ever. Keys of doctors and the
 * authority renew themselves, so nothing is shown of them. The entry is the first clinic's, as everything of the installation is. Returns
 * whether one was opened.
 */
export function flagCertificate({ unitOfWork, signing, showEntry, now }: FlagCertificateDeps) {
  return async (): Promise<boolean> => {
    const key = await signing.fileKey();
    const ends = key && key.notAfter.getTime() - now().getTime() < CERTIFICATE_NOTICE_DAYS * DAY_MS;
    if (!key || !ends) return false;
    const { fingerprint, notAfter } = key;
    const opened = await unitOfWork.withScope(SYSTEM, (scope) => open(scope, { fingerprint, notAfter }, now()), {
      exclusively: 'certificate_expiring',
    });
    if (opened !== null) await showEntry(opened, 'opened');
    return opened !== null;
  };
}

async function open(
  scope: Scope,
  { fingerprint, notAfter }: Pick<NewKey, 'fingerprint' | 'notAfter'>,
  now: Date,
): Promise<string | null> {
  const clinic = await scope.clinics.default();
  if (!clinic) return null;
  const [clinicId, code] = [clinic.id, 'certificate_expiring'] as const;
  const shown = await scope.attention.listForSubject(clinicId);
  if (shown.some((entry) => entry.code === code && entry.about === fingerprint)) return null;
  const ends = notAfter.toISOString();
  const id = await scope.attention.open(
    { clinicId, subjectId: clinicId, code, about: fingerprint, context: { fingerprint, ends } },
    now,
  );
  if (id === null) return null;
  const of = { action: 'attention.opened', entity: 'attention', entityId: id, clinicId } as const;
  await scope.audit.record({ ...of, details: { code, ends } }, now);
  return id;
}
