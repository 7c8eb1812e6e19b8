import type { KeyRing } from '../../../config/key-ring.js';
import type { ReviewState } from '../../../domain/patients/break-glass.js';
import { Conditions } from '../../conditions.js';
import { columnsOf, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { BreakGlassGrantsTable } from '../../tables/patients/break-glass-grants.js';

type GrantRow = Row<BreakGlassGrantsTable>;

export type BreakGlassGrant = Omit<GrantRow, 'reasonSealed' | 'noteSealed'> & {
  readonly reason: string;
  readonly note: string | null;
};

export type NewGrant = Pick<BreakGlassGrant, 'id' | 'clinicId' | 'patientId' | 'userId' | 'role' | 'reason'> &
  Pick<BreakGlassGrant, 'grantedAt' | 'expiresAt'>;

/** How somebody judges a grant of somebody else. */
export interface Review {
  readonly by: string;
  readonly justified: boolean;
  readonly note: string;
}

const COLUMNS = columnsOf(BreakGlassGrantsTable, { of: 'g' });

export class BreakGlassRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ reason, ...grant }: NewGrant): Promise<void> {
    const reasonSealed = this.keys.sealText(reason, fieldOf(BreakGlassGrantsTable, 'reasonSealed', grant.id));
    const unreviewed = { reviewedAt: null, reviewedBy: null, justified: null, noteSealed: null };
    await insertRow(this.db, BreakGlassGrantsTable, { ...grant, ...unreviewed, reasonSealed });
  }

  /** The grant by which this person reads the patient's record now; null without. */
  async findLive(userId: string, patientId: string, clinicId: string, now: Date): Promise<BreakGlassGrant | null> {
    const { rows } = await this.db.query<GrantRow>(
      `select ${COLUMNS} from break_glass_grants g
        where g.user_id = $1 and g.patient_id = $2 and g.clinic_id = $3 and g.expires_at > $4
        order by g.expires_at desc limit 1`,
      [userId, patientId, clinicId, now],
    );
    return rows[0] ? this.open(rows[0]) : null;
  }

  async find(clinicIds: readonly string[], id: string): Promise<BreakGlassGrant | null> {
    const { rows } = await this.db.query<GrantRow>(
      `select ${COLUMNS} from break_glass_grants g where g.id = $1 and g.clinic_id = any($2)`,
      [id, clinicIds],
    );
    return rows[0] ? this.open(rows[0]) : null;
  }

  /** Newest first. */
  async list(clinicIds: readonly string[], { state, limit, after }: GrantsQuery): Promise<readonly BreakGlassGrant[]> {
    const where = new Conditions().and('g.clinic_id = any(?)', clinicIds);
    if (state) where.and(state === 'open' ? 'g.reviewed_at is null' : 'g.reviewed_at is not null');
    where.and('(g.granted_at, g.id) < (?::timestamptz, ?::uuid)', after?.at, after?.id);
    const { rows } = await this.db.query<GrantRow>(
      `select ${COLUMNS} from break_glass_grants g where ${where} order by g.granted_at desc, g.id desc ${where.limit(limit)}`,
      where.values,
    );
    return rows.map((row) => this.open(row));
  }

  /** False when somebody was faster: of two reviews at once, one counts. */
  async review(id: string, { by, justified, note }: Review, now: Date): Promise<boolean> {
    const noteSealed = this.keys.sealText(note, fieldOf(BreakGlassGrantsTable, 'noteSealed', id));
    const { rowCount } = await this.db.query(
      `update break_glass_grants set reviewed_at = $2, reviewed_by = $3, justified = $4, note_sealed = $5
        where id = $1 and reviewed_at is null`,
      [id, now, by, justified, noteSealed],
    );
    return rowCount === 1;
  }

  private open({ reasonSealed, noteSealed, ...row }: GrantRow): BreakGlassGrant {
    return {
      ...row,
      reason: this.keys.openText(reasonSealed, fieldOf(BreakGlassGrantsTable, 'reasonSealed', row.id)),
      note: noteSealed && this.keys.openText(noteSealed, fieldOf(BreakGlassGrantsTable, 'noteSealed', row.id)),
    };
  }
}

export interface GrantsQuery {
  /** Both when left out. */
  readonly state: ReviewState | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}
