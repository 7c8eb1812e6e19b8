import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import type { AttentionCode } from '../../../domain/attention.js';
import { columnsOf, findRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { AttentionTable } from '../../tables/support/attention.js';

const SEALED = ['resolutionSealed'] as const;

/** Without what was said when it was resolved, which is sealed. */
export type AttentionRow = Omit<Row<AttentionTable>, (typeof SEALED)[number]>;

const COLUMNS = columnsOf(AttentionTable, { but: SEALED });

export class AttentionRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Opens an entry of an appointment; false when the same one is already open. `subject` is the id of what it is about,
   * where an appointment can have several of the kind open at once.
   */
  async open(
    entry: {
      readonly clinicId: string;
      readonly appointmentId: string;
      readonly code: AttentionCode;
      readonly context?: Record<string, unknown>;
      readonly subject?: string;
    },
    now: Date,
  ): Promise<boolean> {
    return (await this.insert({ ...entry, subject: entry.subject ?? null }, now)) !== null;
  }

  /** Opens `unmatched_payment` for an object of a provider; its id, or null when the same object already has an open one. */
  openUnmatched(
    clinicId: string,
    object: { readonly provider: string; readonly id: string; readonly more?: Readonly<Record<string, unknown>> },
    now: Date,
  ): Promise<string | null> {
    const subject = `${object.provider}/${object.id}`;
    const context = { provider: object.provider, objectId: object.id, ...object.more };
    return this.insert({ clinicId, appointmentId: null, subject, code: 'unmatched_payment', context }, now);
  }

  /** Opens `webhook_silence` for a provider; its id, or null when one is already open. */
  openSilence(clinicId: string, provider: string, since: Date, now: Date): Promise<string | null> {
    const context = { provider, since: since.toISOString() };
    return this.insert({ clinicId, appointmentId: null, subject: provider, code: 'webhook_silence', context }, now);
  }

  /**
   * Opens `name_unprintable` for a person or a clinic whose documents lack characters; its id, or null when one is
   * already open. `document` says which parts of which one.
   */
  openUnprintable(
    clinicId: string,
    about: { readonly kind: 'patient' | 'clinic'; readonly id: string },
    document: { readonly receipt: string; readonly parts: readonly string[] },
    now: Date,
  ): Promise<string | null> {
    const subject = `${about.kind}/${about.id}`;
    const context = { [about.kind]: about.id, ...document };
    return this.insert({ clinicId, appointmentId: null, subject, code: 'name_unprintable', context }, now);
  }

  /** Resolves `name_unprintable` of a person or a clinic whose later documents can show everything. */
  async closeUnprintable(
    about: { readonly kind: 'patient' | 'clinic'; readonly id: string },
    by: string,
    now: Date,
  ): Promise<void> {
    await this.db.query(
      `update attention set resolved_at = $2, resolved_by = $3, resolution_sealed = $4
        where subject = $1 and code = 'name_unprintable' and resolved_at is null`,
      [`${about.kind}/${about.id}`, now, by, this.keys.sealText('Documents can show the name now.')],
    );
  }

  /** The unique index `attention_open` decides: of two transactions that open the same entry, one gets null. */
  private async insert(
    entry: {
      readonly clinicId: string;
      readonly appointmentId: string | null;
      readonly subject: string | null;
      readonly code: AttentionCode;
      readonly context?: Readonly<Record<string, unknown>>;
    },
    now: Date,
  ): Promise<string | null> {
    const { rows } = await this.db.query<{ id: string }>(
      `insert into attention (id, clinic_id, appointment_id, subject, code, context, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (appointment_id, subject, code) where resolved_at is null do nothing returning id`,
      [randomUUID(), entry.clinicId, entry.appointmentId, entry.subject, entry.code, entry.context ?? {}, now],
    );
    return rows[0]?.id ?? null;
  }

  /** Opens `reconciliation` on an appointment, or adds the finding to the one that is open; the id of a new one, else null. */
  async openReconciliation(
    entry: { readonly clinicId: string; readonly appointmentId: string },
    finding: { readonly code: string; readonly objectId: string; readonly report: string },
    now: Date,
  ): Promise<string | null> {
    const { rows } = await this.db.query<{ id: string; opened: boolean }>(
      `insert into attention (id, clinic_id, appointment_id, code, context, opened_at)
       values ($1, $2, $3, 'reconciliation', jsonb_build_object('report', $5::text, 'findings', $4::jsonb), $6)
       on conflict (appointment_id, subject, code) where resolved_at is null do update
         set context = jsonb_build_object('report', $5::text, 'findings', attention.context->'findings' || $4::jsonb)
         where not attention.context->'findings' @> $4::jsonb
       returning id, xmax = 0 as opened`,
      [
        randomUUID(),
        entry.clinicId,
        entry.appointmentId,
        JSON.stringify([{ code: finding.code, objectId: finding.objectId }]),
        finding.report,
        now,
      ],
    );
    return rows[0]?.opened ? rows[0].id : null;
  }

  /** Resolves the silence of a provider whose webhooks have come again; the entry's id, or null when there was none. */
  async endSilence(provider: string, by: string, note: string, now: Date): Promise<string | null> {
    const { rows } = await this.db.query<{ id: string }>(
      `update attention set resolved_at = $2, resolved_by = $3, resolution_sealed = $4
        where subject = $1 and code = 'webhook_silence' and resolved_at is null
          and exists (select 1 from provider_events e where e.provider = $1 and e.received_at >= attention.opened_at)
        returning id`,
      [provider, now, by, this.keys.sealText(note)],
    );
    return rows[0]?.id ?? null;
  }

  /** Providers that are silent now, and since when. */
  async silences(): Promise<readonly { readonly provider: string; readonly since: string }[]> {
    const { rows } = await this.db.query<{ provider: string; since: string }>(
      `select context->>'provider' as provider, context->>'since' as since from attention
        where appointment_id is null and code = 'webhook_silence' and resolved_at is null`,
    );
    return rows;
  }

  /** Resolves the open entries of these codes; returns how many there were. */
  async resolve(appointmentId: string, codes: readonly string[], by: string, note: string, now: Date): Promise<number> {
    const { rowCount } = await this.db.query(
      `update attention set resolved_at = $3, resolved_by = $4, resolution_sealed = $5
        where appointment_id = $1 and code = any($2) and resolved_at is null`,
      [appointmentId, codes, now, by, this.keys.sealText(note)],
    );
    return rowCount;
  }

  /** Resolves the one entry of this code that is about `subject`; others of the same code stay open. */
  async resolveSubject(
    entry: { readonly appointmentId: string; readonly code: AttentionCode; readonly subject: string },
    by: string,
    note: string,
    now: Date,
  ): Promise<void> {
    await this.db.query(
      `update attention set resolved_at = $4, resolved_by = $5, resolution_sealed = $6
        where appointment_id = $1 and code = $2 and subject = $3 and resolved_at is null`,
      [entry.appointmentId, entry.code, entry.subject, now, by, this.keys.sealText(note)],
    );
  }

  find(id: string): Promise<AttentionRow | null> {
    return findRow(this.db, AttentionTable, { id }, { attributes: { exclude: [...SEALED] } });
  }

  /** False when it was resolved before. */
  async resolveOne(id: string, by: string, note: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update attention set resolved_at = $2, resolved_by = $3, resolution_sealed = $4
        where id = $1 and resolved_at is null`,
      [id, now, by, this.keys.sealText(note)],
    );
    return rowCount === 1;
  }

  async openCodes(appointmentId: string): Promise<readonly AttentionCode[]> {
    const { rows } = await this.db.query<{ code: AttentionCode }>(
      'select code from attention where appointment_id = $1 and resolved_at is null group by code order by min(opened_at), code',
      [appointmentId],
    );
    return rows.map((row) => row.code);
  }

  /** Every entry of one appointment, also the resolved ones, oldest first. */
  ofAppointment(appointmentId: string): Promise<readonly AttentionRow[]> {
    const how = { attributes: { exclude: [...SEALED] }, order: ['openedAt', 'id'] };
    return listRows(this.db, AttentionTable, { appointmentId }, how);
  }

  /** Open entries that belong to no appointment, by id: each must have a workflow that shows it. */
  async openWithoutAppointment(limit: number, after: string | null): Promise<readonly { readonly id: string }[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select id from attention
        where appointment_id is null and resolved_at is null and ($2::uuid is null or id > $2) order by id limit $1`,
      [limit, after],
    );
    return rows;
  }

  async list(
    clinicIds: readonly string[],
    limit: number,
    after?: { readonly at: string; readonly id: string },
  ): Promise<readonly AttentionRow[]> {
    const { rows } = await this.db.query<AttentionRow>(
      `select ${COLUMNS} from attention
        where clinic_id = any($1) and resolved_at is null and ($3::timestamptz is null or (opened_at, id) > ($3, $4::uuid))
        order by opened_at, id limit $2`,
      [clinicIds, limit, after?.at ?? null, after?.id ?? null],
    );
    return rows;
  }
}
