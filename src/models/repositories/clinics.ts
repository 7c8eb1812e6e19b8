import type { Currency } from '../../domain/payment/money.js';
import type { Queryable } from '../connection.js';

export interface ClinicRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly timezone: string;
  readonly currency: Currency;
  readonly phone: string | null;
  /** Overrides of the POLICY_* defaults, in the shape of `ClinicPolicy`. */
  readonly policy: Readonly<Record<string, unknown>>;
}

const COLUMNS = 'id, name, slug, timezone, currency, phone, policy';

export class ClinicRepository {
  constructor(private readonly db: Queryable) {}

  async find(id: string): Promise<ClinicRow | null> {
    const { rows } = await this.db.query<ClinicRow>(`select ${COLUMNS} from clinics where id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** The clinic that people join when none is named: the first one. */
  async default(): Promise<ClinicRow | null> {
    const { rows } = await this.db.query<ClinicRow>(`select ${COLUMNS} from clinics order by created_at, id limit 1`);
    return rows[0] ?? null;
  }

  async create(clinic: Omit<ClinicRow, 'policy'> & { readonly policy?: Record<string, unknown> }): Promise<void> {
    await this.db.query(
      `insert into clinics (id, name, slug, timezone, currency, phone, policy) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing`,
      [clinic.id, clinic.name, clinic.slug, clinic.timezone, clinic.currency, clinic.phone, clinic.policy ?? {}],
    );
  }
}
