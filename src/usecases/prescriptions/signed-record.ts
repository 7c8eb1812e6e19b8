import { createHash } from 'node:crypto';
import type { DocumentStore } from '../../adapters/documents/port.js';
import type { ContentVerifier } from '../../adapters/signing/port.js';
import { holderOfPrescription } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { columnsUnlikeContent, endUnlikeHistory } from '../../domain/prescriptions/compare-record.js';
import type { SigningCertificate } from '../../domain/prescriptions/signing-certificates.js';
import type { PrescriptionRecord } from '../../models/repositories/prescriptions/signed-records.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { OpenedPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
import type { UnitOfWork } from '../../models/scope.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';

export interface SignedRecordDeps<S = PrescriptionsScope> {
  readonly unitOfWork: UnitOfWork<S>;
  readonly contents: ContentVerifier;
  readonly documents: DocumentStore;
}

/** A prescription as it is stored, with all that it is compared with. */
export interface SignedRecord extends PrescriptionRecord {
  readonly isFoundByItsCode: boolean;
  /** Its items are of the drugs that the content names. */
  readonly hasItsDrugs: boolean;
}

/** How it has ended, and whether its document was stored. */
const COMPARED_EVENTS = ['cancelled', 'superseded', 'document_stored'] as const;

/**
 * Reads a record in the scope of whoever holds it; null when there is none. The scope holds the prescription alone (`lockOf`): what a cancel
 * writes in the middle of it would look like a change. It waits for nothing but the database.
 */
export async function readSignedRecord(scope: PrescriptionsScope, id: string): Promise<SignedRecord | null> {
  const record = await scope.signedRecords.findRecord(id, COMPARED_EVENTS);
  if (!record) return null;
  const { columns, prescription } = record;
  return {
    ...record,
    isFoundByItsCode: prescription !== null && scope.signedRecords.isFoundBy(columns, prescription.code),
    hasItsDrugs: await hasItsDrugs(scope, prescription),
  };
}

async function hasItsDrugs(scope: PrescriptionsScope, prescription: OpenedPrescription | null): Promise<boolean> {
  for (const [at, item] of (prescription?.items ?? []).entries()) {
    const drug = prescription?.content.items[at]?.drug?.id;
    if (drug !== undefined && item.drugId !== null && !(await scope.signedRecords.isRowOfDrug(item.drugId, drug)))
      return false;
  }
  return true;
}

/**
 * What of a record is not as it was signed, by names of columns; none when nobody has changed it. Verifies the signature over the
 * stored content, compares the columns of prescription and items with it, its end with the history, the rest with the request, and the stored document with
 * its row.
 * @throws DomainError unavailable while the store of documents does not answer
 */
export async function changesOf(deps: SignedRecordDeps, record: SignedRecord): Promise<readonly string[]> {
  const { columns, prescription, certificate } = record;
  if (!prescription) return ['content'];
  const { contentText, content, jws, items } = prescription;
  const sha256 = createHash('sha256').update(contentText).digest('hex');
  const signed = { content: contentText, jws, certificate, signedAt: columns.issuedAt };
  return [
    ...((await isSigned(deps.contents, signed)) ? [] : ['jws']),
    ...(kidOf(jws) === columns.certificateId ? [] : ['certificateId']),
    ...(sha256 === columns.contentSha256 ? [] : ['contentSha256']),
    ...columnsUnlikeContent({ ...columns, items }, content),
    ...endUnlikeHistory({ ...columns, version: columns.version ?? 1, status: prescription.status }, record.events),
    ...columnsUnlikeRequest(record),
    ...(record.isFoundByItsCode ? [] : ['codeHash']),
    ...(record.hasItsDrugs ? [] : ['item.drugId']),
    ...((await isDocumentAsStored(deps.documents, record)) ? [] : ['document']),
    ...(await linksUnlike(deps, prescription)),
  ];
}

interface Signed {
  readonly content: string;
  readonly jws: string;
  readonly certificate: SigningCertificate | null;
  readonly signedAt: Date;
}

async function isSigned(contents: ContentVerifier, { certificate, ...signed }: Signed): Promise<boolean> {
  return certificate !== null && contents.verify({ ...signed, certificate });
}

/** The certificate that the protected header of a JWS names; null for what is no header. */
function kidOf(jws: string): unknown {
  const [header = ''] = jws.split('.');
  try {
    return (JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { kid?: unknown }).kid;
  } catch {
    // No JSON: somebody has changed the column.
    return null;
  }
}

/** What the content does not say: where it was prescribed, on which visit, and which of its request it is. */
function columnsUnlikeRequest({ columns, request }: SignedRecord): readonly string[] {
  const { id, requestId, position } = columns;
  const derived = position === 0 ? requestId : derivedUuid(`${requestId}/prescription/${position}`);
  const names = ['clinicId', 'doctorId', 'patientId', 'appointmentId'] as const;
  return [
    ...(derived === id ? [] : ['requestId']),
    ...names.filter((name) => request !== null && request[name] !== columns[name]),
  ];
}

/** A prescription that has no document yet is as it should be; one whose document is gone is not. */
async function isDocumentAsStored(documents: DocumentStore, { columns, document, events }: SignedRecord) {
  const isStored = events.some(({ event }) => event === 'document_stored');
  if (!document) return !isStored;
  if (!isStored || !document.name.endsWith(`/${columns.number}-${document.sha256.slice(0, 12)}.pdf`)) return false;
  const bytes = await storedBytes(documents, document.name);
  return (
    bytes !== null &&
    bytes.length === document.size &&
    createHash('sha256').update(bytes).digest('hex') === document.sha256
  );
}

async function storedBytes(documents: DocumentStore, name: string): Promise<Uint8Array | null> {
  try {
    return await documents.get(name);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    // The store has answered, and what it keeps does not open: it is not what this product has stored.
    return null;
  }
}

/** Of what it supersedes and what supersedes it: each has to name the other. */
async function linksUnlike({ unitOfWork }: SignedRecordDeps, prescription: OpenedPrescription) {
  const { id, content, supersedes, supersededBy } = prescription;
  const linked = (other: string) =>
    unitOfWork.withScope(holderOfPrescription(other), ({ signedRecords }) => signedRecords.find(other));
  const before = supersedes === null ? null : await linked(supersedes);
  const after = supersededBy === null ? null : await linked(supersededBy);
  return [
    ...(supersedes === null || before?.number === content.supersedes ? [] : ['supersedes']),
    ...(supersededBy === null || after?.supersedes === id ? [] : ['supersededBy']),
  ];
}
