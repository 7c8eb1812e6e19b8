import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import type { PrescriptionEvent } from '../../../domain/prescriptions/states.js';
import type { Tx } from '../../lent-client.js';
import { listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import { PrescriptionEventsTable } from '../../tables/prescriptions/prescription-events.js';

type EventRow = Row<PrescriptionEventsTable>;

/** What has become of a prescription. */
export type HistoryEvent = Omit<EventRow, 'reasonSealed'> & { readonly reason: string | null };

/** An event of what was prescribed on a visit. */
export type VisitEvent = Pick<EventRow, 'event' | 'happenedAt' | 'happenedBy'> & { readonly number: string };

export interface NewEvent {
  readonly prescriptionId: string;
  readonly operationId: string;
  readonly event: PrescriptionEvent;
  readonly by: string | null;
  readonly reason?: string;
}

/** What changes nothing that a prescription is shown with. */
const UNSEEN: readonly PrescriptionEvent[] = ['resent', 'downloaded', 'printed', 'reprinted', 'declined'];

const reasonOf = (id: string) => fieldOf(PrescriptionEventsTable, 'reasonSealed', id);

/** The history of prescriptions. */
export class PrescriptionEventRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Adds an event; false when this operation has added it before. Who has the prescription, and who wrote it, is notified where they are
   * connected.
   */
  async append({ prescriptionId, operationId, event, by, reason }: NewEvent, now: Date): Promise<boolean> {
    const id = randomUUID();
    const { rows } = await this.db.query<{ changed: string | null }>(
      `insert into prescription_events (id, prescription_id, operation_id, event, happened_by, happened_at, reason_sealed)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (prescription_id, operation_id, event) do nothing
       returning (select concat_ws('/', p.id, p.patient_id, p.doctor_id) from prescriptions p where p.id = prescription_id) as changed`,
      [
        id,
        prescriptionId,
        operationId,
        event,
        by,
        now,
        reason === undefined ? null : this.keys.sealText(reason, reasonOf(id)),
      ],
    );
    const [added] = rows;
    if (added?.changed && !UNSEEN.includes(event)) this.db.changedPrescriptions.add(added.changed);
    return added !== undefined;
  }

  async has(prescriptionId: string, event: PrescriptionEvent): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'select 1 from prescription_events where prescription_id = $1 and event = $2 limit 1',
      [prescriptionId, event],
    );
    return rowCount > 0;
  }

  /** Of an operation on a prescription; null when it has not had its effect. */
  async findOperation(prescriptionId: string, operationId: string): Promise<HistoryEvent | null> {
    const rows = await listRows(this.db, PrescriptionEventsTable, { prescriptionId, operationId });
    return rows[0] ? this.open(rows[0]) : null;
  }

  /** Requests of which something was cancelled before `until`, and no mail to the patient was begun; the latest 30 days. */
  async listUnnotified(until: Date, limit: number): Promise<readonly { readonly id: string }[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select distinct p.request_id as id from prescription_events e join prescriptions p on p.id = e.prescription_id
        where e.event = 'cancelled' and e.happened_at < $1 and e.happened_at > $1 - interval '30 days'
          and not exists (select 1 from notifications n
            where n.subject_id = p.request_id and n.kind = 'prescription_cancelled' and n.occurrence = p.id::text)
        limit $2`,
      [until, limit],
    );
    return rows;
  }

  /** Requests whose reminder was due in the day before `until`, and of which something stands that its patient has not opened. */
  async listUnreminded(until: Date, limit: number): Promise<readonly { readonly id: string }[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select r.id from prescription_requests r
        where r.remind_at < $1 and r.remind_at > $1 - interval '1 day'
          and exists (select 1 from prescriptions p where p.request_id = r.id and p.status = 'issued'
            and not exists (select 1 from prescription_events e
              where e.prescription_id = p.id and e.event = 'downloaded' and e.happened_by = p.patient_id))
          and not exists (select 1 from notifications n where n.subject_id = r.id and n.kind = 'prescription_unread')
        order by r.remind_at limit $2`,
      [until, limit],
    );
    return rows;
  }

  /** What became of all that was prescribed on a visit, without anybody's reasons. */
  async listOfVisit(appointmentId: string): Promise<readonly VisitEvent[]> {
    const { rows } = await this.db.query<VisitEvent>(
      `select p.number, e.event, e.happened_at, e.happened_by
         from prescriptions p join prescription_events e on e.prescription_id = p.id
        where p.appointment_id = $1 order by e.happened_at, e.id`,
      [appointmentId],
    );
    return rows;
  }

  /** Which of these events there are, without anybody's reasons; also where one of them was changed. */
  async listOfKinds(
    prescriptionId: string,
    kinds: readonly PrescriptionEvent[],
  ): Promise<readonly Pick<EventRow, 'event' | 'happenedAt' | 'happenedBy'>[]> {
    const { rows } = await this.db.query<Pick<EventRow, 'event' | 'happenedAt' | 'happenedBy'>>(
      'select event, happened_at, happened_by from prescription_events where prescription_id = $1 and event = any ($2) order by happened_at, id',
      [prescriptionId, kinds],
    );
    return rows;
  }

  /** The first one first. */
  async list(prescriptionId: string): Promise<readonly HistoryEvent[]> {
    const how = { order: ['happenedAt', 'id'] };
    return (await listRows(this.db, PrescriptionEventsTable, { prescriptionId }, how)).map((row) => this.open(row));
  }

  private open({ reasonSealed, ...row }: EventRow): HistoryEvent {
    return { ...row, reason: reasonSealed && this.keys.openText(reasonSealed, reasonOf(row.id)) };
  }
}
