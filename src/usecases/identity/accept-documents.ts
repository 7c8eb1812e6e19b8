import { randomUUID } from 'node:crypto';
import type { DocumentToAccept } from '../../domain/document-kinds.js';
import { DomainError, type FieldError } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';

type Scope = ClinicsScope & IdentityScope;

/** What somebody accepts on becoming a patient of a clinic. */
export interface Acceptance {
  readonly clinicId: string;
  /** Null while there is no account. */
  readonly patientId: string | null;
  readonly documentIds: readonly string[];
}

/** Why these documents do not suffice to become a patient of the clinic; nothing when they do. */
export async function acceptanceProblems(
  scope: Pick<Scope, 'clinicDocuments' | 'consents'>,
  { clinicId, patientId, documentIds }: Acceptance,
  at: Date,
): Promise<readonly FieldError[]> {
  const field = 'accepted_documents';
  const known = await scope.clinicDocuments.known(clinicId, documentIds);
  if (known.length < documentIds.length) {
    return [{ field, message: 'One of these is no document of this clinic.' }];
  }
  const lacking = (await scope.consents.lacking(clinicId, patientId, at)).filter(({ id }) => !documentIds.includes(id));
  if (lacking.length === 0) return [];
  const names = lacking.map(({ kind, version }) => `${kind} (version ${version})`).join(', ');
  return [{ field, message: `Please read and accept the documents of the clinic: ${names}.` }];
}

/** Records that somebody has accepted these documents. Each that was accepted before stays as it was. */
export async function giveConsents(
  scope: Scope,
  patientId: string,
  documentIds: readonly string[],
  at: Date,
): Promise<void> {
  for (const documentId of documentIds) {
    const document = await scope.clinicDocuments.find(documentId);
    if (!document) throw new Error('a document that was known is gone');
    const id = randomUUID();
    if (!(await scope.consents.give({ id, patientId, documentId, givenAt: at }))) continue;
    const { clinicId, kind, version } = document;
    const about = { entity: 'consent', entityId: id, clinicId, patientId } as const;
    await scope.audit.record(
      { action: 'consent.given', ...about, details: { document: documentId, kind, version } },
      at,
    );
  }
}

/**
 * A patient books at a clinic only after accepting its current documents.
 * @throws DomainError consent_required with those that are lacking
 */
export function assertConsents(lacking: readonly DocumentToAccept[]): void {
  if (lacking.length === 0) return;
  const sentence = 'Please read and accept the documents of the clinic before you book.';
  throw new DomainError('consent_required', sentence, { documents: lacking });
}
