import { changeRow, columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ApiKeysTable } from '../../tables/identity/api-keys.js';

export type ApiKeyRow = Row<ApiKeysTable>;
export type NewApiKey = Omit<ApiKeyRow, 'previousHash' | 'previousUntil' | 'lastUsedAt' | 'removedAt'>;

export interface ApiKeyPage {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const COLUMNS = columnsOf(ApiKeysTable);
/** How much `last_used_at` may lie behind. */
const TOUCH_MS = 60_000;

export class ApiKeyRepository {
  constructor(private readonly db: Sql) {}

  async insert(key: NewApiKey): Promise<ApiKeyRow> {
    return insertRow(this.db, ApiKeysTable, {
      ...key,
      previousHash: null,
      previousUntil: null,
      lastUsedAt: null,
      removedAt: null,
    });
  }

  /** Keys of a clinic that were not removed, expired ones too; newest first. */
  async list(clinicId: string, { limit, after }: ApiKeyPage): Promise<readonly ApiKeyRow[]> {
    const { rows } = await this.db.query<ApiKeyRow>(
      `select ${COLUMNS} from api_keys where clinic_id = $1 and removed_at is null
          and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
        order by created_at desc, id desc limit $4`,
      [clinicId, after?.at ?? null, after?.id ?? null, limit],
    );
    return rows;
  }

  /** One that was not removed. */
  find(clinicId: string, id: string): Promise<ApiKeyRow | null> {
    return findRow(this.db, ApiKeysTable, { id, clinicId, removedAt: null });
  }

  /** One that works now, whosever it is. */
  async findLive(id: string, now: Date): Promise<ApiKeyRow | null> {
    const { rows } = await this.db.query<ApiKeyRow>(
      `select ${COLUMNS} from api_keys where id = $1 and removed_at is null and expires_at > $2
          and exists (select 1 from clinics c where c.id = clinic_id and c.suspended_at is null)`,
      [id, now],
    );
    return rows[0] ?? null;
  }

  rotate(id: string, change: Pick<ApiKeyRow, 'secretHash' | 'previousHash' | 'previousUntil'>): Promise<ApiKeyRow> {
    return changeRow(this.db, ApiKeysTable, { id }, change);
  }

  async remove(id: string, now: Date): Promise<void> {
    await changeRow(this.db, ApiKeysTable, { id }, { removedAt: now });
  }

  /** Notes that it was used, once a minute at most. */
  async touch(id: string, now: Date): Promise<void> {
    await this.db.query(
      'update api_keys set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $3)',
      [id, now, new Date(now.getTime() - TOUCH_MS)],
    );
  }
}
