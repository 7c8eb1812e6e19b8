import type { DocumentToAccept } from '../../../domain/document-kinds.js';
import { columnsOf, findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ConsentsTable } from '../../tables/identity/consents.js';
import type { ClinicDocument } from '../clinics/public.js';

export type Consent = Row<ConsentsTable>;

/** A consent with what it was given to. */
export type ListedConsent = Consent & Pick<ClinicDocument, 'clinicId' | 'kind' | 'version' | 'title'>;

export interface ConsentPage {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const LISTED = `select ${columnsOf(ConsentsTable, { of: 'c' })}, d.clinic_id, d.kind, d.version, d.title
  from consents c join clinic_documents d on d.id = c.document_id`;

/** Which documents of clinics people have accepted. */
export class ConsentRepository {
  constructor(private readonly db: Sql) {}

  /** The current documents of a clinic that this person has not accepted; all current ones for nobody. */
  async lacking(clinicId: string, patientId: string | null, now: Date): Promise<readonly DocumentToAccept[]> {
    const { rows } = await this.db.query<{ documents: readonly DocumentToAccept[] }>(
      'select lacking_documents($1, $2, $3) as documents',
      [clinicId, patientId, now],
    );
    return rows[0]?.documents ?? [];
  }

  /** False when the person has accepted the document before and not withdrawn that. */
  async give({ id, patientId, documentId, givenAt }: Omit<Consent, 'withdrawnAt'>): Promise<boolean> {
    // Asks for nothing back: whoever registers may leave a row and read none.
    const { rowCount } = await this.db.query(
      'insert into consents (id, patient_id, document_id, given_at) values ($1, $2, $3, $4) on conflict do nothing',
      [id, patientId, documentId, givenAt],
    );
    return rowCount === 1;
  }

  /** The person's consent to this document, unless it was withdrawn. */
  async findLive(patientId: string, documentId: string): Promise<ListedConsent | null> {
    const live = `${LISTED} where c.patient_id = $1 and c.document_id = $2 and c.withdrawn_at is null`;
    return (await this.db.query<ListedConsent>(live, [patientId, documentId])).rows[0] ?? null;
  }

  find(patientId: string, id: string): Promise<Consent | null> {
    return findRow(this.db, ConsentsTable, { id, patientId });
  }

  /** False when it was withdrawn before. */
  async withdraw(id: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update consents set withdrawn_at = greatest($2, given_at) where id = $1 and withdrawn_at is null',
      [id, now],
    );
    return rowCount === 1;
  }

  /** All that a person has given, those that were withdrawn too; the latest first. */
  async list(patientId: string, page: ConsentPage): Promise<readonly ListedConsent[]> {
    const { rows } = await this.db.query<ListedConsent>(
      `${LISTED} where c.patient_id = $1 and ($2::timestamptz is null or (c.given_at, c.id) < ($2, $3::uuid))
        order by c.given_at desc, c.id desc limit $4`,
      [patientId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    );
    return rows;
  }
}
