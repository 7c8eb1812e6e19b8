import { createHash, randomUUID } from 'node:crypto';
import type { DocumentStore } from '../../../adapters/documents/port.js';
import type { Scanner } from '../../../adapters/scanner/port.js';
import type { ListImportWorkflows } from '../../../adapters/temporal/port.js';
import type { Actor } from '../../../domain/actor.js';
import type { ImportSource } from '../../../domain/catalogue/imports.js';
import { DomainError, invalid } from '../../../domain/errors.js';
import type { Coverage, ImportMode } from '../../../domain/list-imports.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { RequestKey } from '../../idempotency/derive-id.js';
import { deriveId } from '../../idempotency/derive-id.js';
import type { SupplierMappings } from '../mappings.js';
import { type ImportView, viewOf } from './read-imports.js';

export interface SubmitPriceListDeps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  /** Seals what it is given. */
  readonly documents: DocumentStore;
  readonly scanner: Scanner;
  readonly workflows: ListImportWorkflows;
  readonly mappings: SupplierMappings;
  readonly now: () => Date;
  readonly maxBytes: number;
}

/** A price list as somebody sends it. */
export interface SubmittedPriceList {
  readonly clinicId: string;
  readonly source: ImportSource;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The key of a supplier; null: it is recognised. */
  readonly supplier: string | null;
  readonly mode: ImportMode;
  /** Null: what the supplier's mapping says. */
  readonly coverage: Coverage | null;
}

/**
 * Takes a price list for the catalogue of a clinic: the file is kept sealed, and a workflow reads it. What is wrong in the file is
 * found there. A repeat by the same key of a request is the same import.
 * @throws DomainError validation_failed for a supplier that the clinic does not have; payload_too_large; upload_rejected; unavailable
 *   when the store or the engine does not answer: a repeat goes on
 */
export function submitPriceList({ mappings, maxBytes, ...deps }: SubmitPriceListDeps) {
  const { unitOfWork, documents, scanner, workflows, now } = deps;
  return async (actor: Actor, list: SubmittedPriceList, requestKey: RequestKey | null): Promise<ImportView> => {
    const { clinicId, source, supplier, mode, coverage, bytes } = list;
    if (bytes.length > maxBytes) throw new DomainError('payload_too_large', 'The file is too large.');
    const id = submittedImportId(requestKey);
    const earlier = await unitOfWork.withScope(actor, async (scope) => {
      if (supplier !== null && !(await mappings(scope, clinicId)).has(supplier)) {
        throw invalid('supplier', 'No supplier has this key.');
      }
      return scope.supplierImports.find(id);
    });
    if (!earlier) {
      if ((await scanner.scan(bytes)) !== null) throw new DomainError('upload_rejected', 'This file is not safe.');
      const document = randomUUID();
      await documents.put(document, bytes);
      const file = { fileName: list.name, fileSize: bytes.length, fileSha256: digestOf(bytes), document };
      const requestedBy = actor.kind === 'user' ? actor.userId : null;
      await unitOfWork.withScope(actor, async (scope) => {
        await scope.supplierImports.insert(
          { id, clinicId, supplier, mode, coverage, source, requestedBy, ...file },
          now(),
        );
        const event = {
          action: 'supplier_import.uploaded',
          entity: 'supplier_import',
          entityId: id,
          clinicId,
        } as const;
        await scope.audit.record({ ...event, details: { mode, coverage, source } }, now());
      });
    }
    await workflows.follow(id);
    return unitOfWork.withScope(actor, (scope) => viewOf(scope, id, clinicId));
  };
}

/** The id of the import that a request makes; a repeat of it finds the same one. */
export function submittedImportId(requestKey: RequestKey | null): string {
  return deriveId(requestKey, 'supplier-import');
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
