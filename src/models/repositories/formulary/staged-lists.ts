import type { ImportCounts, RowKind } from '../../../domain/formulary/imports/import.js';
import type { PlannedRow } from '../../../domain/formulary/imports/planned-row.js';
import type { Sql } from '../../sql.js';
import { APPLY, UNDO } from './staged-statements.js';

/** A row as it is staged: where it stands, and what it does. */
export interface StagedRow extends PlannedRow {
  readonly sheet: string;
  readonly row: number;
  /** Of the item: the one that is known, or the one to be made. */
  readonly drugId: string | null;
}

export interface Applied {
  /** Items as the preview has met them; false: nothing was changed. */
  readonly isCurrent: boolean;
}

/** The rows of a list between its file and the formulary, and the two moves between them: set by set, whatever their number. */
export class StagedListRepository {
  constructor(private readonly db: Sql) {}

  /** Forgets what an earlier attempt has staged. */
  async clear(importId: string): Promise<void> {
    await this.db.query('delete from drug_import_rows where import_id = $1', [importId]);
  }

  /** Adds rows of the file, from this place on. */
  async add(
    of: { readonly importId: string; readonly clinicId: string },
    first: number,
    rows: readonly StagedRow[],
  ): Promise<void> {
    const staged = rows.map(({ sheet, row, kind, key, problems, drugId, item }, at) => ({
      place: first + at,
      sheet,
      row,
      kind,
      problems,
      drugId,
      baseVersion: item && (item.known?.version ?? 0),
      listingBefore: item?.known?.listing ?? null,
      listKey: key,
      content: item?.content ?? null,
      terms: item?.terms ?? null,
    }));
    await this.db.query(
      `insert into drug_import_rows (import_id, clinic_id, place, sheet, row, kind, problems, drug_id, base_version, listing_before,
         list_key, content, terms)
       select $1, $2, s.* from jsonb_to_recordset($3::jsonb) as s (place int, sheet text, row int, kind text, problems jsonb,
         "drugId" uuid, "baseVersion" int, "listingBefore" text, "listKey" text, content jsonb, terms jsonb)`,
      [of.importId, of.clinicId, JSON.stringify(staged)],
    );
  }

  /** Adds, behind the rows of a full list, the clinic's listed items that it lacks: they become inactive. An item in a row in error is in it. */
  async addMissing(of: { readonly importId: string; readonly clinicId: string }, first: number): Promise<void> {
    await this.db.query(
      `insert into drug_import_rows (import_id, clinic_id, place, kind, problems, drug_id, base_version, listing_before, list_key, content, terms)
       select $1, $2, $3 + row_number() over (order by d.id) - 1, 'deactivated', '[]', d.id, d.version, d.listing, d.list_key,
              v.content || '{"active": false}', t.terms
         from drugs d
         join drug_versions v on v.drug_id = d.id and v.version = d.version
         cross join lateral (select jsonb_agg(jsonb_build_object('term', t.term, 'kind', t.kind)) as terms from drug_terms t where t.drug_id = d.id) t
        where d.clinic_id = $2 and d.listing = 'listed' and d.active
          and not exists (select 1 from drug_import_rows r where r.import_id = $1 and r.drug_id = d.id)
          and not exists (select 1 from drug_import_rows r where r.import_id = $1 and r.list_key = d.list_key)`,
      [of.importId, of.clinicId, first],
    );
  }

  /** Rows that were just staged have no statistics: without, the joins that follow take half a minute. */
  async analyze(): Promise<void> {
    await this.db.query('select analyze_drug_imports()');
  }

  async counts(importId: string): Promise<ImportCounts> {
    const { rows } = await this.db.query<{ readonly kind: RowKind; readonly rows: number; readonly unknown: number }>(
      `select kind, count(*)::int as rows, (count(*) filter (where content ->> 'schedule' is null and content ->> 'active' = 'true'))::int as unknown
         from drug_import_rows where import_id = $1 and drug_id is not null group by kind`,
      [importId],
    );
    const of = (kind: RowKind) => rows.find((one) => one.kind === kind)?.rows ?? 0;
    return {
      created: of('created'),
      updated: of('updated'),
      deactivated: of('deactivated'),
      reactivated: of('reactivated'),
      unchanged: of('unchanged'),
      needsReview: rows.reduce((sum, { unknown }) => sum + unknown, 0),
    };
  }

  /** The clinic's active items that came with lists. */
  async countListed(clinicId: string): Promise<number> {
    const { rows } = await this.db.query<{ readonly items: number }>(
      `select count(*)::int as items from drugs where clinic_id = $1 and listing = 'listed' and active`,
      [clinicId],
    );
    return rows[0]?.items ?? 0;
  }

  /** Whether every item is still as the preview has met it, and none of the new ones was made by somebody else meanwhile. */
  async isCurrent(importId: string): Promise<boolean> {
    const { rows } = await this.db.query(
      `select 1 as one from drug_import_rows r left join drugs d on d.id = r.drug_id
        where r.import_id = $1 and r.drug_id is not null and r.base_version <> coalesce(d.version, 0)
       union all
       select 1 from drug_import_rows r join drugs d on d.clinic_id = r.clinic_id and d.list_key = r.list_key and d.id <> r.drug_id
          and d.listing is distinct from 'withdrawn'
        where r.import_id = $1 and r.kind = 'created'
       limit 1`,
      [importId],
    );
    return rows.length === 0;
  }

  /**
   * Writes what is staged into the formulary: items with their next versions and what they are found by. Nothing where an item is
   * not as the preview has met it. Call it under the lock of the clinic's imports.
   */
  async apply(importId: string, changedBy: string, now: Date): Promise<Applied> {
    await this.db.query(APPLY.lockItems, [importId]);
    if (!(await this.isCurrent(importId))) return { isCurrent: false };
    await this.db.query(APPLY.keepTerms, [importId]);
    await this.db.query(APPLY.items, [importId, now]);
    await this.db.query(APPLY.versions, [importId, changedBy, now]);
    await this.db.query(APPLY.forgetTerms, [importId]);
    await this.db.query(APPLY.terms, [importId]);
    await this.db.query(APPLY.unchanged, [importId]);
    return { isCurrent: true };
  }

  /**
   * Takes back what was applied: items are as they were, in a next version; what was created is withdrawn, and nobody sees it any
   * more. Items that somebody has changed since stay as they are; returns how many.
   */
  async undo(importId: string, changedBy: string, now: Date): Promise<number> {
    await this.db.query(UNDO.lockItems, [importId]);
    const { rows } = await this.db.query<{ readonly kept: number }>(UNDO.kept, [importId]);
    await this.db.query(UNDO.forgetTerms, [importId]);
    await this.db.query(UNDO.terms, [importId]);
    await this.db.query(UNDO.versions, [importId, changedBy, now]);
    await this.db.query(UNDO.items, [importId, now]);
    await this.db.query(UNDO.unchanged, [importId]);
    return rows[0]?.kept ?? 0;
  }
}
