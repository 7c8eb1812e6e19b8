import type { KeyRing } from '../../../config/key-ring.js';
import type { SigningCertificate } from '../../../domain/prescriptions/signing-certificates.js';
import { columnsOf, findRow, jsonOf, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DispensingsTable } from '../../tables/prescriptions/dispensings.js';
import { PrescriptionDocumentsTable } from '../../tables/prescriptions/prescription-documents.js';
import { PrescriptionEventsTable } from '../../tables/prescriptions/prescription-events.js';
import { PrescriptionItemsTable } from '../../tables/prescriptions/prescription-items.js';
import { PrescriptionRequestsTable } from '../../tables/prescriptions/prescription-requests.js';
import { PrescriptionsTable } from '../../tables/prescriptions/prescriptions.js';
import { SigningCertificatesTable } from '../../tables/prescriptions/signing-certificates.js';
import { nullIfUnreadable } from '../../unreadable-row.js';
import { openCertificate } from './signing-keys.js';
import { codeKey, type OpenedPrescription, openPrescription, type StoredItem } from './stored-prescription.js';

/** The columns of a prescription alone, its texts sealed. */
export type BarePrescription = Row<PrescriptionsTable>;

/** Of what request a prescription is. */
export type RecordedRequest = Pick<
  Row<PrescriptionRequestsTable>,
  'id' | 'clinicId' | 'doctorId' | 'patientId' | 'appointmentId'
>;

export type RecordedDocument = Pick<Row<PrescriptionDocumentsTable>, 'name' | 'sha256' | 'size'>;

export type RecordedEvent = Pick<Row<PrescriptionEventsTable>, 'event' | 'happenedAt' | 'happenedBy'>;

/** A supply that stands, as anybody who holds the prescription may know of it. */
export type StandingSupply = Pick<Row<DispensingsTable>, 'itemId' | 'supplyNo' | 'dispensedOn'>;

/** A prescription as it is stored, with all that belongs to it. */
export interface PrescriptionRecord {
  readonly columns: BarePrescription;
  /** Null when a sealed text does not open, or its request is gone: somebody has changed it. */
  readonly prescription: OpenedPrescription | null;
  readonly request: RecordedRequest | null;
  /** Null when there is none of this id, or it is not as this product has written it. */
  readonly certificate: SigningCertificate | null;
  readonly document: RecordedDocument | null;
  /** The first one first. */
  readonly events: readonly RecordedEvent[];
  /** Those that stand, the first one first. */
  readonly supplies: readonly StandingSupply[];
}

/** A row as JSON has it: instants and bytes are text. */
type Json<T> = { readonly [Name in keyof T]: T[Name] extends Date | Buffer ? string : T[Name] };

interface FoundRecord extends BarePrescription {
  readonly items: readonly Row<PrescriptionItemsTable>[] | null;
  readonly request: RecordedRequest | null;
  readonly certificate: Json<Row<SigningCertificatesTable>> | null;
  readonly document: RecordedDocument | null;
  readonly events: readonly Json<RecordedEvent>[] | null;
  readonly supplies: readonly StandingSupply[] | null;
}

/**
 * All of a record in one statement, each table once: anybody may ask for a look, and every table that a statement names costs the database
 * its policies, which verify the scope anew.
 */
const RECORD = `
  select ${columnsOf(PrescriptionsTable, { of: 'p' })},
         (select json_agg(${jsonOf(PrescriptionItemsTable, { of: 'i' })} order by i.position)
            from prescription_items i where i.prescription_id = p.id) as items,
         (select ${jsonOf(PrescriptionRequestsTable, { of: 'r', only: ['id', 'clinicId', 'doctorId', 'patientId', 'appointmentId'] })}
            from prescription_requests r where r.id = p.request_id) as request,
         (select ${jsonOf(SigningCertificatesTable, { of: 'c' })}
            from signing_certificates c where c.id = p.certificate_id) as certificate,
         (select ${jsonOf(PrescriptionDocumentsTable, { of: 'd', only: ['name', 'sha256', 'size'] })}
            from prescription_documents d where d.prescription_id = p.id) as document,
         (select json_agg(${jsonOf(PrescriptionEventsTable, { of: 'e', only: ['event', 'happenedAt', 'happenedBy'] })} order by e.happened_at, e.id)
            from prescription_events e where e.prescription_id = p.id and e.event = any ($2)) as events,
         (select json_agg(${jsonOf(DispensingsTable, { of: 'g', only: ['itemId', 'supplyNo', 'dispensedOn'] })}
                   order by g.dispensed_on, g.item_id, g.supply_no)
            from dispensings g where g.prescription_id = p.id and g.undone_at is null) as supplies
    from prescriptions p where p.id = $1`;

/** What a prescription is compared with, also where its sealed texts cannot be opened any more. */
export class SignedRecordRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  find(id: string): Promise<BarePrescription | null> {
    return findRow(this.db, PrescriptionsTable, { id });
  }

  /** A record with the events of these kinds; null when there is none. */
  async findRecord(id: string, kinds: readonly RecordedEvent['event'][]): Promise<PrescriptionRecord | null> {
    const { rows } = await this.db.query<FoundRecord>(RECORD, [id, kinds]);
    return rows[0] ? this.opened(rows[0]) : null;
  }

  /** Whether a prescription is found by this code: the hash in its row is this code's. */
  isFoundBy({ codeHash }: Pick<BarePrescription, 'codeHash'>, code: string): boolean {
    return this.keys.hashes(codeKey(code)).includes(codeHash);
  }

  /** Whether a row of the formulary is a version of an item: the starter item itself, or what a clinic has put in its place. */
  async isRowOfDrug(rowId: string, drugId: string): Promise<boolean> {
    if (rowId === drugId) return true;
    const { rows } = await this.db.query<{ is: boolean }>('select is_row_of_drug($1, $2) as is', [rowId, drugId]);
    return rows[0]?.is === true;
  }

  private opened({ items, certificate, ...found }: FoundRecord): PrescriptionRecord {
    const { request, document, events, supplies: standing, ...columns } = found;
    const supplies = standing ?? [];
    const sealed = { ...columns, items: (items ?? []).map((item) => ({ ...item, ...suppliedOf(item.id, supplies) })) };
    return {
      ...{ columns, request, document, supplies },
      prescription: request && nullIfUnreadable(() => openPrescription(this.keys, sealed)),
      certificate: certificate && nullIfUnreadable(() => openCertificate(this.keys, ofJson(certificate))),
      events: (events ?? []).map((event) => ({ ...event, happenedAt: new Date(event.happenedAt) })),
    };
  }
}

function suppliedOf(id: string, supplies: readonly StandingSupply[]): Pick<StoredItem, 'supplied' | 'lastSuppliedOn'> {
  // In their order: the latest day is the last one.
  const own = supplies.filter(({ itemId }) => itemId === id);
  return { supplied: own.length, lastSuppliedOn: own.at(-1)?.dispensedOn ?? null };
}

function ofJson({ notBefore, notAfter, createdAt, mac, ...row }: Json<Row<SigningCertificatesTable>>) {
  return {
    ...row,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    createdAt: new Date(createdAt),
    mac: Buffer.from(mac.slice('\\x'.length), 'hex'),
  };
}
