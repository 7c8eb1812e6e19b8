import { Transaction } from 'sequelize';
import type { KeyRing } from '../../../config/key-ring.js';
import { type ClinicType, regionOf } from '../../../domain/clinics/clinic-kinds.js';
import { Conditions } from '../../conditions.js';
import { changeRow, columnsOf, findRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { ClinicsTable } from '../../tables/clinics/clinics.js';

export type ClinicRow = Row<ClinicsTable>;
/** What can be set of a clinic. */
export type ClinicChange = Partial<Omit<ClinicRow, 'id' | 'slug' | 'suspendedAt' | 'suspensionReasonSealed'>>;
export type NewClinicRow = Pick<ClinicRow, 'id' | 'name' | 'slug' | 'timezone' | 'currency' | 'phone'> &
  Partial<Pick<ClinicRow, 'policy' | 'type' | 'region' | 'organisationId'>>;

export interface ClinicFilter {
  /** A part of the name, in any case. */
  readonly search?: string | undefined;
  readonly type?: ClinicType | undefined;
  readonly openOnly: boolean;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** As exact as a cursor is. */
const MOMENT = "date_trunc('milliseconds', created_at)";
const COLUMNS = columnsOf(ClinicsTable);

export class ClinicRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  find(id: string): Promise<ClinicRow | null> {
    return findRow(this.db, ClinicsTable, { id });
  }

  findBySlug(slug: string): Promise<ClinicRow | null> {
    return findRow(this.db, ClinicsTable, { slug });
  }

  /** Whether people may act in it now and book there. */
  async isOpen(id: string): Promise<boolean> {
    const clinic = await findRow(this.db, ClinicsTable, { id }, { attributes: ['suspendedAt'] });
    return clinic?.suspendedAt === null;
  }

  /** Those that there are, the oldest first. */
  async list({ search, type, openOnly, after, limit }: ClinicFilter): Promise<readonly ClinicRow[]> {
    const where = new Conditions()
      .and('true')
      .and("name ilike '%' || ? || '%'", search?.replaceAll(/[\\%_]/g, '\\$&'))
      .and('type = ?', type)
      .and(`(${MOMENT}, id) > (?, ?::uuid)`, after?.at, after?.id);
    if (openOnly) where.and('suspended_at is null');
    const text = `select ${COLUMNS} from clinics where ${where} order by ${MOMENT}, id ${where.limit(limit)}`;
    return (await this.db.query<ClinicRow>(text, where.values)).rows;
  }

  /** What the doctors of these clinics are specialised in, by clinic. */
  async specialties(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await this.db.query<{ clinicId: string; specialties: string[] }>(
      'select clinic_id, specialties from clinic_specialties($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ clinicId, specialties }) => [clinicId, specialties]));
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

  /** The clinics of an organisation, locked in the order of their ids. */
  async lockOfOrganisation(organisationId: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      'select id from clinics where organisation_id = $1 order by id for no key update',
      [organisationId],
    );
    return rows.map(({ id }) => id);
  }

  /** The clinic that people join when none is named: the first one that is open. */
  default(): Promise<ClinicRow | null> {
    return findRow(this.db, ClinicsTable, { suspendedAt: null }, { order: ['createdAt', 'id'] });
  }

  /** Every clinic's names. */
  async names(): Promise<readonly Pick<ClinicRow, 'id' | 'name' | 'slug'>[]> {
    return (await this.db.query<Pick<ClinicRow, 'id' | 'name' | 'slug'>>('select id, name, slug from clinics')).rows;
  }

  update(id: string, change: ClinicChange): Promise<ClinicRow> {
    return changeRow(this.db, ClinicsTable, { id }, change);
  }

  suspend(id: string, reason: string, suspendedAt: Date): Promise<ClinicRow> {
    const suspensionReasonSealed = this.keys.sealText(reason, fieldOf(ClinicsTable, 'suspensionReasonSealed', id));
    return changeRow(this.db, ClinicsTable, { id }, { suspendedAt, suspensionReasonSealed });
  }

  resume(id: string): Promise<ClinicRow> {
    return changeRow(this.db, ClinicsTable, { id }, { suspendedAt: null, suspensionReasonSealed: null });
  }

  /** Why it is suspended; null for one that is open. */
  suspensionReason({ id, suspensionReasonSealed: sealed }: ClinicRow): string | null {
    return sealed === null ? null : this.keys.openText(sealed, fieldOf(ClinicsTable, 'suspensionReasonSealed', id));
  }

  /** Adds the clinic, and itself as a subject of entries that belong to nothing else. One that is there stays as it is. */
  async create(clinic: NewClinicRow): Promise<void> {
    const { id, name, slug, timezone, currency, phone, policy = {}, type = 'clinic' } = clinic;
    const { region = regionOf(currency), organisationId = null } = clinic;
    await this.db.query(
      `with clinic as (
         insert into clinics (id, name, slug, timezone, currency, phone, policy, type, region, organisation_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id)
       insert into subjects (id, kind, clinic_id) select id, 'clinic', id from clinic`,
      [id, name, slug, timezone, currency, phone, policy, type, region, organisationId],
    );
  }
}
