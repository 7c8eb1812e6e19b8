import { versionConflict } from '../../../domain/formulary/changes.js';
import { contentOf, type Drug } from '../../../domain/formulary/drug.js';
import { listKeyOf } from '../../../domain/formulary/imports/list-key.js';
import type { KnownItem } from '../../../domain/formulary/imports/planned-row.js';
import type { KnownSchedule } from '../../../domain/formulary/schedules.js';
import { type DrugSearch, MATCHES, type Match, termsOf } from '../../../domain/formulary/search-terms.js';
import { Conditions } from '../../conditions.js';
import { changeRow, columnsOf, insertRow } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DrugVersionsTable } from '../../tables/formulary/drug-versions.js';
import { DrugsTable } from '../../tables/formulary/drugs.js';

/** An item in the version that a clinic sees. */
export interface StoredDrug extends Drug {
  /** The same for every clinic, also where the clinic has an edition of its own. */
  readonly id: string;
  /** Of the row: the item's own, or that of the clinic's edition of it. */
  readonly rowId: string;
  /** Null: of the starter formulary, as nobody of this clinic has changed it. */
  readonly clinicId: string | null;
  readonly version: number;
  readonly createdAt: Date;
}

export interface FoundDrug extends StoredDrug {
  /** Null where nothing was looked for. */
  readonly match: Match | null;
}

export interface DrugFilter {
  readonly clinicId: string;
  readonly search: DrugSearch | null;
  readonly active: boolean;
  /** Null: those whose schedule is not known; left out: all. */
  readonly schedule?: KnownSchedule | undefined;
  readonly limit: number;
  /** The id of the last item that was seen. */
  readonly after?: string | undefined;
}

/** Which row a version is of, what number it becomes and who wrote it. */
export interface DrugVersion {
  readonly rowId: string;
  /** Null: of the starter formulary, which nobody of a clinic writes. */
  readonly clinicId: string | null;
  readonly version: number;
  readonly changedBy: string | null;
  /** Of the starter formulary. */
  readonly edition: number | null;
}

const COLUMNS = columnsOf(DrugsTable, {
  of: 'd',
  but: ['id', 'starterId', 'edition', 'listKey', 'listing', 'updatedAt'],
});
/** Whose import was undone, nobody sees any more. */
const STANDS = `d.listing is distinct from 'withdrawn'`;
const DRUG = `coalesce(d.starter_id, d.id) as id, d.id as row_id, ${COLUMNS}`;

/** The formulary as one clinic sees it: the starter formulary, with the clinic's editions in place of its items, and the clinic's own. */
export class DrugRepository {
  constructor(private readonly db: Sql) {}

  /** By its id, which an edition shares with the item that it replaces; inactive ones too. */
  async find(id: string, clinicId: string): Promise<StoredDrug | null> {
    const { rows } = await this.db.query<StoredDrug>(
      `select ${DRUG} from drugs d
        where ((d.starter_id = $1 and d.clinic_id = $2) or (d.id = $1 and (d.clinic_id = $2 or d.clinic_id is null))) and ${STANDS}
        order by d.clinic_id nulls last, d.starter_id nulls last limit 1`,
      [id, clinicId],
    );
    return rows[0] ?? null;
  }

  /** By how well they match, and by name within. The statement is one, whatever is looked for. */
  async list({ clinicId, search, active, schedule, limit, after }: DrugFilter): Promise<readonly FoundDrug[]> {
    const conditions = new Conditions();
    const [from, rank] = search
      ? [
          `drug_hits(${conditions.place(search.text)}, ${conditions.place(search.isFuzzy)}) h join drugs d on d.id = h.drug_id`,
          'h.rank',
        ]
      : ['drugs d', '0'];
    const clinic = conditions.place(clinicId);
    const shown = new Conditions();
    conditions
      .and('f.active = ?', active)
      .and(schedule === null ? 'f.schedule is null' : 'true')
      .and('f.schedule = ?', schedule ?? undefined)
      .and('(f.rank, f.sort, f.id) > (select l.rank, l.sort, l.id from found l where l.id = ?)', after);
    shown.and(STANDS).and(
      `(d.clinic_id = ${clinic} or (d.clinic_id is null and not exists (
          select 1 from drugs e where e.starter_id = d.id and e.clinic_id = ${clinic})))`,
    );
    const { rows } = await this.db.query<StoredDrug & { readonly rank: number }>(
      `with found as (
         select ${DRUG}, ${rank} as rank, lower(d.name) collate "C" as sort from ${from} where ${shown})
       select f.* from found f where ${conditions} order by f.rank, f.sort, f.id ${conditions.limit(limit)}`,
      conditions.values,
    );
    return rows.map(({ rank: found, ...drug }) => ({ ...drug, match: MATCHES[found - 1] ?? null }));
  }

  /** Adds an item, or a clinic's edition of one of the starter formulary (`starterId`), with its first version and what it is found by. */
  async add(of: DrugVersion, drug: Drug, starterId: string | null, now: Date): Promise<void> {
    const { rowId: id, clinicId, version, edition } = of;
    const times = { createdAt: now, updatedAt: now };
    const listed = { listKey: keyIn(clinicId, drug), listing: null };
    const own = { ...times, ...listed, id, clinicId, starterId, version, edition };
    await insertRow(this.db, DrugsTable, { ...contentOf(drug), ...own });
    await this.keep(of, drug, now);
  }

  /**
   * Writes the next version of a row that is the writer's own. What a full list lacked and a person offers again is as if the list
   * had it. @throws DomainError version_conflict when an import has changed it meanwhile
   */
  async change(of: DrugVersion, drug: Drug, now: Date): Promise<void> {
    const { rowId: id, version, clinicId } = of;
    await this.lockVersion(id, version - 1);
    const changed = { ...contentOf(drug), version, updatedAt: now, listKey: keyIn(clinicId, drug) };
    const { listing } = await changeRow(this.db, DrugsTable, { id }, changed);
    if (drug.active && listing === 'delisted') await changeRow(this.db, DrugsTable, { id }, { listing: 'listed' });
    await this.db.query('delete from drug_terms where drug_id = $1', [id]);
    await this.keep(of, drug, now);
  }

  /** The clinic's own items, and its editions of starter items, that have one of these keys; withdrawn ones too. */
  async listKnown(clinicId: string, keys: readonly string[]): Promise<ReadonlyMap<string, readonly KnownItem[]>> {
    const { rows } = await this.db.query<StoredDrug & Pick<KnownItem, 'listing'> & { readonly listKey: string }>(
      `select ${DRUG}, d.listing, d.list_key from drugs d where d.clinic_id = $1 and d.list_key = any ($2) order by d.id`,
      [clinicId, keys],
    );
    const known = new Map<string, KnownItem[]>();
    for (const { listKey, listing, rowId, version, ...drug } of rows) {
      known.set(listKey, [...(known.get(listKey) ?? []), { rowId, version, listing, drug }]);
    }
    return known;
  }

  /** The highest edition of the starter formulary that was loaded; 0 for none. */
  async starterEdition(): Promise<number> {
    const { rows } = await this.db.query<{ edition: number }>('select coalesce(max(edition), 0) as edition from drugs');
    return rows[0]?.edition ?? 0;
  }

  /** Every item of the starter formulary as it was loaded last, whatever clinics have made of it. */
  async listStarter(): Promise<readonly StoredDrug[]> {
    return (await this.db.query<StoredDrug>(`select ${DRUG} from drugs d where d.clinic_id is null`)).rows;
  }

  /** Says of the whole starter formulary that this edition has looked at it. */
  async confirmEdition(edition: number): Promise<void> {
    await this.db.query('update drugs set edition = $1 where clinic_id is null', [edition]);
  }

  private async lockVersion(id: string, expected: number): Promise<void> {
    const { rows } = await this.db.query<{ readonly version: number }>(
      'select version from drugs where id = $1 for update',
      [id],
    );
    const found = rows[0]?.version ?? 0;
    if (found !== expected) throw versionConflict(found);
  }

  private async keep(
    { rowId: drugId, clinicId, version, changedBy }: DrugVersion,
    drug: Drug,
    now: Date,
  ): Promise<void> {
    const content = contentOf(drug);
    await insertRow(this.db, DrugVersionsTable, { drugId, version, clinicId, content, changedBy, changedAt: now });
    const terms = termsOf(drug);
    await this.db.query(
      `insert into drug_terms (drug_id, term, kind, clinic_id)
       select $1, term, kind, $4 from unnest($2::text[], $3::text[]) as given (term, kind)`,
      [drugId, terms.map(({ term }) => term), terms.map(({ kind }) => kind), clinicId],
    );
  }
}

/** Items of the starter formulary are in no clinic's list. */
function keyIn(clinicId: string | null, drug: Drug): string | null {
  return clinicId === null ? null : listKeyOf(drug);
}
