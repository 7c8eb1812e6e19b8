import type { KeyRing } from '../../../config/key-ring.js';
import type { Day } from '../../../domain/days.js';
import type { DeliveryState, StoredStatus } from '../../../domain/prescriptions/states.js';
import type { PrescriptionStatus } from '../../../domain/prescriptions/statuses.js';
import { Conditions } from '../../conditions.js';
import { addRow, findRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DispensingsTable } from '../../tables/prescriptions/dispensings.js';
import { PrescriptionDocumentsTable } from '../../tables/prescriptions/prescription-documents.js';
import { PrescriptionItemsTable } from '../../tables/prescriptions/prescription-items.js';
import { PrescriptionRequestsTable } from '../../tables/prescriptions/prescription-requests.js';
import { PrescriptionsTable } from '../../tables/prescriptions/prescriptions.js';
import {
  codeKey,
  type FoundPrescription,
  openPrescription,
  PRESCRIPTION_VIEW,
  type SealedMembers,
  type StoredPrescription,
  sealedField,
} from './stored-prescription.js';

export type PrescriptionRequestRow = Row<PrescriptionRequestsTable>;
export type PrescriptionDocument = Row<PrescriptionDocumentsTable>;

/** A supply that stands, as a cancel names it. */
export type StoredSupply = Pick<Row<DispensingsTable>, 'itemId' | 'supplyNo' | 'dispensedOn' | 'pharmacyName'>;

export type NewItem = Row<PrescriptionItemsTable>;

/** A prescription that is not in the database yet. */
export type NewPrescription = Omit<
  Row<PrescriptionsTable>,
  SealedMembers | 'status' | 'version' | 'endedAt' | 'endedBy' | 'supersededBy'
> &
  Pick<StoredPrescription, 'contentText' | 'code' | 'details'>;

export interface PrescriptionFilter {
  readonly patientId?: string | undefined;
  readonly doctorId?: string | undefined;
  readonly clinicIds?: readonly string[] | undefined;
  /** Of patients whom the doctor of the scope treats, and those of the doctor. */
  readonly ofDoctor?: string | undefined;
  readonly schedule?: string | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly status?: PrescriptionStatus | undefined;
  readonly now: Date;
  readonly cursor?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** How a prescription stands. */
export type PrescriptionState = Pick<Row<PrescriptionsTable>, 'id' | 'number' | 'validUntil'> & {
  readonly status: StoredStatus;
  readonly hasDocument: boolean;
  /** The patient has opened its document. */
  readonly isRead: boolean;
};

/** How a prescription ended, and by whom. */
export interface PrescriptionEnd {
  readonly status: Exclude<StoredStatus, 'issued'>;
  readonly by: string;
  readonly reason: string;
  readonly supersededBy: string | null;
}

/** What number and code lead to. */
export type HeldPrescription = Pick<StoredPrescription, 'id' | 'supersededByNumber'>;

/** As `statusOn` has it, at a moment. */
const SHOWN_STATUS = `case when p.status <> 'issued' then p.status
  when not exists (select 1 from prescription_items i where i.prescription_id = p.id
                      and i.repeats >= (select count(*) from dispensings g where g.item_id = i.id and g.undone_at is null)) then 'dispensed'
  when (?::timestamptz at time zone p.timezone)::date > p.valid_until then 'expired' else 'active' end`;

/** Prescriptions that were issued, with the requests that they were issued for. What they say is sealed for its row. */
export class PrescriptionRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  findRequest(id: string): Promise<PrescriptionRequestRow | null> {
    return findRow(this.db, PrescriptionRequestsTable, { id });
  }

  /** @throws UnreadableRow when a sealed text was changed, or is another row's */
  async find(id: string): Promise<StoredPrescription | null> {
    return (await this.select('p.id = $1', [id]))[0] ?? null;
  }

  /** The status that a prescription is shown with. Null: there is none, for whoever asks. */
  async statusAt(id: string, now: Date): Promise<PrescriptionStatus | null> {
    const text = `select ${SHOWN_STATUS.replace('?', '$2')} as status from prescriptions p where p.id = $1`;
    const { rows } = await this.db.query<{ status: PrescriptionStatus }>(text, [id, now]);
    return rows[0]?.status ?? null;
  }

  async findByNumber(number: string): Promise<StoredPrescription | null> {
    return (await this.select('p.number = $1', [number]))[0] ?? null;
  }

  /**
   * The prescription of a code, whoever asks: its id, and the number of what stands in its place. The policies of the tables let nobody
   * look for it by its code; this does.
   */
  async findHeld(number: string, code: string): Promise<HeldPrescription | null> {
    const { rows } = await this.db.query<HeldPrescription & { number: string }>(
      'select id, number, superseded_by_number from prescription_of_code($1)',
      [this.keys.hashes(codeKey(code))],
    );
    const [found] = rows;
    return found?.number === number ? { id: found.id, supersededByNumber: found.supersededByNumber } : null;
  }

  /** All of one request, in their order. */
  listOfRequest(requestId: string): Promise<readonly StoredPrescription[]> {
    return this.select('p.request_id = $1', [requestId], 'p.position');
  }

  /** How the prescriptions of a request stand, in their order, without anything that they say. */
  async states(requestId: string): Promise<readonly PrescriptionState[]> {
    const { rows } = await this.db.query<PrescriptionState>(
      `select p.id, p.number, p.status, p.valid_until,
              exists (select 1 from prescription_documents d where d.prescription_id = p.id) as has_document,
              exists (select 1 from prescription_events e where e.prescription_id = p.id and e.event = 'downloaded'
                         and e.happened_by = p.patient_id) as is_read
         from prescriptions p where p.request_id = $1 order by p.position`,
      [requestId],
    );
    return rows;
  }

  async supersedesAny(requestId: string): Promise<boolean> {
    const text = 'select 1 from prescriptions where request_id = $1 and supersedes is not null limit 1';
    return (await this.db.query(text, [requestId])).rowCount > 0;
  }

  /** Whether a run that did not know whether it has issued was told that it has not. */
  async isGivenUp(requestId: string, runId: string): Promise<boolean> {
    const text = 'select 1 from given_up_prescriptions where request_id = $1 and run_id = $2';
    return (await this.db.query(text, [requestId, runId])).rowCount > 0;
  }

  /** From here on this run can issue nothing under this id any more. */
  async giveUp(requestId: string, runId: string): Promise<void> {
    const text = 'insert into given_up_prescriptions (request_id, run_id) values ($1, $2) on conflict do nothing';
    await this.db.query(text, [requestId, runId]);
  }

  /** Those of a visit, in the order of their numbers; ids alone, for who may not read them. */
  async idsOfAppointment(appointmentId: string): Promise<readonly string[]> {
    const rows = await listRows(
      this.db,
      PrescriptionsTable,
      { appointmentId },
      { attributes: ['id'], order: ['year', 'ordinal'] },
    );
    return rows.map(({ id }) => id);
  }

  /** Newest first. */
  list(filter: PrescriptionFilter): Promise<readonly StoredPrescription[]> {
    const where = new Conditions()
      .and('true')
      .and('p.patient_id = ?', filter.patientId)
      .and('p.doctor_id = ?', filter.doctorId)
      .and('p.clinic_id = any(?)', filter.clinicIds)
      .and('(p.doctor_id = ? or scope_treats(p.patient_id))', filter.ofDoctor)
      .and('p.schedule = ?', filter.schedule)
      .and(`${SHOWN_STATUS} = ?`, filter.status && filter.now, filter.status)
      .and('p.issued_on >= ?', filter.from)
      .and('p.issued_on <= ?', filter.to)
      .and(
        "(date_trunc('milliseconds', p.issued_at), p.id) < (?::timestamptz, ?::uuid)",
        filter.cursor?.at,
        filter.cursor?.id,
      );
    const order = `date_trunc('milliseconds', p.issued_at) desc, p.id desc ${where.limit(filter.limit)}`;
    return this.select(`${where}`, where.values, order);
  }

  /** How many requests of a doctor were issued since, and when the first of them was. */
  async issuedSince(doctorId: string, since: Date): Promise<{ readonly count: number; readonly first: Date | null }> {
    const { rows } = await this.db.query<{ count: number; first: Date | null }>(
      'select count(*)::int as count, min(issued_at) as first from prescription_requests where doctor_id = $1 and issued_at > $2',
      [doctorId, since],
    );
    return rows[0] ?? { count: 0, first: null };
  }

  /**
   * The next numbers of a year, the first of them. Whoever issues at the same time waits for this transaction's end, so that none is
   * lost: call it last.
   */
  async takeNumbers(year: number, count: number): Promise<number> {
    const { rows } = await this.db.query<{ last: number }>(
      `insert into prescription_counters as c (year, last) values ($1, $2)
       on conflict (year) do update set last = c.last + excluded.last returning last`,
      [year, count],
    );
    return (rows[0]?.last ?? count) - count + 1;
  }

  /** Adds a request, and the subject that its messages and attention entries are about. */
  async insertRequest(
    row: Omit<PrescriptionRequestRow, 'delivery' | 'deliveryStartedAt' | 'deliveryCompletedAt'>,
  ): Promise<void> {
    await Promise.all([
      this.db.query("insert into subjects (id, kind, clinic_id) values ($1, 'prescription', $2)", [
        row.id,
        row.clinicId,
      ]),
      addRow(this.db, PrescriptionRequestsTable, { ...row, deliveryStartedAt: null, deliveryCompletedAt: null }),
    ]);
  }

  async insert({ contentText, code, details, ...row }: NewPrescription, items: readonly NewItem[]): Promise<void> {
    const prescription = addRow(this.db, PrescriptionsTable, {
      ...row,
      contentSealed: this.keys.sealText(contentText, sealedField(row, 'contentSealed')),
      codeSealed: this.keys.sealText(code, sealedField(row, 'codeSealed')),
      codeHash: this.keys.hashes(codeKey(code))[0] ?? '',
      detailsSealed: this.keys.sealText(JSON.stringify(details), sealedField(row, 'detailsSealed')),
      endedAt: null,
      endedBy: null,
      endReasonSealed: null,
      supersededBy: null,
    });
    // Behind it: they refer to its row.
    await Promise.all([prescription, ...items.map((item) => addRow(this.db, PrescriptionItemsTable, item))]);
  }

  /** Ends a prescription that stands; false when it has ended already. */
  async end(
    of: Pick<StoredPrescription, 'id' | 'patientId'>,
    { status, by, reason, supersededBy }: PrescriptionEnd,
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update prescriptions set status = $2, version = version + 1, ended_at = $3, ended_by = $4, end_reason_sealed = $5, superseded_by = $6
        where id = $1 and status = 'issued'`,
      [of.id, status, now, by, this.keys.sealText(reason, sealedField(of, 'endReasonSealed')), supersededBy],
    );
    return rowCount === 1;
  }

  /** Holds a prescription alone until the transaction ends: supplies, a cancel and what supersedes it come one after the other. */
  async holdAlone(id: string): Promise<void> {
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lockOf(id)]);
  }

  /** Says how far the delivery of a request has come; never back from `delivered`. */
  async moveDelivery(requestId: string, delivery: DeliveryState, now: Date): Promise<void> {
    await this.db.query(
      `update prescription_requests set delivery = $2, delivery_started_at = coalesce(delivery_started_at, $3),
              delivery_completed_at = case when $2 = 'delivered' then $3 end
        where id = $1 and delivery <> 'delivered'`,
      [requestId, delivery, now],
    );
  }

  async takeOver(requestId: string, runId: string): Promise<void> {
    await this.db.query('update prescription_requests set run_id = $2 where id = $1 and run_id <> $2', [
      requestId,
      runId,
    ]);
  }

  /** Requests of which something stands and is not delivered yet, by id. */
  async listUndelivered(
    limit: number,
    after: string | null,
    until: Date,
  ): Promise<readonly Pick<PrescriptionRequestRow, 'id'>[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select r.id from prescription_requests r
        where r.delivery <> 'delivered' and r.issued_at < $3 and ($2::uuid is null or r.id > $2)
          and exists (select 1 from prescriptions p left join prescription_documents d on d.prescription_id = p.id
            where p.request_id = r.id and p.status = 'issued' and (r.delivery <> 'failed' or d.prescription_id is null))
        order by r.id limit $1`,
      [limit, after, until],
    );
    return rows;
  }

  /** Supplies that stand, the first one first. */
  listSupplies(prescriptionId: string): Promise<readonly StoredSupply[]> {
    const how = {
      attributes: ['itemId', 'supplyNo', 'dispensedOn', 'pharmacyName'],
      order: ['dispensedOn', 'itemId', 'supplyNo'],
    };
    return listRows(this.db, DispensingsTable, { prescriptionId, undoneAt: null }, how);
  }

  findDocument(prescriptionId: string): Promise<PrescriptionDocument | null> {
    return findRow(this.db, PrescriptionDocumentsTable, { prescriptionId });
  }

  /** Of two that are made at once the first one stays; false for the other. */
  async insertDocument(document: PrescriptionDocument): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `insert into prescription_documents (prescription_id, name, sha256, size, made_at) values ($1, $2, $3, $4, $5)
       on conflict (prescription_id) do nothing`,
      [document.prescriptionId, document.name, document.sha256, document.size, document.madeAt],
    );
    return rowCount === 1;
  }

  private async select(
    where: string,
    values: readonly unknown[],
    order = 'p.id',
  ): Promise<readonly StoredPrescription[]> {
    const { rows } = await this.db.query<FoundPrescription>(`${PRESCRIPTION_VIEW} where ${where} order by ${order}`, [
      ...values,
    ]);
    return rows.map((row) => openPrescription(this.keys, row));
  }
}

/** What a transaction holds that only one may work on at a time; also for `exclusively` of a scope. */
export function lockOf(prescriptionId: string): string {
  return `prescription/${prescriptionId}`;
}
