import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import type { AttentionCode } from '../../../domain/attention.js';
import type { Subject } from '../../../domain/subjects.js';
import { columnsOf, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { AttentionTable } from '../../tables/support/attention.js';

const SEALED = ['resolutionSealed'] as const;

/** Without what was said when it was resolved, which is sealed. */
export type AttentionRow = Omit<Row<AttentionTable>, (typeof SEALED)[number]> & Pick<Subject, 'subjectKind'>;

/** What an entry that is to be opened says. `about` tells apart several of one subject that can be open at once. */
export interface NewAttention {
  readonly clinicId: string;
  readonly subjectId: string;
  readonly code: AttentionCode;
  readonly about?: string;
  /** Ids and figures only. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Which entries are resolved, who resolves them, and what they say. */
export interface Resolution {
  readonly subjectId: string;
  readonly codes: readonly AttentionCode[];
  readonly by: string;
  readonly note: string;
}

/** Which open entries are listed. */
export interface OpenEntries {
  readonly hidden: readonly AttentionCode[];
  /** Only these codes about the visits of this doctor. */
  readonly ofDoctor?: { readonly id: string; readonly codes: readonly AttentionCode[] } | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const SELECT = `select ${columnsOf(AttentionTable, { of: 'e', but: SEALED })}, s.kind as subject_kind
  from attention e join subjects s on s.id = e.subject_id`;

export class AttentionRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Opens an entry; its id, or null when the same one is already open. The unique index `attention_open` decides: of two
   * transactions that open the same entry, one gets null.
   */
  async open({ clinicId, subjectId, code, about, context = {} }: NewAttention, now: Date): Promise<string | null> {
    const { rows } = await this.db.query<{ id: string }>(
      `insert into attention (id, clinic_id, subject_id, about, code, context, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (subject_id, about, code) where resolved_at is null do nothing returning id`,
      [randomUUID(), clinicId, subjectId, about ?? null, code, context, now],
    );
    return rows[0]?.id ?? null;
  }

  /** Of these ids of subjects and entries, those of one of the clinics; no entry of a hidden code. */
  async ownSubjectsAndEntries(
    ids: readonly string[],
    clinicIds: readonly string[],
    hidden: readonly AttentionCode[],
  ): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select id from subjects where id = any($1::uuid[]) and clinic_id = any($2::uuid[])
       union all select id from attention where id = any($1::uuid[]) and clinic_id = any($2::uuid[]) and code <> all($3)`,
      [ids, clinicIds, hidden],
    );
    return rows.map(({ id }) => id);
  }

  /** Opens `unmatched_payment` for an object of a provider; its id, or null when the same object already has an open one. */
  openUnmatched(
    clinicId: string,
    object: { readonly provider: string; readonly id: string; readonly more?: Readonly<Record<string, unknown>> },
    now: Date,
  ): Promise<string | null> {
    const about = `${object.provider}/${object.id}`;
    const context = { provider: object.provider, objectId: object.id, ...object.more };
    return this.open({ clinicId, subjectId: clinicId, about, code: 'unmatched_payment', context }, now);
  }

  /** Opens `webhook_silence` for a provider; its id, or null when one is already open. */
  openSilence(clinicId: string, provider: string, since: Date, now: Date): Promise<string | null> {
    const context = { provider, since: since.toISOString() };
    return this.open({ clinicId, subjectId: clinicId, about: provider, code: 'webhook_silence', context }, now);
  }

  /**
   * Opens `name_unprintable` for a person or a clinic whose documents lack characters; its id, or null when one is
   * already open. `document` says which parts of which one.
   */
  openUnprintable(
    clinicId: string,
    named: { readonly kind: 'patient' | 'clinic'; readonly id: string },
    document: { readonly receipt: string; readonly parts: readonly string[] },
    now: Date,
  ): Promise<string | null> {
    const about = `${named.kind}/${named.id}`;
    const context = { [named.kind]: named.id, ...document };
    return this.open({ clinicId, subjectId: clinicId, about, code: 'name_unprintable', context }, now);
  }

  /** Resolves `name_unprintable` of a person or a clinic whose later documents can show everything. */
  async closeUnprintable(
    named: { readonly kind: 'patient' | 'clinic'; readonly id: string },
    by: string,
    now: Date,
  ): Promise<void> {
    const note = 'Documents can show the name now.';
    const about = `${named.kind}/${named.id}`;
    await this.resolveWhere("about = $1 and code = 'name_unprintable'", [about], { by, note }, now);
  }

  /** Opens `reconciliation` on a subject, or adds the finding to the one that is open; the id of a new one, else null. */
  async openReconciliation(
    entry: { readonly clinicId: string; readonly subjectId: string },
    finding: { readonly code: string; readonly objectId: string; readonly report: string },
    now: Date,
  ): Promise<string | null> {
    const { rows } = await this.db.query<{ id: string; opened: boolean }>(
      `insert into attention (id, clinic_id, subject_id, code, context, opened_at)
       values ($1, $2, $3, 'reconciliation', jsonb_build_object('report', $5::text, 'findings', $4::jsonb), $6)
       on conflict (subject_id, about, code) where resolved_at is null do update
         set context = jsonb_build_object('report', $5::text, 'findings', attention.context->'findings' || $4::jsonb)
         where not attention.context->'findings' @> $4::jsonb
       returning id, xmax = 0 as opened`,
      [
        randomUUID(),
        entry.clinicId,
        entry.subjectId,
        JSON.stringify([{ code: finding.code, objectId: finding.objectId }]),
        finding.report,
        now,
      ],
    );
    return rows[0]?.opened ? rows[0].id : null;
  }

  /** Resolves the silence of a provider whose webhooks have come again; the entry's id, or null when there was none. */
  async endSilence(provider: string, by: string, note: string, now: Date): Promise<string | null> {
    const ended = `about = $1 and code = 'webhook_silence'
      and exists (select 1 from provider_events e where e.provider = $1 and e.received_at >= attention.opened_at)`;
    const [id] = await this.resolveWhere(ended, [provider], { by, note }, now);
    return id ?? null;
  }

  /** Providers that are silent now, and since when. */
  async silences(): Promise<readonly { readonly provider: string; readonly since: string }[]> {
    const { rows } = await this.db.query<{ provider: string; since: string }>(
      `select context->>'provider' as provider, context->>'since' as since from attention
        where code = 'webhook_silence' and resolved_at is null`,
    );
    return rows;
  }

  /** Resolves the open entries of these codes; returns how many there were. */
  async resolve({ subjectId, codes, by, note }: Resolution, now: Date): Promise<number> {
    const ids = await this.resolveWhere('subject_id = $1 and code = any($2)', [subjectId, codes], { by, note }, now);
    return ids.length;
  }

  /** Resolves the one entry of this code that is about `about`; others of the same code stay open. Its id, in a list. */
  async resolveAbout(
    entry: { readonly subjectId: string; readonly code: AttentionCode; readonly about: string },
    by: string,
    note: string,
    now: Date,
  ): Promise<readonly string[]> {
    const { subjectId, code, about } = entry;
    return this.resolveWhere(
      'subject_id = $1 and code = $2 and about = $3',
      [subjectId, code, about],
      { by, note },
      now,
    );
  }

  /** Whether an entry of this code about this was ever opened, also one that is resolved. */
  async wasOpened(entry: {
    readonly subjectId: string;
    readonly code: AttentionCode;
    readonly about: string;
  }): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'select 1 from attention where subject_id = $1 and code = $2 and about = $3 limit 1',
      [entry.subjectId, entry.code, entry.about],
    );
    return rowCount > 0;
  }

  async find(id: string): Promise<AttentionRow | null> {
    const { rows } = await this.db.query<AttentionRow>(`${SELECT} where e.id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Whether an entry is about what this doctor has prescribed. */
  async isOfPrescriber(id: string, doctorId: string): Promise<boolean> {
    const text = `select 1 from attention e join prescription_requests r on r.id = e.subject_id where e.id = $1 and r.doctor_id = $2`;
    return (await this.db.query(text, [id, doctorId])).rowCount > 0;
  }

  /** False when it was resolved before. */
  async resolveOne(id: string, by: string, note: string, now: Date): Promise<boolean> {
    const ids = await this.resolveWhere('id = $1', [id], { by, note }, now);
    return ids.length === 1;
  }

  async openCodes(subjectId: string): Promise<readonly AttentionCode[]> {
    const { rows } = await this.db.query<{ code: AttentionCode }>(
      'select code from attention where subject_id = $1 and resolved_at is null group by code order by min(opened_at), code',
      [subjectId],
    );
    return rows.map((row) => row.code);
  }

  /** Every entry of one subject, also the resolved ones, oldest first. */
  async listForSubject(subjectId: string): Promise<readonly AttentionRow[]> {
    const { rows } = await this.db.query<AttentionRow>(`${SELECT} where e.subject_id = $1 order by e.opened_at, e.id`, [
      subjectId,
    ]);
    return rows;
  }

  /** Open entries that belong to no appointment, by id: each must have a workflow that shows it. */
  async listOpenWithoutVisit(limit: number, after: string | null): Promise<readonly { readonly id: string }[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select e.id from attention e join subjects s on s.id = e.subject_id and s.kind <> 'appointment'
        where e.resolved_at is null and ($2::uuid is null or e.id > $2) order by e.id limit $1`,
      [limit, after],
    );
    return rows;
  }

  /** With the patient whose appointment or prescription an entry is about. */
  async list(
    clinicIds: readonly string[],
    { hidden, limit, after, ofDoctor }: OpenEntries,
  ): Promise<readonly (AttentionRow & { readonly patientId: string | null })[]> {
    const { rows } = await this.db.query<AttentionRow & { patientId: string | null }>(
      `select ${columnsOf(AttentionTable, { of: 'e', but: SEALED })}, s.kind as subject_kind,
                coalesce(p.patient_id, r.patient_id) as patient_id
         from attention e join subjects s on s.id = e.subject_id left join appointments p on p.id = e.subject_id
              left join prescription_requests r on r.id = e.subject_id
        where e.clinic_id = any($1) and e.resolved_at is null and e.code <> all($5)
          and ($3::timestamptz is null or (e.opened_at, e.id) > ($3, $4::uuid))
          and ($6::text[] is null or e.code = any($6))
          and ($7::uuid is null or p.doctor_id = $7 or r.doctor_id = $7)
        order by e.opened_at, e.id limit $2`,
      [clinicIds, limit, after?.at ?? null, after?.id ?? null, hidden, ofDoctor?.codes ?? null, ofDoctor?.id ?? null],
    );
    return rows;
  }

  /**
   * Resolves the open entries that the condition finds; their ids. Two statements, because each row's note is sealed for
   * that row alone; the first one locks, so of two who resolve an entry one finds nothing.
   */
  private async resolveWhere(
    condition: string,
    values: readonly unknown[],
    { by, note }: Pick<Resolution, 'by' | 'note'>,
    now: Date,
  ): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select id from attention where ${condition} and resolved_at is null order by id for no key update`,
      values,
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return ids;
    const notes = ids.map((id) => this.keys.sealText(note, fieldOf(AttentionTable, 'resolutionSealed', id)));
    await this.db.query(
      `update attention set resolved_at = $3, resolved_by = $4, resolution_sealed = sealed.note
         from unnest($1::uuid[], $2::text[]) as sealed(id, note) where attention.id = sealed.id`,
      [ids, notes, now, by],
    );
    return ids;
  }
}
