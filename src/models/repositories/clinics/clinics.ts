import { Transaction } from 'sequelize';
import { changeRow, findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ClinicsTable } from '../../tables/clinics/clinics.js';

export type ClinicRow = Row<ClinicsTable>;
/** What a clinic can set for itself. */
export type ClinicChange = Partial<Omit<ClinicRow, 'id' | 'slug'>>;

export class ClinicRepository {
  constructor(private readonly db: Sql) {}

  find(id: string): Promise<ClinicRow | null> {
    return findRow(this.db, ClinicsTable, { id });
  }

  /** Of those of these clinics that exist, by id. */
  async timezones(ids: readonly string[]): Promise<readonly Pick<ClinicRow, 'id' | 'timezone'>[]> {
    const { rows } = await this.db.query<Pick<ClinicRow, 'id' | 'timezone'>>(
      'select id, timezone from clinics where id = any($1) order by id',
      [ids],
    );
    return rows;
  }

  lock(id: string): Promise<ClinicRow | null> {
    return findRow(this.db, ClinicsTable, { id }, { lock: Transaction.LOCK.NO_KEY_UPDATE });
  }

  /** The clinic that people join when none is named: the first one. */
  default(): Promise<ClinicRow | null> {
    return findRow(this.db, ClinicsTable, {}, { order: ['createdAt', 'id'] });
  }

  /** Every clinic's names. Until the transaction ends, no other one can add a clinic. */
  async lockNames(): Promise<readonly Pick<ClinicRow, 'id' | 'name' | 'slug'>[]> {
    await this.db.query('lock table clinics in share row exclusive mode');
    const { rows } = await this.db.query<Pick<ClinicRow, 'id' | 'name' | 'slug'>>('select id, name, slug from clinics');
    return rows;
  }

  update(id: string, change: ClinicChange): Promise<ClinicRow> {
    return changeRow(this.db, ClinicsTable, { id }, change);
  }

  /** Adds the clinic, and itself as a subject of entries that belong to nothing else. One that is there stays as it is. */
  async create(
    clinic: Pick<ClinicRow, 'id' | 'name' | 'slug' | 'timezone' | 'currency' | 'phone'> &
      Partial<Pick<ClinicRow, 'policy'>>,
  ): Promise<void> {
    await this.db.query(
      `with clinic as (
         insert into clinics (id, name, slug, timezone, currency, phone, policy) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict do nothing returning id)
       insert into subjects (id, kind, clinic_id) select id, 'clinic', id from clinic`,
      [clinic.id, clinic.name, clinic.slug, clinic.timezone, clinic.currency, clinic.phone, clinic.policy ?? {}],
    );
  }
}
