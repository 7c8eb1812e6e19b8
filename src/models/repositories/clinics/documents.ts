import type { DocumentKind } from '../../../domain/document-kinds.js';
import { columnsOf, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ClinicDocumentsTable } from '../../tables/clinics/clinic-documents.js';

export type ClinicDocument = Row<ClinicDocumentsTable>;

/** A document with whether it is the one of its kind that holds now. */
export interface ListedDocument extends ClinicDocument {
  readonly isCurrent: boolean;
}

export interface DocumentPage {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const COLUMNS = columnsOf(ClinicDocumentsTable);
const IS_CURRENT = "id::text in (select d ->> 'id' from jsonb_array_elements(lacking_documents($1, null, $2)) d)";

/** What clinics publish for their patients to read and accept. */
export class ClinicDocumentRepository {
  constructor(private readonly db: Sql) {}

  publish(document: ClinicDocument): Promise<ClinicDocument> {
    return insertRow(this.db, ClinicDocumentsTable, document);
  }

  find(id: string): Promise<ClinicDocument | null> {
    return findRow(this.db, ClinicDocumentsTable, { id });
  }

  findVersion(clinicId: string, kind: DocumentKind, version: string): Promise<ClinicDocument | null> {
    return findRow(this.db, ClinicDocumentsTable, { clinicId, kind, version });
  }

  /** Which of these are documents of the clinic. */
  async known(clinicId: string, ids: readonly string[]): Promise<readonly string[]> {
    const where = { clinicId, id: [...ids] };
    return (await listRows(this.db, ClinicDocumentsTable, where, { attributes: ['id'] })).map(({ id }) => id);
  }

  /** All versions of a clinic's documents, the one that takes effect last first. */
  async list(clinicId: string, now: Date, page: DocumentPage): Promise<readonly ListedDocument[]> {
    const { rows } = await this.db.query<ListedDocument>(
      `select ${COLUMNS}, ${IS_CURRENT} as is_current from clinic_documents
        where clinic_id = $1 and ($3::timestamptz is null or (effective_from, id) < ($3, $4::uuid))
        order by effective_from desc, id desc limit $5`,
      [clinicId, now, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    );
    return rows;
  }

  /** Those that hold now, one of a kind. */
  async current(clinicId: string, now: Date): Promise<readonly ClinicDocument[]> {
    const { rows } = await this.db.query<ClinicDocument>(
      `select ${COLUMNS} from clinic_documents where clinic_id = $1 and ${IS_CURRENT} order by kind`,
      [clinicId, now],
    );
    return rows;
  }
}
