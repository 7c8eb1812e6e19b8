import type { PostalAddress } from '../../domain/identity/profile-documents.js';
import type { Currency } from '../../domain/payment/money.js';
import type { GatewayName } from '../../domain/payment/orders.js';
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
  /** Gateways that patients may choose from, the first by default; empty leaves it to the installation. */
  readonly payment_providers: readonly GatewayName[];
  /** What receipts say of the seller, as typed. */
  readonly billing: Readonly<Record<string, unknown>>;
  /** Where it is, the main place first. */
  readonly addresses: readonly PostalAddress[];
}

/** What a clinic can set for itself. */
export type ClinicChange = Partial<Omit<ClinicRow, 'id' | 'slug'>>;

const COLUMNS = 'id, name, slug, timezone, currency, phone, policy, payment_providers, billing, addresses';

export class ClinicRepository {
  constructor(private readonly db: Queryable) {}

  async find(id: string): Promise<ClinicRow | null> {
    const { rows } = await this.db.query<ClinicRow>(`select ${COLUMNS} from clinics where id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Of those of these clinics that exist, by id. */
  async timezones(ids: readonly string[]): Promise<readonly Pick<ClinicRow, 'id' | 'timezone'>[]> {
    const { rows } = await this.db.query<Pick<ClinicRow, 'id' | 'timezone'>>(
      'select id, timezone from clinics where id = any($1) order by id',
      [ids],
    );
    return rows;
  }

  async lock(id: string): Promise<ClinicRow | null> {
    const { rows } = await this.db.query<ClinicRow>(`select ${COLUMNS} from clinics where id = $1 for no key update`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  /** The clinic that people join when none is named: the first one. */
  async default(): Promise<ClinicRow | null> {
    const { rows } = await this.db.query<ClinicRow>(`select ${COLUMNS} from clinics order by created_at, id limit 1`);
    return rows[0] ?? null;
  }

  /** Every clinic's names. Until the transaction ends, no other one can add a clinic. */
  async lockNames(): Promise<readonly Pick<ClinicRow, 'id' | 'name' | 'slug'>[]> {
    await this.db.query('lock table clinics in share row exclusive mode');
    const { rows } = await this.db.query<Pick<ClinicRow, 'id' | 'name' | 'slug'>>('select id, name, slug from clinics');
    return rows;
  }

  async update(id: string, change: ClinicChange): Promise<ClinicRow> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    const { rows } = await this.db.query<ClinicRow>(
      `update clinics set ${entries.map(([column], at) => `${column} = $${at + 2}`).join(', ')} where id = $1 returning ${COLUMNS}`,
      // An array would be sent as one of PostgreSQL's own, which the addresses are not.
      [id, ...entries.map(([column, value]) => (column === 'addresses' ? JSON.stringify(value) : value))],
    );
    const updated = rows[0];
    if (!updated) throw new Error('the clinic to change is gone');
    return updated;
  }

  async create(
    clinic: Omit<ClinicRow, 'policy' | 'payment_providers' | 'billing' | 'addresses'> & {
      readonly policy?: Record<string, unknown>;
    },
  ): Promise<void> {
    await this.db.query(
      `insert into clinics (id, name, slug, timezone, currency, phone, policy) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing`,
      [clinic.id, clinic.name, clinic.slug, clinic.timezone, clinic.currency, clinic.phone, clinic.policy ?? {}],
    );
  }
}
