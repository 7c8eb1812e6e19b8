import { createHash, randomUUID } from 'node:crypto';
import type { DocumentStore } from '../../../adapters/documents/port.js';
import type { Scanner } from '../../../adapters/scanner/port.js';
import type { ListImportWorkflows } from '../../../adapters/temporal/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { DomainError } from '../../../domain/errors.js';
import type { Coverage, ImportMode } from '../../../domain/list-imports.js';
import type { FormularyScope } from '../../../models/repositories/formulary/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { deriveId, type RequestKey } from '../../idempotency/derive-id.js';
import { clinicOf } from '../own-clinic.js';
import { type ImportView, viewOf } from './read-import.js';

export interface SubmitListDeps {
  readonly unitOfWork: UnitOfWork<FormularyScope>;
  /** Seals what it is given. */
  readonly documents: DocumentStore;
  readonly scanner: Scanner;
  readonly workflows: ListImportWorkflows;
  readonly now: () => Date;
  readonly maxBytes: number;
}

/** A list as somebody sends it. */
export interface SubmittedList {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode: ImportMode;
  readonly coverage: Coverage;
}

/**
 * Takes a list for the formulary of the caller's clinic: the file is kept sealed, and a workflow reads it. What is wrong in the file
 * is found there. A repeat by the same key of a request is the same import.
 * @throws DomainError payload_too_large, upload_rejected, unavailable when the store or the engine does not answer: a repeat goes on
 */
export function submitList({ unitOfWork, documents, scanner, workflows, now, maxBytes }: SubmitListDeps) {
  return async (actor: UserActor, list: SubmittedList, requestKey: RequestKey | null): Promise<ImportView> => {
    const clinicId = clinicOf(actor);
    if (list.bytes.length > maxBytes) throw new DomainError('payload_too_large', 'The file is too large.');
    const id = deriveId(requestKey, 'drug-import');
    const earlier = await unitOfWork.withScope(actor, (scope) => scope.drugImports.find(id));
    if (!earlier) {
      if ((await scanner.scan(list.bytes)) !== null) throw new DomainError('upload_rejected', 'This file is not safe.');
      const document = randomUUID();
      await documents.put(document, list.bytes);
      const file = { fileName: list.name, fileSize: list.bytes.length, fileSha256: digestOf(list.bytes), document };
      const { mode, coverage } = list;
      await unitOfWork.withScope(actor, async (scope) => {
        await scope.drugImports.add({ id, clinicId, mode, coverage, ...file, requestedBy: actor.userId }, now());
        await scope.audit.record(
          {
            action: 'drug_import.uploaded',
            entity: 'drug_import',
            entityId: id,
            clinicId,
            details: { mode, coverage },
          },
          now(),
        );
      });
    }
    await workflows.follow(id);
    return unitOfWork.withScope(actor, (scope) => viewOf(scope, id, clinicId));
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
