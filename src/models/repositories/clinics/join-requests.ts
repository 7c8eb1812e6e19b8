import type { KeyRing } from '../../../config/key-ring.js';
import type { JoinDecision } from '../../../domain/clinics/join-decisions.js';
import { Conditions } from '../../conditions.js';
import { columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { JoinRequestsTable } from '../../tables/clinics/join-requests.js';

type JoinRequestRow = Row<JoinRequestsTable>;

/** A doctor's request to work at a clinic, opened. */
export type JoinRequest = Omit<JoinRequestRow, 'messageSealed' | 'reasonSealed'> & {
  readonly message: string | null;
  readonly reason: string | null;
};

export type NewJoinRequest = Pick<JoinRequest, 'id' | 'clinicId' | 'userId' | 'message' | 'createdAt'>;

/** What somebody answers; `reason` says why. */
export interface JoinAnswer {
  readonly by: string;
  readonly decision: JoinDecision;
  readonly reason: string | null;
}

export interface JoinRequestsQuery {
  /** `open`: nobody has decided yet. Both when left out. */
  readonly state: 'open' | 'decided' | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const COLUMNS = columnsOf(JoinRequestsTable, { of: 'j' });

export class JoinRequestRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ message, ...request }: NewJoinRequest): Promise<JoinRequest> {
    const undecided = { decision: null, decidedAt: null, decidedBy: null, reasonSealed: null };
    const messageSealed = this.seal(message, 'messageSealed', request.id);
    return this.open(await insertRow(this.db, JoinRequestsTable, { ...request, ...undecided, messageSealed }));
  }

  async find(clinicId: string, id: string): Promise<JoinRequest | null> {
    const row = await findRow(this.db, JoinRequestsTable, { id, clinicId });
    return row && this.open(row);
  }

  /** The one of this person that waits; there is one at most. */
  async findOpen(clinicId: string, userId: string): Promise<JoinRequest | null> {
    const row = await findRow(this.db, JoinRequestsTable, { clinicId, userId, decision: null });
    return row && this.open(row);
  }

  /** Of a clinic, newest first. */
  async list(clinicId: string, { state, limit, after }: JoinRequestsQuery): Promise<readonly JoinRequest[]> {
    const where = new Conditions().and('j.clinic_id = ?', clinicId);
    if (state) where.and(state === 'open' ? 'j.decision is null' : 'j.decision is not null');
    where.and('(j.created_at, j.id) < (?::timestamptz, ?::uuid)', after?.at, after?.id);
    const { rows } = await this.db.query<JoinRequestRow>(
      `select ${COLUMNS} from join_requests j where ${where} order by j.created_at desc, j.id desc ${where.limit(limit)}`,
      where.values,
    );
    return rows.map((row) => this.open(row));
  }

  /** False when somebody was faster: of two decisions at once, one counts. */
  async decide(id: string, { by, decision, reason }: JoinAnswer, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update join_requests set decision = $2, decided_at = $3, decided_by = $4, reason_sealed = $5
        where id = $1 and decision is null`,
      [id, decision, now, by, this.seal(reason, 'reasonSealed', id)],
    );
    return rowCount === 1;
  }

  private seal(text: string | null, field: 'messageSealed' | 'reasonSealed', id: string): string | null {
    return text === null ? null : this.keys.sealText(text, fieldOf(JoinRequestsTable, field, id));
  }

  private open({ messageSealed, reasonSealed, ...row }: JoinRequestRow): JoinRequest {
    const opened = (sealed: string | null, field: 'messageSealed' | 'reasonSealed') =>
      sealed && this.keys.openText(sealed, fieldOf(JoinRequestsTable, field, row.id));
    return { ...row, message: opened(messageSealed, 'messageSealed'), reason: opened(reasonSealed, 'reasonSealed') };
  }
}
