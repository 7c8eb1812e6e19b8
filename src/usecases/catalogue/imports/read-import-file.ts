import type { DocumentStore } from '../../../adapters/documents/port.js';
import type { UserActor } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { importOf } from './read-imports.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly now: () => Date;
}

/** The file of an import as it came, byte for byte; each download is a row of the audit. */
export function readImportFile({ unitOfWork, documents, now }: Deps) {
  return async (actor: UserActor, clinicId: string, id: string): Promise<{ name: string; bytes: Uint8Array }> => {
    const found = await unitOfWork.withScope(actor, async (scope) => {
      const one = await importOf(scope, id, clinicId);
      const about = { entity: 'supplier_import', entityId: id, clinicId } as const;
      await scope.audit.record({ ...about, action: 'supplier_import.file_read' }, now());
      return one;
    });
    const bytes = await documents.get(found.document);
    if (bytes === null) throw notFound('File');
    return { name: found.fileName, bytes };
  };
}
