import { type UserActor, VISITOR } from '../../domain/actor.js';
import { type DocumentText, documentProblems, LEGAL_PAGES, type LegalPage } from '../../domain/clinics/documents.js';
import { isSlug } from '../../domain/clinics/slugs.js';
import type { DocumentKind } from '../../domain/document-kinds.js';
import { assertValid, invalid, notFound } from '../../domain/errors.js';
import { type Bound, momentOf } from '../../domain/periods.js';
import type { ClinicRow } from '../../models/repositories/clinics/clinics.js';
import type { ClinicDocument, DocumentPage, ListedDocument } from '../../models/repositories/clinics/documents.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { ownClinic, type PlaceDeps } from './locations.js';

export type { ListedDocument };

/** A document that a clinic wants its patients to read and accept. */
export interface NewDocument extends DocumentText {
  readonly kind: DocumentKind;
  /** An instant, or a day on the wall of the clinic's zone, which is when it begins. */
  readonly effectiveFrom: Bound;
}

/** All versions of a clinic's documents, for anybody. @throws DomainError not_found */
export function listDocuments({ unitOfWork, now }: PlaceDeps) {
  return (clinicId: string, page: DocumentPage): Promise<readonly ListedDocument[]> =>
    unitOfWork.withScope(VISITOR, async (scope) => {
      if (!(await scope.clinics.find(clinicId))) throw notFound('Clinic');
      return scope.clinicDocuments.list(clinicId, now(), page);
    });
}

/**
 * Publishes a version of a document. It never changes afterwards. From the moment in which it takes effect on, patients are
 * asked for it before they book.
 * @throws DomainError not_found, validation_failed with each bad field (`version`, too, for one that is published)
 */
export function publishDocument({ unitOfWork, now }: PlaceDeps) {
  return (
    actor: UserActor,
    clinicId: string,
    wanted: NewDocument,
    requestKey: RequestKey | null,
  ): Promise<ListedDocument> =>
    unitOfWork.withScope(actor, async (scope) => {
      // Locked: of two that publish the same version at once, the second is told.
      const clinic = await ownClinic(scope, actor, clinicId);
      const at = now();
      const id = deriveId(requestKey, 'clinic-document');
      const made = await scope.clinicDocuments.find(id);
      if (made) return shown(scope, made, at);
      const document = await checked(scope, clinic, wanted);
      const publication = { publishedBy: actor.userId, publishedAt: at };
      const published = await scope.clinicDocuments.publish({ id, clinicId, ...document, ...publication });
      await scope.audit.record(
        {
          action: 'clinic_document.published',
          entity: 'clinic_document',
          entityId: id,
          clinicId,
          details: { kind: document.kind, version: document.version, effective: document.effectiveFrom.toISOString() },
        },
        at,
      );
      return shown(scope, published, at);
    });
}

async function checked(scope: ClinicsScope, clinic: ClinicRow, wanted: NewDocument) {
  const { kind, effectiveFrom, body } = wanted;
  const [version, title] = [wanted.version.trim(), wanted.title.trim()];
  assertValid(documentProblems({ version, title, body }));
  if (await scope.clinicDocuments.findVersion(clinic.id, kind, version)) {
    throw invalid('version', 'This version is published already, and does not change: give the next one another name.');
  }
  return { kind, version, title, body, effectiveFrom: momentOf(effectiveFrom, clinic.timezone) };
}

async function shown(scope: ClinicsScope, document: ClinicDocument, at: Date): Promise<ListedDocument> {
  const current = await scope.clinicDocuments.current(document.clinicId, at);
  return { ...document, isCurrent: current.some(({ id }) => id === document.id) };
}

/** A current document with the clinic that it is of. */
export interface LegalDocument {
  readonly clinic: Pick<ClinicRow, 'name' | 'slug' | 'timezone'>;
  readonly document: ClinicDocument;
  /** What else the clinic says at an address of its own. */
  readonly others: readonly LegalPage[];
}

/** The current document of a clinic, by the name in its addresses, for anybody; null where there is none. */
export function readLegalDocument({ unitOfWork, now }: PlaceDeps) {
  return (slug: string, kind: string): Promise<LegalDocument | null> =>
    unitOfWork.withScope(VISITOR, async (scope) => {
      const clinic = isSlug(slug) ? await scope.clinics.findBySlug(slug) : null;
      if (!clinic) return null;
      const current = await scope.clinicDocuments.current(clinic.id, now());
      const page = (wanted: string) => current.find((one) => one.kind === wanted && isPage(one.kind));
      const document = page(kind);
      if (!document) return null;
      return { clinic, document, others: LEGAL_PAGES.filter((other) => other !== kind && page(other)) };
    });
}

function isPage(kind: DocumentKind): kind is LegalPage {
  return (LEGAL_PAGES as readonly DocumentKind[]).includes(kind);
}
