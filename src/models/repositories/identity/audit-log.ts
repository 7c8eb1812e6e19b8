import type { KeyRing } from '../../../config/key-ring.js';
import { Conditions } from '../../conditions.js';
import { columnsOf, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { AuditEventsTable } from '../../tables/identity/audit-events.js';
import { auditReason } from './audit.js';

/** With its reason opened. */
export type AuditRow = Omit<Row<AuditEventsTable>, 'reasonSealed'> & { readonly reason: string | null };

/** What is left out bounds nothing. Of the newest `limit` rows. */
export interface AuditFilter {
  readonly clinicIds: readonly string[];
  readonly userId?: string | undefined;
  readonly patientId?: string | undefined;
  readonly action?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
  readonly cursor?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

const COLUMNS = columnsOf(AuditEventsTable);

/** Reads what `AuditRepository` has written. */
export class AuditLogRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Newest first. */
  async list(filter: AuditFilter): Promise<readonly AuditRow[]> {
    const { patientId, cursor } = filter;
    const where = new Conditions()
      .and('clinic_id = any(?)', filter.clinicIds)
      .and('actor_user_id = ?', filter.userId)
      .and('(patient_id = ? or ? = any (patient_ids))', patientId, patientId)
      .and('action = ?', filter.action)
      .and('entity = ?', filter.resourceType)
      .and('entity_id = ?', filter.resourceId)
      .and('happened_at >= ?', filter.from)
      .and('happened_at < ?', filter.to)
      .and('(happened_at, id) < (?, ?::uuid)', cursor?.at, cursor?.id);
    const { rows } = await this.db.query<Row<AuditEventsTable>>(
      `select ${COLUMNS} from audit_events where ${where} order by happened_at desc, id desc ${where.limit(filter.limit)}`,
      where.values,
    );
    return rows.map((row) => this.open(row));
  }

  /** What was done to an account and by its person with it, in these clinics, oldest first: at most `limit` of the newest. */
  async listOfAccount(userId: string, clinicIds: readonly string[], limit: number): Promise<readonly AuditRow[]> {
    const { rows } = await this.db.query<Row<AuditEventsTable>>(
      `select * from (
         select ${COLUMNS} from audit_events
          where (clinic_id = any ($2) or clinic_id is null)
            and ((entity = 'user' and entity_id = $1::uuid::text)
              or (actor_user_id = $1 and entity in ('session', 'membership')))
          order by happened_at desc, id desc limit $3) newest order by happened_at, id`,
      [userId, clinicIds, limit],
    );
    return rows.map((row) => this.open(row));
  }

  /** Makes the months of the audit that are lacking, this one and those `ahead`; returns how many. The worker's alone. */
  async makePartitions(ahead: number): Promise<number> {
    const { rows } = await this.db.query<{ made: number }>('select make_audit_partitions($1) as made', [ahead]);
    return rows[0]?.made ?? 0;
  }

  private open({ reasonSealed, ...row }: Row<AuditEventsTable>): AuditRow {
    return { ...row, reason: reasonSealed === null ? null : this.keys.openText(reasonSealed, auditReason(row.id)) };
  }
}
