import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../config/key-ring.js';
import type { AttentionCode } from '../../domain/appointment/attention.js';
import type { Queryable } from '../connection.js';

export interface AttentionRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly appointment_id: string | null;
  readonly code: AttentionCode;
  readonly context: Readonly<Record<string, unknown>>;
  readonly opened_at: Date;
}

export class AttentionRepository {
  constructor(
    private readonly db: Queryable,
    private readonly keys: KeyRing,
  ) {}

  /** Opens an entry; false when the same one is already open. */
  async open(
    entry: {
      readonly clinicId: string;
      readonly appointmentId: string | null;
      readonly code: AttentionCode;
      readonly context?: Record<string, unknown>;
    },
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `insert into attention (id, clinic_id, appointment_id, code, context, opened_at) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing`,
      [randomUUID(), entry.clinicId, entry.appointmentId, entry.code, entry.context ?? {}, now],
    );
    return rowCount === 1;
  }

  /** Opens `unmatched_payment` unless the same provider object already has an open entry: it belongs to no appointment. */
  async openUnmatched(
    clinicId: string,
    context: { readonly provider: string; readonly object_id: string },
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `insert into attention (id, clinic_id, appointment_id, code, context, opened_at)
       select $1, $2, null, 'unmatched_payment', $3, $4
        where not exists (select 1 from attention where appointment_id is null and code = 'unmatched_payment'
          and resolved_at is null and context->>'provider' = $5 and context->>'object_id' = $6)`,
      [randomUUID(), clinicId, context, now, context.provider, context.object_id],
    );
    return rowCount === 1;
  }

  /** Resolves the open entries of these codes; returns how many there were. */
  async resolve(appointmentId: string, codes: readonly string[], by: string, note: string, now: Date): Promise<number> {
    const { rowCount } = await this.db.query(
      `update attention set resolved_at = $3, resolved_by = $4, resolution_sealed = $5
        where appointment_id = $1 and code = any($2) and resolved_at is null`,
      [appointmentId, codes, now, by, this.keys.sealText(note)],
    );
    return rowCount ?? 0;
  }

  async openCodes(appointmentId: string): Promise<readonly AttentionCode[]> {
    const { rows } = await this.db.query<{ code: AttentionCode }>(
      'select code from attention where appointment_id = $1 and resolved_at is null order by opened_at, code',
      [appointmentId],
    );
    return rows.map((row) => row.code);
  }

  /** Every entry of one appointment, also the resolved ones, oldest first. */
  async ofAppointment(
    appointmentId: string,
  ): Promise<readonly (AttentionRow & { readonly resolved_at: Date | null })[]> {
    const { rows } = await this.db.query<AttentionRow & { resolved_at: Date | null }>(
      `select id, clinic_id, appointment_id, code, context, opened_at, resolved_at from attention
        where appointment_id = $1 order by opened_at, id`,
      [appointmentId],
    );
    return rows;
  }

  async list(
    clinicIds: readonly string[],
    limit: number,
    after?: { readonly at: string; readonly id: string },
  ): Promise<readonly AttentionRow[]> {
    const { rows } = await this.db.query<AttentionRow>(
      `select id, clinic_id, appointment_id, code, context, opened_at from attention
        where clinic_id = any($1) and resolved_at is null and ($3::timestamptz is null or (opened_at, id) > ($3, $4::uuid))
        order by opened_at, id limit $2`,
      [clinicIds, limit, after?.at ?? null, after?.id ?? null],
    );
    return rows;
  }
}
